/** Decides on files that go by way of the server: who may send one into a conversation, and who may fetch it. */
import {traitsOf} from '../../../protocol/conversation-kind.ts';
import type {UserName} from '../../../protocol/names.ts';
import {refuse, type Refusal} from '../../../protocol/refusals.ts';
import {MAX_FILE, MAX_TRANSFERS, TICKET_SECONDS} from '../../../protocol/uploads.ts';
import {closedTo} from '../conversations/access.ts';
import {silenced} from '../messages/rules.ts';
import {hasBlocked, sessionsOf} from '../people.ts';
import type {Facts, MemberRule, Moment, OpenRule} from '../rule.ts';
import type {ChatEvent} from '../event.ts';
import type {State} from '../state.ts';
import type {Offer} from './events.ts';
import type {KeptFile} from './slice.ts';
import {haveLapsed} from './transfers.ts';

/** Maximum files of an account that the server keeps. */
const MAX_FILES = 1000;
/** Milliseconds for which an upload waits for its message. */
export const UPLOAD_WAITS = 3600_000;
/** Milliseconds and bytes a second within which a transfer must be over. */
const TRANSFER_TIME = 60_000;
const TRANSFER_RATE = 32 * 1024;

/** Returns what is on its way: tickets that are valid and uploads without a message, of one user or of all. */
function pending(
	{transfers}: State,
	uptime: number,
	user?: UserName,
): {tickets: number; files: number; bytes: number} {
	const isCounted = (one: {user: UserName}, until: number) =>
		until > uptime && (user === undefined || one.user === user);
	const tickets = [...transfers.tickets.values()].filter(({offer, until}) => isCounted(offer, until));
	const up = tickets.flatMap(({offer}) => (offer.direction === 'up' ? [offer] : []));
	const uploads = [...transfers.uploads.values()].flat().filter(each => isCounted(each, each.until));
	const coming = [...up, ...uploads];
	return {
		tickets: tickets.length,
		files: coming.length,
		bytes: coming.reduce((sum, {size}) => sum + size, 0),
	};
}

/** @returns why a file of this size may not be stored; undefined where it may */
function quotaFault(
	state: State,
	user: UserName,
	size: number,
	{uptime, policy}: Moment,
): Refusal | undefined {
	const {perAccount, total} = policy.files;
	if (perAccount === 0 || total === 0) return refuse('noUploads');
	const most = Math.min(perAccount, total, MAX_FILE);
	if (size > most) return refuse('fileTooLarge', {most});
	const own = pending(state, uptime, user);
	if (state.files.countOf(user) + own.files >= MAX_FILES) return refuse('tooManyFiles', {most: MAX_FILES});
	if (state.files.bytesOf(user) + own.bytes + size > perAccount)
		return refuse('fileQuota', {most: perAccount});
	return state.files.total + pending(state, uptime).bytes + size > total ? refuse('filesFull') : undefined;
}

/** Hands out a ticket, unless too many of the user's files are on their way. */
function offered(
	state: State,
	offer: Offer,
	{uptime, secrets: [{hash: ticket}]}: Facts,
): ChatEvent | Refusal {
	if (pending(state, uptime, offer.user).tickets >= MAX_TRANSFERS)
		return refuse('tooManyTransfers', {most: MAX_TRANSFERS});
	return {type: 'transferOffered', ticket, offer, until: uptime + 1000 * TICKET_SECONDS};
}

const offerUpload: MemberRule<'offerUpload'> = (state, {session: {user}}, request, facts) => {
	const {conversation, name, size} = request;
	const refusal =
		closedTo(state, conversation, user) ??
		silenced(state, conversation, user) ??
		quotaFault(state, user, size, facts);
	if (refusal) return refusal;
	const event = offered(state, {direction: 'up', user, conversation, name, size}, facts);
	return 'refusal' in event ? event : {events: [event], reply: () => ({ticket: facts.secrets[0].secret})};
};

/** @returns the file of a message that the user may read */
function readable(
	state: State,
	user: UserName,
	{conversation, sequence}: Pick<KeptFile, 'conversation' | 'sequence'>,
	now: number,
): KeptFile | Refusal {
	const closed = closedTo(state, conversation, user);
	if (closed) return closed;
	const file = state.files.at(conversation, sequence);
	if (!file) return refuse('noSuchFile');
	if (traitsOf(conversation).hidesBlocked && hasBlocked(state, user, file.by)) return refuse('noSuchFile');
	return file.until > now ? file : refuse('fileExpired');
}

const requestFile: MemberRule<'requestFile'> = (state, {session: {user}}, request, facts) => {
	const file = readable(state, user, request, facts.now);
	if ('refusal' in file) return file;
	const {conversation, sequence, name, size, sha256} = file;
	const event = offered(state, {direction: 'down', user, conversation, sequence, name, size, sha256}, facts);
	if ('refusal' in event) return event;
	return {events: [event], reply: () => ({ticket: facts.secrets[0].secret, size, sha256})};
};

/** Asks again whether the user may: they may have been put out of the room, or off the server, since. */
const openTransfer: OpenRule<'openTransfer'> = (
	state,
	_asker,
	{offset = 0},
	{presented: ticket, uptime, now},
) => {
	const known = ticket === undefined ? undefined : state.transfers.tickets.get(ticket);
	if (ticket === undefined || !known || known.isOpen || known.until <= uptime) return refuse('badTicket');
	const {offer} = known;
	if (sessionsOf(state, offer.user).length === 0) return refuse('badTicket');
	const refusal =
		offer.direction === 'up'
			? (closedTo(state, offer.conversation, offer.user) ?? silenced(state, offer.conversation, offer.user))
			: readable(state, offer.user, offer, now);
	if (refusal && 'refusal' in refusal) return refusal;
	if (offset > offer.size || (offset > 0 && offer.direction === 'up')) return refuse('badRequest');
	const until = uptime + TRANSFER_TIME + (1000 * offer.size) / TRANSFER_RATE;
	return {
		events: [{type: 'transferOpened', ticket, offer, offset, until}],
		reply: () => ({}),
	};
};

/** Returns what time brings about: files that expire, and tickets and uploads that nobody has used. */
export function expireFiles({files, transfers}: State, {now, uptime}: Moment): ChatEvent[] {
	return [
		...(haveLapsed(transfers, uptime) ? [{type: 'transfersLapsed', uptime} as const] : []),
		...(files.haveExpired(now) ? [{type: 'filesExpired', at: now} as const] : []),
	];
}

export const uploadRules = {offerUpload, requestFile, openTransfer};
