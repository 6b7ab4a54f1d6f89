/** Defines the slice of the server as a whole: store id, invitation code, newest chat session. */
import {z} from 'zod';
import type {Slice} from '../slice.ts';
import {storedWord} from '../stored-bounds.ts';

type ServerInfo = {
	/** Store id; empty before the first start. */
	store: string;
	/** Invitation code of the join line. */
	code: string;
	/** The number of the newest chat session; 0 before the first. */
	chats: number;
};

export const serverInfo: Slice<ServerInfo, ServerInfo> = {
	empty: () => ({store: '', code: '', chats: 0}),
	apply: {
		storeFounded(serverInfo, {store, code}) {
			serverInfo.store = store;
			serverInfo.code = code;
		},
		chatStarted(serverInfo, {number}) {
			serverInfo.chats = number;
		},
	},
	keys: event => (event.type === 'storeFounded' || event.type === 'chatStarted' ? ['server'] : []),
	dump: ({store, code, chats}) => ({store, code, chats}),
	load: (serverInfo, _key, part) => Object.assign(serverInfo, part),
	schema: z.strictObject({store: storedWord, code: storedWord, chats: z.int().min(0)}),
};
