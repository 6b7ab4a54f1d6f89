/** Who hears of an event, and in which words; run right after the event was applied. */
import {MAX_RECEIPTS} from '../../protocol/bounds.ts';
import type {Announcement} from '../../protocol/events.ts';
import {isRoom, partner, type ConversationId, type UserName} from '../../protocol/names.ts';
import type {Question} from '../../protocol/requests.ts';
import type {ChatEvent, ConnectionId, EventOf, EventType} from './event.ts';
import {messagesIn} from './messages-in.ts';
import {folded} from './folding.ts';
import {hasBlocked, membersOf, screensOf} from './people.ts';
import type {State} from './state.ts';

/** `to` may name the asking connection, which has its reply and is left out by the caller. */
export type Announcing = {to: readonly ConnectionId[]; announcement: Announcement};

type Table = {[T in EventType]?: (state: State, event: EventOf<T>) => Announcing[]};

/** Those of `users` who may know what `user` is doing. */
function notBlockedBy(state: State, user: UserName, users: UserName[]): UserName[] {
	return users.filter(other => !hasBlocked(state, user, other));
}

function toMembers(state: State, conversation: ConversationId, announcement: Announcement): Announcing[] {
	return [{to: screensOf(state, membersOf(state, conversation)), announcement}];
}

function toBoth(
	state: State,
	{from, to}: Pick<Question, 'from' | 'to'>,
	announcement: Announcement,
): Announcing[] {
	return [{to: screensOf(state, [from, to]), announcement}];
}

/** A chat session is told to each of the two with the other's name. */
function toPartners(
	state: State,
	conversation: ConversationId,
	telling: (other: UserName) => Announcement,
): Announcing[] {
	return membersOf(state, conversation).flatMap(user => {
		const other = partner(conversation, user);
		return other === undefined ? [] : [{to: screensOf(state, [user]), announcement: telling(other)}];
	});
}

/** In a room, who has blocked the sender gets the message folded. */
function tellMessages(state: State, event: ChatEvent): Announcing[] {
	return messagesIn(event).flatMap(({conversation, message}) =>
		toReaders(state, conversation, message.from, reads => ({
			type: 'message',
			conversation,
			...(reads ? message : folded(message)),
		})),
	);
}

/** Tells the members of what one of them says there: in a room those apart who have blocked that one. */
function toReaders(
	state: State,
	conversation: ConversationId,
	from: UserName,
	telling: (reads: boolean) => Announcement,
): Announcing[] {
	const members = membersOf(state, conversation);
	const apart = isRoom(conversation) ? members.filter(user => hasBlocked(state, user, from)) : [];
	const readers = apart.length === 0 ? members : members.filter(user => !apart.includes(user));
	const told = {to: screensOf(state, readers), announcement: telling(true)};
	return apart.length === 0 ? [told] : [told, {to: screensOf(state, apart), announcement: telling(false)}];
}

const table: Table = {
	messageSent: tellMessages,
	broadcastSent: tellMessages,
	marked(state, {conversation, user, delivered, read}) {
		const concerned = membersOf(state, conversation);
		const told =
			isRoom(conversation) && concerned.length > MAX_RECEIPTS ? [user] : notBlockedBy(state, user, concerned);
		return [
			{to: screensOf(state, told), announcement: {type: 'marked', conversation, user, delivered, read}},
		];
	},
	typed(state, {conversation, user}) {
		const others = notBlockedBy(state, user, membersOf(state, conversation)).filter(
			member => member !== user && !hasBlocked(state, member, user),
		);
		return [{to: screensOf(state, others), announcement: {type: 'typing', conversation, user}}];
	},
	chatStarted(state, {number, conversation, at: since}) {
		return toPartners(state, conversation, user => ({
			type: 'chatStarted',
			number,
			conversation,
			user,
			since,
		}));
	},
	chatEnded(state, {number, conversation, user, why, at}) {
		return toMembers(state, conversation, {type: 'chatEnded', number, conversation, user, why, at});
	},
	asked(state, {type: _type, ...question}) {
		return toBoth(state, question, {type: 'asked', ...question});
	},
	answered(state, {type: _type, ...question}) {
		return toBoth(state, question, {type: 'answered', ...question});
	},
	withdrawn(state, {type: _type, ...question}) {
		return toBoth(state, question, {type: 'withdrawn', ...question});
	},
	unfriended(state, {user, other}) {
		return [
			{to: screensOf(state, [other]), announcement: {type: 'unfriended', user}},
			{to: screensOf(state, [user]), announcement: {type: 'unfriended', user: other}},
		];
	},
	memberJoined(state, {conversation, user, at}) {
		return toMembers(state, conversation, {type: 'memberJoined', conversation, user, at});
	},
	memberLeft(state, {conversation, user, at}) {
		const to = screensOf(state, [...membersOf(state, conversation), user]);
		return [{to, announcement: {type: 'memberLeft', conversation, user, at}}];
	},
	topicChanged(state, {conversation, user, topic, at}) {
		const common = {type: 'topicChanged', conversation, user, at} as const;
		return toReaders(state, conversation, user, reads =>
			reads ? {...common, topic} : {...common, topic: '', folded: true},
		);
	},
	idleWarned(state, {user, seconds}) {
		return [{to: screensOf(state, [user]), announcement: {type: 'idling', seconds}}];
	},
	signedOut(_state, {connection, why, by, at}) {
		if (why === 'replaced')
			return [{to: [connection], announcement: {type: 'replaced', address: by ?? '', at}}];
		if (why !== 'passwordChanged' && why !== 'idle' && why !== 'kicked') return [];
		return [{to: [connection], announcement: {type: 'signedOut', reason: why}}];
	},
};

export function announce(state: State, event: ChatEvent): Announcing[] {
	const row = table[event.type] as ((state: State, event: ChatEvent) => Announcing[]) | undefined; // the key is the event's own type
	return row?.(state, event) ?? [];
}

/** Whose presence, as others see it, the event may have changed. Told separately, at most once a second. */
export function presenceChangedBy(event: ChatEvent): UserName[] {
	switch (event.type) {
		case 'accountCreated':
		case 'graceEnded':
		case 'awaited':
		case 'presenceChanged':
			return [event.user];
		case 'signedIn':
		case 'signedOut':
			return event.as === 'screen' ? [event.user] : [];
		default:
			return [];
	}
}
