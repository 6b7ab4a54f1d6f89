/** The slice of what belongs to the server as a whole: which store this is, and the code that lets newcomers in. */
import {z} from 'zod';
import type {Slice} from '../slice.ts';
import {storedWord} from '../stored-bounds.ts';

export type ServerInfo = {
	/** Renewed when another store is imported; empty before the first start. */
	store: string;
	/** Stands in the join line. */
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
