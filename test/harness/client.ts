/** A client without terminal and network: its real store on a manual clock; a test presses keys, speaks for the server and reads the rows. */
import type {Announcement} from '../../protocol/index.ts';
import {directConversation, type ConversationId} from '../../protocol/names.ts';
import type {Presence} from '../../protocol/presence.ts';
import type {SignedIn} from '../../protocol/sign-in.ts';
import type {Summary} from '../../protocol/conversations.ts';
import type {Action} from '../../source/state/model/action.ts';
import {GLANCE} from '../../source/state/dialogs/dialogs.ts';
import {REST} from '../../source/state/dialogs/pending-dialogs.ts';
import type {Effect} from '../../source/state/model/effect.ts';
import type {StateEvent} from '../../source/state/model/event.ts';
import {textOf} from '../../terminal/editor.ts';
import {initialState} from '../../source/state/model/initial.ts';
import {barOf, editorOf, scopeOf} from '../../source/state/keyboard/scope.ts';
import type {State} from '../../source/state/model/state.ts';
import type {Conversation} from '../../source/state/model/conversation.ts';
import type {Size} from '../../terminal/layout/size.ts';
import {createStore, type Store} from '../../source/state/runtime/store.ts';
import type {Row} from '../../source/state/transcript/rows.ts';
import {transcriptRows} from '../../source/state/transcript/transcript.ts';
import {manualClock, type ManualClock} from './manual-clock.ts';
import {address, name} from './sample-state.ts';

/** The conversation of two people, or of one with themself. */
export function between(one: string, other: string): ConversationId {
	return directConversation(name(one), name(other));
}

type EffectOf<T extends Effect['type']> = Extract<Effect, {readonly type: T}>;

export class Client {
	readonly clock: ManualClock = manualClock();
	readonly store: Store;
	/** Everything the world was asked to do and has not been looked at yet. */
	effects: Effect[] = [];
	readonly #timers = new Map<string, () => void>();

	constructor(size: Size = {columns: 80, rows: 24}) {
		this.store = createStore({
			state: initialState(size, {device: 'a1b2c3d4', start: 'kx7', next: 1}),
			clock: this.clock,
			perform: (effect, dispatch) => {
				if (effect.type === 'after') this.#after(effect, dispatch);
				else this.effects.push(effect);
			},
		});
	}

	get state(): State {
		return this.store.snapshot();
	}

	/** What stands in the command bar. */
	get bar(): string {
		return textOf(barOf(this.state));
	}

	/** The rows of the transcript as text. */
	get rows(): string[] {
		return transcriptRows(this.state).map(rowText);
	}

	hears(...events: readonly StateEvent[]): this {
		for (const event of events) this.store.dispatch(event);
		return this;
	}

	announced(...announcements: readonly Announcement[]): this {
		return this.hears(...announcements.map(announcement => ({type: 'announced', announcement}) as const));
	}

	presses(...actions: readonly Action[]): this {
		return this.hears(...actions.map(action => ({type: 'acted', action}) as const));
	}

	/** Types into whatever has the keyboard, a character at a time, as the text input tells it. */
	types(text: string): this {
		for (const character of text) {
			const isHeld = scopeOf(this.state) === 'holding';
			this.hears(
				isHeld
					? {type: 'typedAhead', text: character}
					: {type: 'edited', before: this.editor.before + character},
			);
		}

		return this;
	}

	/** Types a line and presses Enter. */
	says(line: string): this {
		return this.types(line).presses('submit');
	}

	/** Touches no key until a question that waits for that has opened and can have been read. */
	pauses(): this {
		this.clock.advance(REST + GLANCE);
		return this;
	}

	/** Signed in, with everybody named known; those in `online` are on. */
	signsIn(user: string, {people = ['bob', 'carol'], online = ['bob'], ...crowd}: Crowd = {}): this {
		return this.hears(
			{type: 'linkChanged', link: {status: 'online'}},
			signedIn(user, {...crowd, people, online, now: this.clock.now()}),
		);
	}

	/** The effects of a type that happened since they were last asked for; the others stay. */
	taken<T extends Effect['type']>(type: T): Array<EffectOf<T>> {
		const taken = this.effects.filter((effect): effect is EffectOf<T> => effect.type === type);
		this.effects = this.effects.filter(effect => effect.type !== type);
		return taken;
	}

	conversation(other: string): Conversation {
		const {me, conversations} = this.state;
		const conversation = conversations.get(between(me?.user ?? '', other));
		if (!conversation) throw new Error(`There is no conversation with ${other}`);
		return conversation;
	}

	get editor(): {readonly before: string; readonly after: string} {
		const editor = editorOf(this.state);
		if (!editor) throw new Error('Letters are keys now; press them.');
		return editor;
	}

	#after({key, milliseconds, event}: EffectOf<'after'>, dispatch: (event: StateEvent) => void) {
		this.#timers.get(key)?.();
		this.#timers.set(
			key,
			this.clock.after(milliseconds, () => dispatch(event)),
		);
	}
}

type Crowd = {
	readonly people?: readonly string[];
	readonly online?: readonly string[];
	readonly conversations?: readonly Summary[];
	readonly chats?: SignedIn['chats'];
	readonly friends?: readonly string[];
	readonly blocked?: readonly string[];
	readonly questions?: SignedIn['questions'];
	readonly mayInvite?: true;
	/** How many screens the server allows, where it is more than one, and the drafts that they have told. */
	readonly screens?: number;
	readonly drafts?: SignedIn['drafts'];
	/** How many accounts the server has beside those. */
	readonly others?: number;
	readonly signUp?: 'open' | 'invite' | 'closed';
};

export function signedIn(
	user: string,
	{now, people = [], online = [], conversations = [], ...crowd}: Crowd & {readonly now: number},
): StateEvent {
	const {
		chats = [],
		friends = [],
		blocked = [],
		questions = [],
		mayInvite,
		screens,
		drafts,
		others,
		signUp = 'invite',
	} = crowd;
	const reply: SignedIn = {
		user: name(user),
		now,
		people: [user, ...people].map(one => ({
			user: name(one),
			presence: (one === user || online.includes(one) ? 'online' : 'offline') satisfies Presence,
			since: now - 3_600_000,
		})),
		conversations: [...conversations],
		chats,
		friends: friends.map(name),
		blocked: blocked.map(name),
		questions,
		deleted: [],
		...(mayInvite && {mayInvite}),
		...(screens !== undefined && {screens}),
		...(drafts && {drafts}),
		...(others !== undefined && {others}),
	};
	return {type: 'signedIn', address, reply, store: 's1', signUp, device: 'a1b2c3d4', joinLines: []};
}

/** What the server says of a conversation at sign-in. */
export function summary(
	me: string,
	other: string,
	{last, delivered = last, read = last}: {last: number; delivered?: number; read?: number},
): Summary {
	const cursors = {user: name(other), delivered: 0, read: 0};
	return {
		conversation: between(me, other),
		last,
		lastAt: last === 0 ? 0 : Date.UTC(2026, 10, 20, 9, 41),
		delivered,
		read,
		mentions: 0,
		others: me === other ? [] : [cursors],
	};
}

export function message(
	from: string,
	to: string,
	sequence: number,
	text: string,
	at = Date.UTC(2026, 10, 20, 9, 41),
) {
	const id = `${from}000000.s.${sequence}`.slice(-30);
	return {
		type: 'message',
		conversation: between(from, to),
		from: name(from),
		sequence,
		id,
		at,
		text,
	} as const;
}

export function rowText(row: Row): string {
	switch (row.type) {
		case 'message':
			return `${row.time}${row.isContinued ? ' '.repeat(row.sender.length) : row.sender}${row.text}${row.remark ?? ''}${row.mark ? ` ${row.mark}` : ''}`;
		case 'sender':
			return row.time + row.text;
		case 'more':
			return ' '.repeat(row.indent) + row.text + (row.remark ?? '');
		default:
			return row.text;
	}
}
