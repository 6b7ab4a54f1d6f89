/** Defines the events of the server as a whole. */
import type {Administrator} from '../../../protocol/administration.ts';
import type {PersistenceOf} from '../persistence.ts';

/** Times are milliseconds since 1970; `uptime`: milliseconds of this run, for durations. */
export type ServerInfoEvent =
	/** `code`: the only invite code of a store that an older program has founded. */
	| {type: 'storeFounded'; store: string; code?: string}
	/** What an admin or the operator tells everybody online. */
	| {type: 'said'; text: string; by: Administrator; at: number}
	/** An empty text removes it. */
	| {type: 'motdChanged'; text: string; by: Administrator; at: number}
	/** The server has started; durations of an earlier run continue from here. */
	| {type: 'started'; at: number; uptime: number}
	/** Each server of a record is to tell the hash of its state at this entry, which changes nothing. */
	| {type: 'stateAsked'; at: number};

export const serverInfoPersistence = {
	storeFounded: 'durable',
	said: 'volatile',
	motdChanged: 'durable',
	started: 'volatile',
	stateAsked: 'volatile',
} as const satisfies PersistenceOf<ServerInfoEvent>;
