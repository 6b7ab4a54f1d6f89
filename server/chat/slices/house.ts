/** The slice of what belongs to the server as a whole: which store this is, and the code that lets newcomers in. */
import {z} from 'zod';
import type {Slice} from '../slice.ts';
import {storedWord} from '../stored-bounds.ts';

export type House = {
	/** Renewed when another store is imported; empty before the first start. */
	store: string;
	/** Stands in the join line. */
	code: string;
	/** The number of the newest chat session; 0 before the first. */
	chats: number;
};

export const house: Slice<House, House> = {
	empty: () => ({store: '', code: '', chats: 0}),
	apply: {
		storeFounded(house, {store, code}) {
			house.store = store;
			house.code = code;
		},
		chatStarted(house, {number}) {
			house.chats = number;
		},
	},
	keys: event => (event.type === 'storeFounded' || event.type === 'chatStarted' ? ['server'] : []),
	dump: ({store, code, chats}) => ({store, code, chats}),
	load: (house, _key, part) => Object.assign(house, part),
	schema: z.strictObject({store: storedWord, code: storedWord, chats: z.int().min(0)}),
};
