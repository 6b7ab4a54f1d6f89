/** Defines the slice of the server as a whole: store id, newest chat session, message of the day. */
import {z} from 'zod';
import {motd, type Motd} from '../../../protocol/server-info.ts';
import type {Slice} from '../slice.ts';
import {storedWord} from '../stored-bounds.ts';

type ServerInfo = {
	/** Store id; empty before the first start. */
	store: string;
	/** The only invite code of an older program, until it is made one of many at the next start; else empty. */
	code: string;
	/** The number of the newest chat session; 0 before the first. */
	chats: number;
	/** The message of the day. */
	motd?: Motd | undefined;
};

const TYPES = ['storeFounded', 'inviteCodeMade', 'motdChanged', 'chatStarted'];

export const serverInfo: Slice<ServerInfo, ServerInfo> = {
	empty: () => ({store: '', code: '', chats: 0}),
	apply: {
		storeFounded(serverInfo, {store, code = ''}) {
			serverInfo.store = store;
			serverInfo.code = code;
		},
		inviteCodeMade(serverInfo, {code}) {
			if (serverInfo.code === code) serverInfo.code = '';
		},
		motdChanged(serverInfo, {text, at}) {
			if (text === '') delete serverInfo.motd;
			else serverInfo.motd = {text, at};
		},
		chatStarted(serverInfo, {number}) {
			serverInfo.chats = number;
		},
	},
	keys: event => (TYPES.includes(event.type) ? ['server'] : []),
	dump: ({store, code, chats, motd}) => ({store, code, chats, ...(motd && {motd})}),
	load: (serverInfo, _key, part) => Object.assign(serverInfo, part),
	schema: z.strictObject({store: storedWord, code: storedWord, chats: z.int().min(0), motd: motd.optional()}),
};
