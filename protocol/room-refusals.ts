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
	alreadyMember: {
		sentence: ({user, room}: OfUserInRoom) => safeText`${user} is already in ${room}.`,
	},
	notMember: {sentence: ({room}: InRoom) => safeText`You are not in ${room}; /join ${room} first.`},
	notRoomOperator: {
		sentence: ({room}: InRoom) =>
			safeText`Only the operators of ${room} may do that; /names shows who they are.`,
	},
};
