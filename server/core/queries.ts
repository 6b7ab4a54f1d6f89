/** Distinguishes queries, which read and change nothing that others see: they are answered without a turn. */
import type {RequestFrame} from '../../protocol/frames.ts';
import type {RequestType} from '../../protocol/index.ts';

const QUERIES: ReadonlySet<RequestType> = new Set([
	'hello',
	'ping',
	'who',
	'whoSince',
	'whois',
	'findPeople',
	'history',
	'changedSince',
	'messagesAt',
	'receipts',
	'search',
	'findChat',
	'rooms',
	'names',
	'roomBans',
	'bans',
	'listInviteCodes',
]);

export function isQuery({type}: RequestFrame): boolean {
	return QUERIES.has(type);
}
