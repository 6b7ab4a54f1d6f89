/** Defines the refusals about rooms: who may enter, and who may do what there. */
import {LOBBY} from './names.ts';
import {safeText} from './text.ts';

type InRoom = {room: string};
type OfUserInRoom = {user: string; room: string};

export const roomRefusals = {
	noSuchRoom: {
		sentence: ({room}: InRoom) => safeText`There is no room ${room}; /join ${room} creates it.`,
	},
	lobbyStays: {sentence: () => safeText`Newcomers come in at ${LOBBY}, so it cannot be deleted.`},
	lobbyStaysOpen: {sentence: () => safeText`Newcomers come in at ${LOBBY}, so it stays open to everybody.`},
	lobbyOperators: {
		sentence: () =>
			safeText`The operators of ${LOBBY} are the admins of this server; ask its operator to make one.`,
	},
	privateRoom: {
		sentence: ({room}: InRoom) =>
			safeText`Only invited users join ${room}; ask one of its operators to invite you.`,
	},
	bannedFromRoom: {
		sentence: ({room}: InRoom) => safeText`You are banned from ${room}; ask one of its operators.`,
	},
	userBannedFromRoom: {
		sentence: ({user, room}: OfUserInRoom) =>
			safeText`${user} is banned from ${room}; its operators can /unban ${user}.`,
	},
	notBannedFromRoom: {
		sentence: ({user, room}: OfUserInRoom) =>
			safeText`${user} is not banned from ${room}; /bans lists who is.`,
	},
	tooManyRoomBans: {
		sentence: ({room, most}: InRoom & {most: number}) =>
			safeText`${most} users are banned from ${room}; /unban one of them first.`,
	},
	tooManyRoomOperators: {
		sentence: ({room, most}: InRoom & {most: number}) =>
			safeText`There are ${most} operators in ${room}; /deop one of them first.`,
	},
	notInRoom: {
		sentence: ({user, room}: OfUserInRoom) => safeText`${user} is not in ${room}; /names lists who is.`,
	},
	roomOwner: {
		sentence: ({user, room}: OfUserInRoom) =>
			safeText`${user} is the owner of ${room}, and stays so until they leave it.`,
	},
	roomOperator: {
		sentence: ({user, room}: OfUserInRoom) =>
			safeText`${user} is an operator of ${room} as well; only its owner can do that.`,
	},
	notRoomOwner: {
		sentence: ({room}: InRoom) => safeText`Only the owner of ${room} may do that; /names shows who it is.`,
	},
	alreadyMember: {
		sentence: ({user, room}: OfUserInRoom) => safeText`${user} is already in ${room}.`,
	},
	notMember: {sentence: ({room}: InRoom) => safeText`You are not in ${room}; /join ${room} first.`},
	notRoomOperator: {
		sentence: ({room}: InRoom) =>
			safeText`Only the operators of ${room} may do that; /names shows who they are.`,
	},
};
