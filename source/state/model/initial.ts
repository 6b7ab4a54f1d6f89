/** Creates the state of a client that has just started, or whose user has signed out. */
import {DEFAULT_COLOURS} from '../../../terminal/background.ts';
import {EMPTY} from '../../../terminal/editor.ts';
import type {Ids, State} from './state.ts';
import type {Settings} from './settings.ts';
import type {Size} from '../../../terminal/layout/size.ts';

const defaultSettings: Settings = {
	presence: true,
	theme: 'auto',
	mouse: true,
	unreadFirst: false,
	emoji: 'picture',
	notifications: 'bell',
	notifyOf: 'mentions',
	quietHours: 'off',
	times: '24h',
	seconds: false,
	direct: 'lan',
	keepPrivate: false,
	downloads: undefined,
};

export function initialState(size: Size, ids: Ids): State {
	return {
		size,
		focused: true,
		place: {at: 'welcome'},
		welcome: {known: [], found: [], offersDemo: false, choice: 0, address: EMPTY},
		held: [],
		dialogs: [],
		pendingDialogs: [],
		lastDialogFrom: new Map(),
		link: {status: 'stopped'},
		ids,
		people: new Map(),
		others: 0,
		found: new Set(),
		foundRooms: new Set(),
		chats: new Map(),
		friends: new Set(),
		blocked: new Set(),
		deleted: new Set(),
		proposals: [],
		privateChats: new Map(),
		peers: new Map(),
		exchange: {transfers: [], files: new Map(), awaited: new Map(), asked: new Map(), shared: []},
		folders: {start: '/', home: '/'},
		settings: defaultSettings,
		colours: DEFAULT_COLOURS,
		ownThemes: {names: []},
		isAutoAway: false,
		conversations: new Map(),
		memberLists: new Map(),
		pane: 'bar',
		bar: EMPTY,
		recentEmoji: [],
		recall: {lines: [], at: 0, kept: EMPTY, copies: new Map()},
		sharedDrafts: new Map(),
		cleared: [],
		unsaved: new Set(),
		killing: false,
		notices: [],
		quitOnInterrupt: false,
		receivedUnits: 0,
		typingReportedAt: 0,
		activityReportedAt: 0,
		notifiedAt: 0,
		now: 0,
		keyAt: 0,
	};
}

/** Clears everything of the user who was signed in. */
export function forgetPerson({
	size,
	ids,
	focused,
	welcome,
	link,
	folders,
	settings,
	colours,
	ownThemes,
	now,
	keyAt,
}: State): State {
	return {
		...initialState(size, ids),
		focused,
		welcome,
		link,
		folders,
		settings,
		colours,
		ownThemes,
		now,
		keyAt,
	};
}
