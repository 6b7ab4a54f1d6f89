/** Handles rooms: members, topics, and the replies about them. */
import {MAX_RECEIPTS} from '../../../protocol/bounds.ts';
import {counted} from '../../../protocol/counted.ts';
import {LOBBY, type ConversationId, type UserName} from '../../../protocol/names.ts';
import {quotation, safeText, type SafeText} from '../../../protocol/text.ts';
import {draftOf, withCleared} from '../command-bar/bar.ts';
import {change, conversationOf, topicIs} from '../chats/conversations.ts';
import {openAwaited} from '../actions/arriving.ts';
import {lineOf} from '../../../terminal/editor.ts';
import {clearBar} from '../command-bar/kill-ring.ts';
import {switchTo} from '../chats/opening.ts';
import {withoutStrangers} from '../presence/listed.ts';
import {memberCame, memberGone, memberIs, membersListed, withoutList} from '../presence/members.ts';
import {heldPerson, personText} from '../presence/people.ts';
import {pendingProposalText} from '../dialogs/proposal-text.ts';
import {invitationsTo, addProposal, removeProposal} from '../relationships/proposals.ts';
import {showFoundRooms} from '../actions/completing.ts';
import {leavingText, roleSign, withFoundRooms, withRole} from '../chats/rooms.ts';
import {answer, say, shortened} from '../chats/saying.ts';
import type {State} from '../model/state.ts';
import {andThen, step, type Step} from '../model/step.ts';
import {mergeSummary} from '../chats/summaries.ts';
import type {Announced, Replies} from './tables.ts';

type Leaving = {
	by?: UserName | undefined;
	reason?: string | undefined;
	banned?: boolean | undefined;
};

/** Removes a room that the user has left; the lobby opens in its place. Of its members the server tells no more. */
function withoutRoom(state: State, room: ConversationId): State {
	return withoutStrangers(closed(withoutList(state, room), room));
}

function closed(state: State, room: ConversationId): State {
	const conversations = new Map(state.conversations);
	conversations.delete(room);
	const {open, previous, contact, ...rest} = withoutDraft(state, room);
	const kept = {
		...rest,
		conversations,
		...(previous !== undefined && previous !== room && {previous}),
		...(contact !== undefined && contact !== room && {contact}),
	};
	if (open !== room) return open === undefined ? kept : {...kept, open};
	return conversations.has(LOBBY) ? switchTo(kept, LOBBY) : kept;
}

/** Moves the draft of the room to the cleared text, where Ctrl-Y finds it. */
function withoutDraft(state: State, room: ConversationId): State {
	if (state.open === room) {
		const line = lineOf(draftOf(state));
		return line === '' ? state : clearBar(state);
	}

	const draft = state.conversations.get(room)?.draft;
	return draft ? withCleared(state, lineOf(draft)) : state;
}

function left(state: State, room: ConversationId, {by, reason, banned}: Leaving = {}): Step {
	const why = reason === undefined ? '' : safeText`: ${quotation(reason)}`;
	const text =
		by === undefined
			? safeText`You have left ${room}`
			: banned
				? safeText`${by} banned you from ${room}${why}`
				: safeText`${by} removed you from ${room}${why}`;
	return step(say(withoutRoom(state, room), [text], by === undefined ? 'info' : 'bad'));
}

function topicText(who: SafeText, topic: string): SafeText {
	return topic === ''
		? safeText`${who} removed the topic`
		: safeText`${who} set the topic: ${quotation(topic)}`;
}

function withTopic(state: State, room: ConversationId, topic: string, who: SafeText): State {
	return say(topicIs(state, room, topic), [topicText(who, topic)], 'info', room);
}

export const roomAnnouncements: Announced<'memberJoined' | 'memberLeft' | 'topicChanged' | 'roomDeleted'> = {
	memberJoined(state, {conversation, user}) {
		if (user === state.me?.user)
			return step(state, {type: 'request', request: {type: 'join', room: conversation}});
		const more = memberCame(state, conversation, user);
		const {members} = conversationOf(more, conversation);
		const joined = members === MAX_RECEIPTS + 1 ? withoutStrangers(more) : more; // too many to be told of each other
		return step(say(joined, [safeText`${user} has joined`], 'quiet', conversation));
	},
	memberLeft(state, {conversation, user, owner, ...how}) {
		if (user === state.me?.user) return left(state, conversation, how);
		const fewer = withoutStrangers(memberGone(state, conversation, user), [user]);
		const owned = owner === undefined ? fewer : memberIs(fewer, conversation, owner, 'owner');
		const inherited =
			owner === undefined || owner !== state.me?.user
				? owned
				: change(owned, conversation, before => withRole(before, 'owner'));
		const whose =
			owner === state.me?.user
				? safeText`; you own the room now`
				: safeText`; ${owner ?? ''} owns the room now`;
		const text = safeText`${leavingText(user, how)}${owner === undefined ? '' : whose}`;
		const isQuiet = how.by === undefined && owner === undefined;
		return step(say(inherited, [text], isQuiet ? 'quiet' : 'info', conversation));
	},
	roomDeleted: (state, {room}) =>
		step(
			say(withoutRoom(state, room), [
				safeText`The operator of the server has deleted ${room}, and what was said there`,
			]),
		),
	topicChanged: (state, {conversation, user, topic, folded}) =>
		step(
			folded ? topicIs(state, conversation, topic) : withTopic(state, conversation, topic, safeText`${user}`),
		),
};

type Rooms = 'join' | 'leave' | 'rooms' | 'setTopic' | 'invite' | 'names' | 'members' | 'receipts';

export const roomReplies: Replies<Rooms> = {
	/** Joining a room accepts the invitations into it. */
	join(state, {reply}) {
		const {conversation: room, members = 1, topic = '', created} = reply;
		const waiting = invitationsTo(state, room);
		const settled = waiting.reduce(removeProposal, state);
		const text = created
			? safeText`You created ${room}`
			: safeText`You are in ${room}, ${counted(members, 'member')}${topic === '' ? '' : safeText`: ${quotation(topic)}`}`;
		const joined = andThen(mergeSummary(settled, reply), next => step(say(next, [text], 'good', room)));
		const there = andThen(joined, next => openAwaited(next, room));
		const answers = waiting.map(({kind, from}) => ({
			type: 'request' as const,
			request: {type: 'answerQuestion' as const, kind, from, room, accept: true},
		}));
		return andThen(there, next => step(next, ...answers));
	},
	leave: (state, {request: {room}}) => left(state, room),
	rooms(state, {request, reply, shownIn}) {
		const found = withFoundRooms(state, reply.rooms);
		if (request.name !== undefined) return step(showFoundRooms(found, request.name));
		const lines = reply.rooms.map(
			({room, members, joined, topic = '', private: isPrivate}) =>
				safeText`${room}, ${counted(members, 'member')}${isPrivate ? ', private' : ''}${joined ? ', you are in it' : ''}${topic === '' ? '' : safeText`: ${quotation(topic)}`}`,
		);
		const {me} = state;
		const invitations = state.proposals.filter(({kind}) => kind === 'invitation');
		const asked = me ? invitations.map(proposal => pendingProposalText(proposal, me.user)) : [];
		const none = safeText`There are no rooms; /join #build makes one.`;
		const said = lines.length > 0 ? shortened(lines, reply.more) : [none];
		return step(answer(found, [...said, ...asked], 'info', shownIn));
	},
	setTopic: (state, {request: {room, topic}}) => step(withTopic(state, room, topic.trim(), safeText`You`)),
	invite(state, {request: {user: to, room}, shownIn}) {
		const from = state.me?.user;
		const {now: at} = state;
		const asked = from ? addProposal(state, {kind: 'invitation', from, to, room, at}) : state;
		return step(answer(asked, [safeText`${to} is invited to ${room}`], 'info', shownIn));
	},
	members: (state, {request: {room}, reply}) => step(membersListed(state, room, reply)),
	names(state, {request: {room}, reply: {people, more = 0}, shownIn}) {
		const legend = people.some(({role}) => role !== undefined) ? ' (~ owner, @ operators)' : '';
		const head = safeText`${`${counted(people.length + more, 'member')} of ${room}${legend}`}:`;
		const lines = people.map(
			({role, ...person}) => safeText`${role ? roleSign[role] : ''}${personText(heldPerson(person), state)}`,
		);
		return step(answer(state, [head, ...shortened(lines, more)], 'info', shownIn));
	},
	receipts(state, {reply: {members, delivered, read}, shownIn}) {
		const text = safeText`Of ${members} others, ${delivered} have received and ${read} have read your last message here`;
		return step(answer(state, [text], 'info', shownIn));
	},
};
