/** Checks who may enter a room, invite into it, and act as its operator. */
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import {refuse, type Refusal} from '../../../protocol/refusals.ts';
import type {Proposal} from '../../../protocol/relationships.ts';
import type {Conversation} from '../conversations/conversation.ts';
import {proposalsOf} from '../proposing.ts';
import type {State} from '../state.ts';
import {roomExists} from './joining-and-leaving.ts';
import {NO_RIGHTS, type Rights} from '../conversations/rights.ts';
import {isOperatorOf} from '../room-roles.ts';

/** @returns the room, or a refusal if there is none or the user is not a member */
export function joinedRoom(state: State, room: ConversationId, user: UserName): Conversation | Refusal {
	const known = state.conversations.byId.get(room);
	if (!known || !roomExists(state, room)) return refuse('noSuchRoom', {room});
	return known.members.has(user) ? known : refuse('notMember', {room});
}

/** @returns the room, or a refusal if the user is not an operator of it */
export function operatedRoom(state: State, room: ConversationId, user: UserName): Conversation | Refusal {
	const known = joinedRoom(state, room, user);
	if ('refusal' in known || isOperatorOf(state, room, user)) return known;
	return refuse('notRoomOperator', {room});
}

function rightsIn(state: State, room: ConversationId): Rights {
	const known = roomExists(state, room) ? state.conversations.byId.get(room) : undefined;
	return known?.rights ?? NO_RIGHTS;
}

export function isBannedFrom(state: State, room: ConversationId, user: UserName): boolean {
	return rightsIn(state, room).banned.includes(user);
}

/** Tells whether a member may invite: into a private room, only operators. */
export function mayInvite(state: State, room: ConversationId, user: UserName): boolean {
	const isMember = state.conversations.byId.get(room)?.members.has(user) ?? false;
	return isMember && (!rightsIn(state, room).isPrivate || isOperatorOf(state, room, user));
}

/** Tells whether the invitation lets somebody in: into a private room, only as long as its sender may invite. */
function letsIn(state: State, {room, from}: Proposal): boolean {
	return room !== undefined && (!rightsIn(state, room).isPrivate || mayInvite(state, room, from));
}

export function isInvited(state: State, room: ConversationId, user: UserName): boolean {
	return proposalsOf(state, user).some(
		proposal => proposal.room === room && proposal.to === user && letsIn(state, proposal),
	);
}

/** @returns a refusal, or undefined where the user may join the room; the last owner may always come back to a private one that is empty */
export function entranceFault(state: State, room: ConversationId, user: UserName): Refusal | undefined {
	const {isPrivate, owner} = rightsIn(state, room);
	if (isBannedFrom(state, room, user)) return refuse('bannedFromRoom', {room});
	if (!isPrivate || owner === user || isInvited(state, room, user)) return undefined;
	return refuse('privateRoom', {room});
}

/** @returns a refusal, or undefined where accepting the invitation makes the invited user a member */
export function invitationFault(state: State, proposal: Proposal): Refusal | undefined {
	const {room, to} = proposal;
	if (room === undefined) return undefined;
	if (isBannedFrom(state, room, to)) return refuse('bannedFromRoom', {room});
	return letsIn(state, proposal) ? undefined : refuse('privateRoom', {room});
}
