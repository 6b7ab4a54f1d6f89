/** States of a client in the middle of things, reached the way the client reaches them: by events. */
import type {Presence} from '../../protocol/presence.ts';
import {directConversation, userName, type UserName} from '../../protocol/names.ts';
import type {Action} from '../../source/state/model/action.ts';
import type {StateEvent} from '../../source/state/model/event.ts';
import {initialState} from '../../source/state/model/initial.ts';
import type {State} from '../../source/state/model/state.ts';
import type {Size} from '../../terminal/layout/size.ts';
import {update} from '../../source/state/runtime/update.ts';

const NOON = Date.UTC(2026, 10, 20, 12);
export const address = {host: '127.0.0.1', port: 10_001};

export const alice = name('alice');
export const bob = name('bob');
const carol = name('carol');
export const withBob = directConversation(alice, bob);

export function name(text: string): UserName {
	const user = userName(text);
	if (user === undefined) throw new Error(`${text} is no user name`);
	return user;
}

/** The state after these events, each a second after the one before. */
export function after(state: State, ...events: readonly StateEvent[]): State {
	return events.reduce((next, event) => update(next, event, next.now + 1000)[0], state);
}

export function press(state: State, ...actions: readonly Action[]): State {
	return after(state, ...actions.map(action => ({type: 'acted', action}) as const));
}

export function firstScreen(size: Size): State {
	return {...initialState(size, {device: '', start: 'a', next: 1}), now: NOON};
}

const people: ReadonlyArray<readonly [UserName, Presence]> = [
	[alice, 'online'],
	[bob, 'online'],
	[carol, 'offline'],
	[name('dave'), 'away'],
	[name('erin'), 'busy'],
];

/** Alice is signed in, and nothing is open. */
export function signedIn(size: Size): State {
	return after(
		firstScreen(size),
		{type: 'linkChanged', link: {status: 'online'}},
		{
			type: 'signedIn',
			address,
			store: 'store-1',
			device: 'device00',
			signUp: 'invite',
			joinLines: [],
			reply: {
				user: alice,
				now: NOON,
				people: people.map(([user, presence]) => ({user, presence, since: NOON})),
				conversations: [],
				chats: [],
				friends: [],
				blocked: [],
				questions: [],
				deleted: [],
			},
		},
	);
}

/** Alice talks with Bob: these texts, in turn from one and the other, Bob first. */
export function talking(
	size: Size,
	texts: readonly string[] = ['hi!', 'good morning', 'are you there?'],
): State {
	const open = press(signedIn(size), 'conversationNext');
	return after(
		open,
		...texts.map((text, at): StateEvent => ({
			type: 'announced',
			announcement: {
				type: 'message',
				conversation: withBob,
				sequence: at + 1,
				id: `device01.b.${at + 1}`,
				from: at % 2 === 0 ? bob : alice,
				at: NOON + at * 60_000,
				text,
			},
		})),
	);
}
