/** Defines the refusals of moderation: to those who may not, of what cannot be done, and to users who are kept out. */
import {OPERATOR} from './names.ts';
import type {Administrator} from './administration.ts';
import {timeText} from './clock-time.ts';
import {safeText, type SafeText} from './text.ts';

type OfUser = {user: string};

/** Formats who did it: `alice`, or `The operator`. */
export function actorText(by: Administrator): SafeText {
	return by === OPERATOR ? safeText`The operator` : safeText`${by}`;
}

/** Formats the end of a ban, if it has one, and the reason, if one was given. */
export function banText(subject: SafeText, until: number, reason: string): SafeText {
	const said = until > 0 ? safeText`${subject} until ${timeText(until)}` : subject;
	return reason ? safeText`${said} (${reason}).` : safeText`${said}.`; // a hostile server may send none
}

export const administrationRefusals = {
	notAdmin: {sentence: () => safeText`Only the admins of this server may do that; ask its operator.`},
	notOperator: {sentence: () => safeText`Only the operator may do that, on the machine of the server.`},
	notOnAdmin: {
		sentence: ({user}: OfUser) => safeText`${user} is an admin as well; only the operator can do that.`,
	},
	operatorsBan: {
		sentence: ({user}: OfUser) =>
			safeText`The operator has banned ${user}; only the operator can lift or change that ban.`,
	},
	adminName: {
		field: 'user' as const,
		sentence: ({user}: OfUser) =>
			safeText`The name ${user} is kept for an admin, whose account the operator makes; choose another.`,
	},
	notConnected: {
		sentence: ({user}: OfUser) =>
			safeText`${user} is not connected, so there is no session to end; only a ban keeps them out.`,
	},
	addressUnknown: {
		sentence: ({user}: OfUser) =>
			safeText`${user} is not connected, so their network is not known; ban the account alone.`,
	},
	ownNetwork: {
		sentence: ({user}: OfUser) =>
			safeText`${user} comes from the server's machine or from your own network; ban the account alone.`,
	},
	notBanned: {sentence: ({user}: OfUser) => safeText`${user} is not banned; the list of bans says who is.`},
	alreadyAdmin: {sentence: ({user}: OfUser) => safeText`${user} is an admin already.`},
	notAnAdmin: {sentence: ({user}: OfUser) => safeText`${user} is not an admin; /admins lists them.`},
	userDeleted: {
		sentence: ({user}: OfUser) =>
			safeText`The account of ${user} was deleted; what was said can still be read.`,
	},
	/** `until`: 0 for a ban without an end. */
	banned: {
		sentence: ({until, reason}: {until: number; reason: string}) =>
			banText(safeText`You are banned from this server`, until, reason),
	},
	networkBanned: {
		sentence: ({until}: {until: number}) =>
			banText(safeText`Your network is banned from this server`, until, ''),
	},
	newPasswordNeeded: {
		sentence: () =>
			safeText`Your password was reset, and the one-time password lets you in once: choose a new one. A script cannot; sign in with the client.`,
	},
	passwordUnchanged: {
		field: 'password' as const,
		sentence: () => safeText`That is the one-time password; choose another.`,
	},
};
