/** Defines every refusal of the server: its code, its sentence for users, and the form field it belongs to. */
import {changeRefusals} from './change-refusals.ts';
import {inviteCodeRefusals} from './invite-code-refusals.ts';
import {MAX_NAME, MIN_NAME, userNameFault} from './names.ts';
import {administrationRefusals} from './administration-refusals.ts';
import {overQuota, waitText} from './over-quota.ts';
import {MAX_PASSWORD, MIN_PASSWORD} from './passwords.ts';
import {privateChatRefusals} from './private-chat-refusals.ts';
import {roomRefusals} from './room-refusals.ts';
import {uploadRefusals} from './upload-refusals.ts';
import {MAX_CODE_POINTS, safeText, type SafeText} from './text.ts';

type Field = 'user' | 'password' | 'phone' | 'code' | 'text';
type Row = {sentence: (details: never) => SafeText; field?: Field; final?: false};

const define = <T extends Record<string, Row>>(table: T): T => table;

/** Formats a time as ISO 8601; empty for a number that is not a valid time, as a hostile server may send. */
function moment(at: number): string {
	const time = new Date(at);
	return Number.isNaN(time.getTime()) ? '' : time.toISOString();
}

/** The refusals by code. `final: false`: the same request may succeed later, so the client keeps a message in its outbox. */
export const refusals = define({
	badRequest: {
		sentence: () => safeText`The server did not understand the request; update chat-tui on both sides.`,
	},
	protocolTooOld: {
		sentence: ({oldest}: {oldest: number}) =>
			safeText`This client is too old for the server (it needs protocol ${oldest}); run npx chat-tui@latest.`,
	},
	helloFirst: {sentence: () => safeText`The first frame of a connection must be hello.`},
	notSignedIn: {sentence: () => safeText`You are not signed in; sign in first.`, final: false},
	alreadyThisConnection: {sentence: () => safeText`This connection is already signed in; sign out first.`},
	badUserName: {
		field: 'user',
		sentence: () =>
			safeText`That is not a valid user name; use ${MIN_NAME} to ${MAX_NAME} letters a-z and digits, starting with a letter, with single . _ - inside.`,
	},
	reservedName: {
		field: 'user',
		sentence: ({user}: {user: string}) => safeText`The name ${user} is reserved; choose another.`,
	},
	nameTaken: {
		field: 'user',
		sentence: ({user}: {user: string}) => safeText`The name ${user} is taken; choose another.`,
	},
	lookAlike: {
		field: 'user',
		sentence: ({user, other}: {user: string; other: string}) =>
			safeText`${user} looks too much like the existing user ${other}; choose another name.`,
	},
	passwordTooShort: {
		field: 'password',
		sentence: () => safeText`Choose a password of at least ${MIN_PASSWORD} characters.`,
	},
	passwordTooLong: {
		field: 'password',
		sentence: () => safeText`Choose a password of at most ${MAX_PASSWORD} bytes.`,
	},
	passwordBlank: {
		field: 'password',
		sentence: () => safeText`That password consists of blanks only; choose another.`,
	},
	passwordUntypable: {
		field: 'password',
		sentence: () =>
			safeText`That password contains a line break or another character that cannot be typed; choose another.`,
	},
	passwordIsName: {
		field: 'password',
		sentence: () => safeText`That password is the same as the user name; choose another.`,
	},
	passwordCommon: {
		field: 'password',
		sentence: () => safeText`That password is too common and easy to guess; choose another.`,
	},
	badPhone: {
		field: 'phone',
		sentence: () =>
			safeText`That is not a valid phone number; use 5 to 15 digits, with an optional + in front, or leave it empty.`,
	},
	signUpClosed: {
		sentence: () => safeText`This server does not accept new accounts; ask its operator for one.`,
	},
	serverFull: {
		sentence: ({most}: {most: number}) =>
			safeText`This server is full, with ${most} accounts; ask its operator for another server.`,
	},
	...inviteCodeRefusals,
	wrongPassword: {
		field: 'password',
		sentence: () => safeText`The user name or the password is wrong; try again.`,
	},
	signInBlocked: {
		field: 'password',
		sentence: ({seconds}: {seconds: number}) =>
			safeText`Too many wrong passwords; try again in ${waitText(seconds)}.`,
	},
	tooManyFailures: {
		sentence: ({seconds}: {seconds: number}) =>
			safeText`Too many failed sign-ins from your address; try again in ${seconds} s.`,
		final: false,
	},
	badToken: {
		sentence: () =>
			safeText`Your saved session has ended, or another window uses it; sign in with your password.`,
	},
	alreadySignedIn: {
		sentence: ({since, address, screens}: {since: number; address: string; screens?: number}) =>
			screens === undefined
				? safeText`You are already signed in from ${address}, since ${moment(since)}.`
				: safeText`You are on ${screens} screens already; the oldest is at ${address}, since ${moment(since)}.`,
	},
	tooManyScripts: {
		sentence: ({most}: {most: number}) =>
			safeText`${most} scripts are already signed in to this account; wait until one of them ends.`,
		final: false,
	},
	busy: {
		sentence: ({seconds}: {seconds: number}) => safeText`The server is busy; try again in ${seconds} s.`,
		final: false,
	},
	noSuchUser: {
		sentence: ({user}: {user: string}) =>
			safeText`There is no user called ${user}; /who shows who is online.`,
	},
	notYourConversation: {sentence: () => safeText`You are not a member of that conversation.`},
	textEmpty: {field: 'text', sentence: () => safeText`There is nothing to send; type a message first.`},
	textTooLong: {
		field: 'text',
		sentence: () =>
			safeText`The message is too long; send at most ${MAX_CODE_POINTS} characters and 16 KiB at once.`,
	},
	textMalformed: {
		field: 'text',
		sentence: () => safeText`The message contains characters that are not valid text; remove them.`,
	},
	idReused: {
		sentence: () => safeText`That message id was already used for another text; send the message again.`,
	},
	...changeRefusals,
	userOffline: {
		sentence: ({user}: {user: string}) => safeText`${user} is offline; leave a message with /msg ${user}.`,
	},
	userBusy: {
		sentence: ({user}: {user: string}) =>
			safeText`${user} is busy and does not want to be disturbed; leave a message with /msg ${user}.`,
	},
	blockedYou: {sentence: ({user}: {user: string}) => safeText`${user} has blocked you.`},
	chatOpen: {
		sentence: ({user, number}: {user: string; number: number}) =>
			safeText`You are already in chat #${number} with ${user}; just type.`,
	},
	noSuchChat: {
		sentence: ({number}: {number: number}) =>
			safeText`You have no chat #${number}; /sessions lists your open chats.`,
	},
	notYourself: {sentence: () => safeText`That is you; name another user.`},
	alreadyBlocked: {
		sentence: ({user}: {user: string}) =>
			safeText`You have blocked ${user}; /unblock ${user} ends the block.`,
	},
	notBlocked: {
		sentence: ({user}: {user: string}) =>
			safeText`You have not blocked ${user}; /blocked lists the users you have blocked.`,
	},
	alreadyFriends: {sentence: ({user}: {user: string}) => safeText`You and ${user} are already friends.`},
	alreadyAsked: {
		sentence: ({user}: {user: string}) =>
			safeText`Your request to ${user} is still pending; wait for the answer.`,
	},
	notFriends: {
		sentence: ({user}: {user: string}) =>
			safeText`You and ${user} are not friends; /friend ${user} sends a friend request.`,
	},
	questionGone: {sentence: () => safeText`That friend request or invitation is no longer open.`},
	...privateChatRefusals,
	...roomRefusals,
	tooManyConversationSettings: {
		sentence: ({most}: {most: number}) =>
			safeText`You have muted or pinned ${most} conversations; /unmute or /unpin one of them first.`,
	},
	readOnly: {sentence: () => safeText`Nobody can write here; /broadcast reaches everyone online.`},
	tooManyQuestions: {
		sentence: ({user}: {user: string}) =>
			safeText`${user} has too many unanswered friend requests and invitations; try again later.`,
		final: false,
	},
	...uploadRefusals,
	...administrationRefusals,
	...overQuota,
	diskFull: {
		sentence: () =>
			safeText`The server cannot store anything now, because its disk is full or not writable; tell its operator.`,
		final: false,
	},
	unusableFile: {
		sentence: () =>
			safeText`The server's file for this is damaged or missing; ask its operator to restore it, the log names it.`,
	},
	stopping: {sentence: () => safeText`The server is stopping; try again when it is back.`, final: false},
	internal: {
		sentence: () => safeText`The server failed to answer and logged the error; try again.`,
		final: false,
	},
	/** From here on: sent before the server closes a connection that passed a limit. */
	frameTooLong: {
		sentence: () => safeText`A frame was longer than the server accepts; the connection was closed.`,
		final: false,
	},
	frameTooSlow: {
		sentence: () => safeText`A frame took too long to arrive; the connection was closed.`,
		final: false,
	},
	signInTooSlow: {
		sentence: () => safeText`Nobody signed in on this connection in time; it was closed.`,
		final: false,
	},
	tooManyConnections: {
		sentence: () => safeText`Too many connections from your address; try again in a moment.`,
		final: false,
	},
});

export type RefusalCode = keyof typeof refusals;
type Details<C extends RefusalCode> =
	Parameters<(typeof refusals)[C]['sentence']> extends [infer D] ? D : Record<never, never>;
export type RefusalOf<C extends RefusalCode> = {refusal: C} & Details<C>;
/** Answers a request with a code instead of a reply. A refusal is returned, never thrown. */
export type Refusal = {[C in RefusalCode]: RefusalOf<C>}[RefusalCode];

/** Makes a refusal; a code whose sentence has no details takes none. */
export function refuse<C extends RefusalCode>(
	code: C,
	...details: Details<C> extends Record<never, never>
		? keyof Details<C> extends never
			? []
			: [Details<C>]
		: never
): RefusalOf<C> {
	return {refusal: code, ...details[0]} as RefusalOf<C>;
}

export function isRefusal(value: unknown): value is Refusal {
	return typeof value === 'object' && value !== null && 'refusal' in value;
}

/**
 * Checks a user name as typed.
 * @returns a refusal, or undefined where the name is valid
 */
export function refuseName(typed: string): Refusal | undefined {
	const fault = userNameFault(typed);
	if (fault === 'reservedName') return refuse(fault, {user: typed.trim().toLowerCase()});
	return fault && refuse(fault);
}

/** Returns the sentence that the user reads. */
export function sentence(refusal: Refusal): SafeText {
	const row = refusals[refusal.refusal] as {sentence: (details: Refusal) => SafeText};
	return row.sentence(refusal);
}

/** @returns the form field that the user has to change; undefined where the refusal concerns none */
export function fieldOf(refusal: Refusal): Field | undefined {
	return (refusals[refusal.refusal] as Row).field;
}

/**
 * Reads how long to wait before the same request may succeed.
 * @returns milliseconds, at least 1,000; undefined where the server names no time
 */
export function waitOf(refusal: Refusal): number | undefined {
	if (isFinal(refusal) || !('seconds' in refusal) || !Number.isFinite(refusal.seconds)) return undefined;
	return 1000 * Math.max(1, refusal.seconds);
}

/** Tells whether repeating the same request is pointless. */
export function isFinal(refusal: Refusal): boolean {
	return (refusals[refusal.refusal] as Row).final !== false;
}
