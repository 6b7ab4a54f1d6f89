/** Generates the tables of limits from those that the server applies. */
import {MAX_ACCOUNTS} from '../../protocol/bounds.ts';
import {MAX_CODE_POINTS} from '../../protocol/text.ts';
import {LIMITS, QUOTAS, type Quota, type QuotaName} from '../../server/net/limits.ts';
import {table} from './section.ts';

const KiB = 1024;

/** What each quota counts. */
const COUNTED: {readonly [N in QuotaName]: string} = {
	signUps: 'sign-ups',
	signIns: 'sign-ins',
	passwordChanges: 'password changes',
	messages: 'messages',
	text: 'bytes of messages',
	textOfNetwork: 'bytes of messages',
	messageChanges: 'edits, deletions, reactions and pins',
	broadcasts: 'broadcasts',
	rooms: 'new rooms',
	friendRequests: 'friend requests',
	invitations: 'invitations into rooms',
	chats: 'chat sessions',
	identities: 'keys for private chats',
	privateInvitations: 'invitations to private chats',
	exchanges: 'exchanges of files and profiles',
	privateOffers: 'addresses and relays of private chats',
	relayed: 'bytes that the server relays',
	drafts: 'drafts told to other screens',
	fileTransfers: 'files sent and fetched by way of the server',
	fileBytes: 'bytes of these files',
	administration: 'kicks, bans and reset passwords of an admin',
	changes: 'other changes: rooms, topics, blocks, answers',
};

export function limits(): string {
	const rows = (Object.keys(QUOTAS) as QuotaName[]).map(name => {
		const quota: Quota = QUOTAS[name];
		const bytes = COUNTED[name].startsWith('bytes');
		const amount = (count: number) => (bytes ? sizeText(count) : count.toLocaleString('en'));
		return [COUNTED[name], quota.of, amount(quota.burst), `${amount(quota.refill)} ${perText(quota.per)}`];
	});
	const others = [
		['accounts', MAX_ACCOUNTS.toLocaleString('en')],
		['connections', LIMITS.connections.toLocaleString('en')],
		['length of a message', `${MAX_CODE_POINTS.toLocaleString('en')} characters, 16 KiB`],
		['requests of an account', `${LIMITS.requestRate} a second, ${LIMITS.requestBurst} at once`],
		[
			'new connections of a network, without those that come back by a token',
			`${LIMITS.acceptRate} a second, ${LIMITS.acceptBurst} at once`,
		],
		[
			'new connections beyond that rate, which wait',
			`${LIMITS.waitingPerAddress} of a network, ${LIMITS.waiting.toLocaleString('en')} in all, for ${LIMITS.waitingTime / 1000} s`,
		],
		['failed sign-ins of a network', `${60 * LIMITS.failureRate} a minute, ${LIMITS.failureBurst} at once`],
		['bytes that wait for a client before it is disconnected', sizeText(LIMITS.outputCut)],
	];
	return [table(['what', 'of an', 'at once', 'then'], rows), table(['what', 'maximum'], others)].join('\n\n');
}

function sizeText(bytes: number): string {
	const power = Math.min(3, Math.floor(Math.log(bytes) / Math.log(KiB)));
	return `${bytes / KiB ** power} ${['B', 'KiB', 'MiB', 'GiB'][power] ?? ''}`;
}

function perText(milliseconds: number): string {
	const hours = milliseconds / 3600_000;
	return hours >= 24 ? 'a day' : hours >= 1 ? 'an hour' : 'a minute';
}
