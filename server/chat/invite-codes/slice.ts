/** Defines the slice of invite codes, by code, oldest first. */
import {z} from 'zod';
import {administrator} from '../../../protocol/administration.ts';
import type {InviteCode} from '../../../protocol/invite-codes.ts';
import type {UserName} from '../../../protocol/names.ts';
import type {Slice} from '../slice.ts';
import {storedList, storedWord} from '../stored-bounds.ts';

/** `lastUsed`: when it last let somebody in. */
export type KeptInviteCode = Readonly<InviteCode & {lastUsed?: number | undefined}>;
type InviteCodes = Map<string, KeptInviteCode>;

const count = z.int().min(0);
const kept = z.strictObject({
	code: storedWord,
	left: count.optional(),
	expires: count.optional(),
	by: administrator,
	at: count,
	used: count,
	lastUsed: count.optional(),
});

const TYPES = [
	'inviteCodeMade',
	'inviteCodeUsed',
	'inviteCodeRevoked',
	'inviteCodesForgotten',
	'adminDismissed',
	'banned',
	'userDeleted',
];

/** Nobody comes in by a word of somebody who is put out, or who may not invite so many any more. */
function removeCodesOf(codes: InviteCodes, {user}: {user: UserName}): void {
	for (const {code, by} of codes.values()) if (by === user) codes.delete(code);
}

export const inviteCodes: Slice<InviteCodes, KeptInviteCode[]> = {
	empty: () => new Map(),
	apply: {
		inviteCodeMade(codes, {type: _type, ...made}) {
			codes.set(made.code, {...made, used: 0});
		},
		inviteCodeUsed(codes, {code, at}) {
			const known = codes.get(code);
			if (!known) return;
			const left = known.left === undefined ? {} : {left: Math.max(0, known.left - 1)};
			codes.set(code, {...known, ...left, used: known.used + 1, lastUsed: at});
		},
		inviteCodeRevoked(codes, {code}) {
			codes.delete(code);
		},
		adminDismissed: removeCodesOf,
		banned: removeCodesOf,
		userDeleted: removeCodesOf,
		inviteCodesForgotten(codes, {codes: ended}) {
			for (const code of ended) codes.delete(code);
		},
	},
	keys: event => (TYPES.includes(event.type) ? ['invite-codes'] : []),
	dump: codes => [...codes.values()],
	load(codes, _key, part) {
		for (const each of part) codes.set(each.code, each);
	},
	schema: storedList(kept),
};
