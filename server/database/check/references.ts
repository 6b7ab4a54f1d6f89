/** Compares the parts of the state with each other: users, cursors, sequences and numbers that one part has of another. */
import {isSliceOver, nextSlice} from '../../../protocol/time-slice.ts';
import {participants, traitsOf} from '../../../protocol/conversation-kind.ts';
import type {UserName} from '../../../protocol/names.ts';
import {isDeleted} from '../../chat/roles.ts';
import type {Member} from '../../chat/conversations/members.ts';
import type {Conversation} from '../../chat/conversations/conversation.ts';
import type {State} from '../../chat/state.ts';

/** Yields a sentence for each that does not fit, in time slices. */
export async function* wrongReferences(state: State): AsyncGenerator<string> {
	const {accounts, relationships, identities, devices, conversations, serverInfo} = state;
	if (serverInfo.store === '' && accounts.byName.size > 0)
		yield 'server.json does not tell which store this is.';
	if (accounts.bySkeleton.size !== accounts.byName.size) yield 'users.json has two names that look alike.';
	const {blocked, friends, proposals} = relationships;
	const related = [...proposals.values()].flatMap(({from, to}) => [from, to]);
	yield* unknown(state, 'relationships.json', [...blocked.keys(), ...friends.keys(), ...related]);
	yield* unknown(state, 'identities.json', identities.keys());
	const {admins, bans, oneTime} = state.administration;
	const existing = (users: Iterable<UserName>) => [...users].filter(user => !isDeleted(state, user));
	yield* unknown(state, 'administration.json', [...admins.keys(), ...existing(bans.keys()), ...oneTime]);
	yield* unknown(state, 'devices', existing(devices.keys()));
	yield* unknown(state, 'conversation-settings', existing(state.settingsOfConversations.keys()));
	for (const conversation of conversations.byId.values()) {
		if (isSliceOver()) await nextSlice();
		for (const fault of conversationFaults(state, conversation)) yield `${conversation.id}: ${fault}.`;
	}
}

function* unknown({accounts}: State, file: string, users: Iterable<UserName>): Generator<string> {
	for (const user of new Set(users))
		if (!accounts.byName.has(user)) yield `${file} names ${user}, who has no account.`;
}

function* conversationFaults(state: State, conversation: Conversation): Generator<string> {
	const {id, first, last, members, rights, chats} = conversation;
	const users = [...members.keys()];
	const isKept = (user: UserName) => !traitsOf(id).hasMembers && isDeleted(state, user); // what was said stays readable
	const stranger = users.find(user => !state.accounts.byName.has(user) && !isKept(user));
	if (stranger !== undefined) yield `its member ${stranger} has no account`;
	const named = participants(id);
	if (!traitsOf(id).hasMembers && (users.length !== named.length || named.some(user => !members.has(user))))
		yield 'its members are not those that its name tells';
	const operator = rights?.operators.find(user => !members.has(user));
	if (operator !== undefined) yield `its operator ${operator} is not a member`;
	if (first > last + 1) yield `it begins at message ${first}, and the last is ${last}`;
	const astray = [...members.values()].find(member => !isWithin(member, last));
	if (astray) yield `what ${astray.user} has read and received lies beyond message ${last}`;
	for (const {number, after, upTo = last} of chats.values()) {
		if (after > upTo || upTo > last) yield `chat session ${number} lies beyond message ${last}`;
		if (number > state.serverInfo.chats)
			yield `chat session ${number} is newer than the newest in server.json`;
		if (state.conversations.ofChat.get(number) !== id)
			yield `chat session ${number} is also of another conversation`;
	}
}

function isWithin({after, read, delivered, mentions}: Member, last: number): boolean {
	return after <= last && read <= delivered && delivered <= last && (mentions.at(-1) ?? 0) <= last;
}
