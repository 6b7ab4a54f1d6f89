/** Computes the read cursors of a member, and which messages after them mention the member or are the member's own. */
import {MAX_MENTIONS} from '../../../protocol/mentions.ts';
import type {UserName} from '../../../protocol/names.ts';
import {runsAfter, skipOwn, withOwn, type Runs} from '../../../protocol/own-message-runs.ts';

/** Read cursors: the sequences up to which a user's client has received, and the user has read. `read` ≤ `delivered`. */
type Cursors = {delivered: number; read: number};
/**
 * A member of a conversation, who joined after the message with the sequence `after`. Of the messages after the read cursor: `mentions`,
 * those that mention the member, the newest {@link MAX_MENTIONS}; `own`, those that the member wrote or that are hidden from them.
 */
export type Member = Readonly<
	Cursors & {user: UserName; after: number; mentions: readonly number[]; own: Runs}
>;

/** Makes a member who has read everything up to `last`. */
export function memberFrom(user: UserName, last: number): Member {
	return {user, delivered: last, read: last, after: last, mentions: [], own: []};
}

/** Moves a member past their own message, or past a hidden one: if nothing was unread, nothing is now. */
export function passMessage(member: Member, sequence: number): Member {
	const {user, after, mentions, own} = member;
	const last = sequence - 1;
	const delivered = member.delivered === last ? sequence : member.delivered;
	return member.read === last
		? {user, delivered, read: sequence, after, mentions, own}
		: {user, delivered, read: member.read, after, mentions, own: withOwn(own, sequence)};
}

export function addMention(member: Member, sequence: number): Member {
	return {...member, mentions: [...member.mentions, sequence].slice(-MAX_MENTIONS)};
}

/** Moves the cursors of a member, forward only. */
export function moveCursors(member: Member, {delivered, read}: Cursors): Member {
	const {user, after, mentions, own} = member;
	const readNow = skipOwn(own, Math.max(member.read, read));
	return {
		user,
		delivered: skipOwn(own, Math.max(member.delivered, delivered)),
		read: readNow,
		after,
		mentions: mentions.length === 0 ? mentions : mentions.filter(sequence => sequence > readNow),
		own: runsAfter(own, readNow),
	};
}
