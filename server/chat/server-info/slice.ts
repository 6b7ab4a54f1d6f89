/** Defines the slice of the server as a whole: store id, newest chat session. */
import {z} from 'zod';
import type {Slice} from '../slice.ts';
import {storedWord} from '../stored-bounds.ts';

type ServerInfo = {
	/** Store id; empty before the first start. */
	store: string;
	/** The only invite code of an older program, until it is made one of many at the next start; else empty. */
	code: string;
	/** The number of the newest chat session; 0 before the first. */
	chats: number;
};

const TYPES = ['storeFounded', 'inviteCodeMade', 'chatStarted'];

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
		chatStarted(serverInfo, {number}) {
			serverInfo.chats = number;
		},
	},
	keys: event => (TYPES.includes(event.type) ? ['server'] : []),
	dump: ({store, code, chats}) => ({store, code, chats}),
	load: (serverInfo, _key, part) => Object.assign(serverInfo, part),
	schema: z.strictObject({store: storedWord, code: storedWord, chats: z.int().min(0)}),
};
