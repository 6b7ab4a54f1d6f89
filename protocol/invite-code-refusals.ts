/** Defines the refusals of invite codes: to newcomers who show one, and to users who make them. */
import {safeText} from './text.ts';

export const inviteCodeRefusals = {
	badCode: {
		field: 'code' as const,
		sentence: () => safeText`That is not a valid invite code for this server; ask for the join line again.`,
	},
	inviteCodeUsedUp: {
		field: 'code' as const,
		sentence: () => safeText`That invite code is used up; ask the person who gave it to you for a new one.`,
	},
	inviteCodeExpired: {
		field: 'code' as const,
		sentence: () => safeText`That invite code has expired; ask the person who gave it to you for a new one.`,
	},
	mayNotInvite: {
		sentence: () => safeText`On this server only admins and the operator make invite codes; ask one of them.`,
	},
	memberInviteTooMuch: {
		sentence: () =>
			safeText`Your invite codes let in one newcomer each, within a week; /invite-code alone makes one.`,
	},
	tooManyInviteCodes: {
		sentence: ({most}: {most: number}) =>
			safeText`${most} invite codes are open already; wait until one is used, or revoke one.`,
	},
	noSuchInviteCode: {
		sentence: ({code}: {code: string}) =>
			safeText`There is no open invite code ${code}: it is used up, has expired, or never was.`,
	},
};
