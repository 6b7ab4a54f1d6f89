/** Defines the kinds of arguments that name users, rooms, conversations and chat sessions, each with its parser and completion. */
import {closest} from 'fastest-levenshtein';
import {isRoom} from '../../protocol/conversation-kind.ts';
import {
	directConversation,
	roomName,
	userName,
	type ConversationId,
	type UserName,
} from '../../protocol/names.ts';
import {refuse, sentence} from '../../protocol/refusals.ts';
import {safeText} from '../../protocol/text.ts';
import {foundStrangers} from '../state/presence/finding.ts';
import {isLarge} from '../state/presence/listed.ts';
import {invitationsTo} from '../state/relationships/proposals.ts';
import type {Parsed} from '../../terminal/commands/command.ts';
import type {Context, ArgumentKind} from './command.ts';
import {withoutOwn} from './legacy-aliases.ts';
import {shown} from '../../terminal/commands/shown-word.ts';

/** Accepts a user who has an account here; on a large server any valid name, as the server decides. */
export function user(): ArgumentKind<UserName> {
	return {...userAmong(userNames), finds: itself};
}

/** Accepts the same, and completes to these users alone. */
export function userAmong(complete: (context: Context) => readonly string[]): ArgumentKind<UserName> {
	return {label: 'user', parse: parseUser, complete};
}

/** Accepts any valid name, also of a user who is not known here: the server decides. */
export function anyUser(): ArgumentKind<UserName> {
	return {
		label: 'user',
		parse(word) {
			const value = userName(word.replace(/^@/, ''));
			return value === undefined ? {problem: sentence(refuse('noSuchUser', {user: shown(word)}))} : {value};
		},
		complete: userNames,
		finds: itself,
	};
}

/** Accepts any user, and completes to the blocked ones: the server knows who is blocked. */
export function blockedUser(): ArgumentKind<UserName> {
	return userAmong(({state}) => [...state.blocked].sort());
}

/** Accepts any user, and completes to friends and those with a pending friend request. */
export function friend(): ArgumentKind<UserName> {
	return userAmong(({state, me}) =>
		[
			...state.friends,
			...state.proposals.flatMap(({kind, from, to}) =>
				kind === 'friend' ? [from === me.user ? to : from] : [],
			),
		].sort(),
	);
}

/** Accepts the name of a user, for the direct conversation with them, or of a room. */
export function conversation(): ArgumentKind<ConversationId> {
	return {
		label: 'user|#room',
		parse(word, context) {
			if (/^(#|room:)/.test(word)) return parseRoom(word, context);
			const parsed = parseUser(word, context);
			return 'value' in parsed ? {value: directConversation(context.me.user, parsed.value)} : parsed;
		},
		complete: context => [...userNames(context), ...rooms(context)],
		finds: itself,
	};
}

/** Accepts a conversation, or a chat session by its number: `#7`. */
export function log(): ArgumentKind<ConversationId | number> {
	const [one, number] = [conversation(), chatNumber()];
	return {
		label: 'user|#room|#chat',
		parse: (word, context) => (/^#[0-9]/.test(word) ? number.parse(word, context) : one.parse(word, context)),
		complete: context => [...userNames(context), ...rooms(context), ...chatNumbers(context)],
		finds: itself,
	};
}

/** Accepts a room that the user is a member of. */
export function room(): ArgumentKind<ConversationId> {
	return {label: '#room', parse: parseRoom, complete: rooms};
}

/** Accepts a room that the user is a member of, or is invited to. */
export function roomOrInvitation(): ArgumentKind<ConversationId> {
	return {
		label: '#room',
		parse(word, context) {
			const asked = anyRoom().parse(word, context);
			const invited = 'value' in asked && invitationsTo(context.state, asked.value).length > 0;
			return invited ? asked : parseRoom(word, context);
		},
		complete: context => [...rooms(context), ...invitations(context)],
	};
}

/** Accepts any valid room name, also of a room that does not exist yet; the # may be missing. */
export function anyRoom(): ArgumentKind<ConversationId> {
	return {
		label: '#room',
		parse(word) {
			const value = roomName(/^(#|room:)/.test(word) ? word : `#${word}`);
			if (value !== undefined) return {value};
			return {
				problem: safeText`${shown(word)} is not a valid room name; use letters and digits, as in #build.`,
			};
		},
		complete: context => [...invitations(context), ...foundRooms(context)],
		finds: word => `#${word.replace(/^(#|room:)/, '')}`,
	};
}

/** Accepts the number of a chat session, with its # or without. */
export function chatNumber(): ArgumentKind<number> {
	return {
		label: 'number',
		parse(word) {
			const [, digits] = /^#?([1-9][0-9]{0,14})$/.exec(word) ?? [];
			return digits === undefined
				? {problem: safeText`${shown(word)} is not a valid chat session number; /sessions lists them.`}
				: {value: Number(digits)};
		},
		complete: chatNumbers,
	};
}

function parseUser(typed: string, context: Context): Parsed<UserName> {
	const {state, me} = context;
	const plain = typed.replace(/^@/, '');
	const word = isUser(plain, context) ? plain : withoutOwn(plain, me.user);
	const name = userName(word);
	if (name !== undefined && isUser(word, context)) return {value: name};
	const unknown = sentence(refuse('noSuchUser', {user: shown(typed)}));
	const nearest = closest(word.toLowerCase(), [...state.people.keys()]) as string | undefined; // of none, none is
	return {
		problem:
			nearest?.slice(0, 2) === word.toLowerCase().slice(0, 2)
				? safeText`${unknown} Did you mean ${nearest}?`
				: unknown,
	};
}

function isUser(word: string, {state, me}: Context): boolean {
	const name = userName(word);
	return name !== undefined && (name === me.user || state.people.has(name) || isLarge(state));
}

function parseRoom(word: string, {state}: Context): Parsed<ConversationId> {
	const name = roomName(word.startsWith('room:') ? word : word.replace(/^#?/, '#'));
	if (name !== undefined && state.conversations.has(name)) return {value: name};
	return {
		problem: safeText`You are not in a room called ${shown(word)}; /rooms lists all rooms, /join <#room> enters one.`,
	};
}

/** Lists the users whose names the client knows: those that it lists, then those that the server has found. */
export function userNames({state}: Context): string[] {
	return [...[...state.people.keys()].sort(), ...foundStrangers(state)];
}

export function rooms({state}: Context): string[] {
	return [...state.conversations.keys()].filter(isRoom).sort();
}

/** People are found by a part of their name. */
const itself = (word: string): string => word;

function foundRooms({state}: Context): string[] {
	return [...state.foundRooms].filter(room => !state.conversations.has(room)).sort();
}

function invitations({state, me}: Context): string[] {
	return [
		...new Set(state.proposals.flatMap(({room: asked, to}) => (asked && to === me.user ? [asked] : []))),
	];
}

function chatNumbers({state}: Context): string[] {
	return [...state.chats.keys()].map(number => `#${number}`);
}
