/** Fits the parts of the status line to its width; the least important parts shorten first. */
import {safeText, type SafeText} from '../../../protocol/text.ts';
import type {LinkStatus} from '../model/link.ts';
import {truncate, width} from '../../../terminal/width.ts';
import {keysOf, remindersNow} from '../keyboard/reminders.ts';
import {selectedForms} from './selected-reminders.ts';
import {statusMessageLines, usagePlaced} from './status-message.ts';
import type {State} from '../model/state.ts';
import {transferForms} from '../exchange/transfer-text.ts';
import {wayForms} from './private-heading.ts';
import {statusOf} from './status.ts';
import {atMost, unreadElsewhere, unreadSign, type Unread} from '../chats/unread.ts';

type Name = 'who' | 'link' | 'private' | 'transfer' | 'unread' | 'message' | 'usage' | 'keys';
type Forms = readonly [string, ...string[]];

export type StatusLine = {
	readonly link: LinkStatus['status'];
	/** Left to right; none is empty. */
	readonly parts: ReadonlyArray<{readonly name: Name; readonly text: SafeText}>;
	/** Blanks before the last part: key reminders stand at the right. */
	readonly gap: number;
};

/** Sign of each link status; it stays when the text is left out. */
const linkSigns: Readonly<Record<LinkStatus['status'], string>> = {
	online: '●',
	connecting: '◌',
	waiting: '○',
	stopped: '○',
};

const ORDER: readonly Name[] = ['who', 'link', 'private', 'transfer', 'unread', 'message', 'usage', 'keys'];
/** Order in which parts are shortened, and the number of forms each keeps. */
const YIELDS: ReadonlyArray<readonly [Name, least: number]> = [
	['keys', 2],
	['who', 2],
	['private', 2],
	['keys', 1],
	['who', 1],
	['unread', 3],
	['transfer', 5],
	['link', 1],
	['transfer', 2],
	['private', 1],
	['transfer', 1],
	['unread', 1],
	['message', 1],
];
/** The same while a message is selected: its keys come before the name and the words of the link, and of what is unread. */
const YIELDS_TO_KEYS: typeof YIELDS = [['who', 1], ['link', 1], ['unread', 1], ...YIELDS];

export function statusLine(state: State): StatusLine {
	const columns = Math.max(0, state.size.columns - 2); // a blank on either side
	const {who, link, text, message: said, shorter} = statusOf(state);
	const usage = state.statusMessage === undefined ? usagePlaced(state) : undefined;
	// A long message stands above the command bar; a pending dialog is mentioned after the command.
	const isElsewhere = usage?.beside === false || statusMessageLines(state).length > 0;
	const message = isElsewhere ? undefined : said;
	const below = usage?.beside === false ? usage.text : '';
	const sign = linkSigns[link];
	const speaks = message !== undefined || below !== '';
	const selected = selectedForms(state);
	const shown = fitted(
		{
			who: [who, state.me?.user ?? '', ''],
			// Only a message or usage replaces the reason why there is no link, or nothing is stored.
			link: isFine(state.link) || speaks ? [`${sign} ${text}`, sign] : [`${sign} ${text}`],
			private: wayForms(state),
			transfer: transferForms(state),
			unread: unreadForms(unreadElsewhere(state)),
			message: message === undefined ? [''] : [message, ...shorter],
			usage: [below],
			keys: speaks ? [''] : keyForms(state, selected),
		},
		columns,
		selected ? YIELDS_TO_KEYS : YIELDS,
	);
	const long: Name = message !== undefined ? 'message' : below !== '' ? 'usage' : 'link';
	const over = Math.max(0, taken(shown) - columns);
	const whole = {...shown, [long]: truncate(shown[long], Math.max(0, width(shown[long]) - over))};
	const parts = ORDER.filter(name => whole[name] !== '').map(name => ({
		name,
		text: whole[name] as SafeText, // made of safe text, cut
	}));
	const helps = !['unread', 'link', 'private', 'transfer'].includes(parts.at(-1)?.name ?? '');
	return {link, parts, gap: 1 + (helps ? Math.max(0, columns - taken(whole)) : 0)};
}

/** Chooses the longest form of each part with which all of them fit. */
function fitted(
	forms: Readonly<Record<Name, Forms>>,
	columns: number,
	yields: typeof YIELDS,
): Record<Name, string> {
	const shown = {...forms} as Record<Name, Forms>;
	const first = (parts: Record<Name, Forms>) =>
		Object.fromEntries(ORDER.map(name => [name, parts[name][0]])) as Record<Name, string>; // all the names
	for (const [name, least] of yields)
		while (taken(first(shown)) > columns && shown[name].length > least) shown[name] = rest(shown[name]);
	const keys = forms.keys.find(longer => taken({...first(shown), keys: longer}) <= columns);
	return {...first(shown), ...(keys !== undefined && {keys})};
}

function rest([form, ...others]: Forms): Forms {
	const [next, ...more] = others;
	return next === undefined ? [form] : [next, ...more];
}

/** Computes the cells of the parts, with a blank between them. */
function taken(shown: Readonly<Record<Name, string>>): number {
	return Object.values(shown).reduce((sum, text) => sum + (text === '' ? 0 : width(text) + 1), -1);
}

/** Returns `3 unread · 1 mention Alt-A` in shorter and shorter forms; the shortest never gives way. */
function unreadForms(elsewhere: Unread): Forms {
	const {unread, mentions} = elsewhere;
	if (unread === 0) return [''];
	const key = keysOf('bar', 'conversationUnread');
	const count = `· ${atMost(unread)} unread`;
	const sign = unreadSign(elsewhere);
	if (mentions === 0) return [`${count} ${key}`, count, count, sign];
	const words = safeText`${atMost(mentions)} ${mentions === 1 ? 'mention' : 'mentions'}`;
	return [`${count} · ${words} ${key}`, `${count} · ${sign} ${key}`, `${count} · ${sign}`, `· ${sign}`, sign];
}

function isFine(link: LinkStatus): boolean {
	return link.status === 'online' && link.isStoring !== false;
}

function keyForms(state: State, selected: readonly SafeText[] | undefined): Forms {
	if (selected) return [selected[0] ?? '', ...selected.slice(1), ''];
	return suggestionForms(state) ?? reminderForms(remindersNow(state));
}

/** Returns what to try next, if something is suggested. */
function suggestionForms({suggestion}: State): Forms | undefined {
	return suggestion === undefined ? undefined : [`Next: ${suggestion}`, suggestion, ''];
}

/** Returns the reminders in shorter and shorter forms; the last reminder stays longest. */
function reminderForms(reminders: readonly SafeText[]): Forms {
	const last = reminders.at(-1) ?? '';
	const [all = '', ...fewer] = reminders.map((_, gone) =>
		[...reminders.slice(0, reminders.length - 1 - gone), last].join('  '),
	);
	return [all, ...fewer, ''];
}
