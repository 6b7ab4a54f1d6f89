/** Every reason for which the server says no: code → the sentence a person reads, and the form field it belongs to. */
import {z} from 'zod';
import {MAX_NAME, MIN_NAME, userNameFault} from './names.ts';
import {overQuota, waitText} from './over-quota.ts';
import {MAX_PASSWORD, MIN_PASSWORD} from './passwords.ts';
import {MAX_CODE_POINTS, safeText, type SafeText} from './text.ts';

type Detail = string | number;
/** Longest detail of a refusal that is believed and shown. */
const MAX_DETAIL = 200;
type Field = 'user' | 'password' | 'phone' | 'code' | 'text';
type Row = {sentence: (details: never) => SafeText; field?: Field; final?: false};

const define = <T extends Record<string, Row>>(table: T): T => table;

/** Empty for a number that is no time: not every server means well. */
function moment(at: number): string {
	const time = new Date(at);
	return Number.isNaN(time.getTime()) ? '' : time.toISOString();
}

/**
 * A sentence says what to do next. `final: false`: the same request may succeed later, so a message stays in the outbox.
 */
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
	alreadyThisConnection: {sentence: () => safeText`This connection is signed in already; sign out first.`},
	badUserName: {
		field: 'user',
		sentence: () =>
			safeText`A user name has ${MIN_NAME} to ${MAX_NAME} letters a-z and digits, begins with a letter, and may have single . _ - inside.`,
	},
	reservedName: {
		field: 'user',
		sentence: ({user}: {user: string}) => safeText`The name ${user} is kept for the program; choose another.`,
	},
	nameTaken: {
		field: 'user',
		sentence: ({user}: {user: string}) => safeText`The name ${user} is taken; choose another.`,
	},
	lookAlike: {
		field: 'user',
		sentence: ({user, other}: {user: string; other: string}) =>
			safeText`${user} looks too much like ${other}, who is here already; choose another name.`,
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
		sentence: () => safeText`A password of nothing but blanks cannot be seen; choose another.`,
	},
	passwordUntypable: {
		field: 'password',
		sentence: () =>
			safeText`That password holds a line break or another control character, which nobody can type; choose another.`,
	},
	passwordIsName: {
		field: 'password',
		sentence: () => safeText`The password must not be the user name; choose another.`,
	},
	passwordCommon: {
		field: 'password',
		sentence: () => safeText`That password is among the first anyone would guess; choose another.`,
	},
	badPhone: {
		field: 'phone',
		sentence: () =>
			safeText`A phone number has 5 to 15 digits, with an optional + in front; or leave it empty.`,
	},
	signUpClosed: {sentence: () => safeText`This server takes no new accounts; ask its operator for one.`},
	serverFull: {
		sentence: ({most}: {most: number}) =>
			safeText`This server has all of the ${most} accounts that it can hold; ask its operator for another server.`,
	},
	badCode: {
		field: 'code',
		sentence: () => safeText`That invitation code is not valid here; ask for the join line once more.`,
	},
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
			safeText`Too many sign-ins from your address have failed; try again in ${seconds} s.`,
		final: false,
	},
	badToken: {
		sentence: () =>
			safeText`The session kept here has ended, or another window uses it; sign in with your password.`,
	},
	alreadySignedIn: {
		sentence: ({since, address}: {since: number; address: string}) =>
			safeText`You are signed in already, since ${moment(since)} from ${address}.`,
	},
	tooManyScripts: {
		sentence: ({most}: {most: number}) =>
			safeText`${most} scripts use this account already; wait until one ends.`,
		final: false,
	},
	busy: {
		sentence: ({seconds}: {seconds: number}) => safeText`The server is busy; try again in ${seconds} s.`,
		final: false,
	},
	noSuchUser: {
		sentence: ({user}: {user: string}) => safeText`There is no user called ${user}; /who shows who is on.`,
	},
	notYourConversation: {sentence: () => safeText`You are not part of that conversation.`},
	textEmpty: {field: 'text', sentence: () => safeText`There is nothing to send; type a message first.`},
	textTooLong: {
		field: 'text',
		sentence: () =>
			safeText`The message is too long; at most ${MAX_CODE_POINTS} characters and 16 KiB go at once.`,
	},
	textMalformed: {
		field: 'text',
		sentence: () => safeText`The message holds bytes that are no text; remove them.`,
	},
	idReused: {sentence: () => safeText`That message id was used for another text; send the message again.`},
	userOffline: {
		sentence: ({user}: {user: string}) =>
			safeText`${user} is offline; leave a message with /msg ${user} instead.`,
	},
	userBusy: {
		sentence: ({user}: {user: string}) =>
			safeText`${user} is busy and takes no chats now; leave a message with /msg ${user}.`,
	},
	blockedYou: {sentence: ({user}: {user: string}) => safeText`${user} has blocked you.`},
	chatOpen: {
		sentence: ({user, number}: {user: string; number: number}) =>
			safeText`You are in chat #${number} with ${user} already; just type.`,
	},
	noSuchChat: {
		sentence: ({number}: {number: number}) =>
			safeText`You have no chat #${number}; /sessions shows those that are open.`,
	},
	notYourself: {sentence: () => safeText`That is you; name somebody else.`},
	alreadyBlocked: {
		sentence: ({user}: {user: string}) =>
			safeText`You have blocked ${user} already; /unblock ${user} ends it.`,
	},
	notBlocked: {
		sentence: ({user}: {user: string}) =>
			safeText`You have not blocked ${user}; /blocked shows whom you have.`,
	},
	alreadyFriends: {sentence: ({user}: {user: string}) => safeText`${user} and you are friends already.`},
	alreadyAsked: {
		sentence: ({user}: {user: string}) => safeText`${user} has been asked and has not answered yet.`,
	},
	notFriends: {
		sentence: ({user}: {user: string}) => safeText`${user} and you are not friends; /friend ${user} asks.`,
	},
	questionGone: {sentence: () => safeText`That question is no longer waiting.`},
	noSuchRoom: {
		sentence: ({room}: {room: string}) => safeText`There is no room ${room}; /join ${room} makes it.`,
	},
	alreadyMember: {
		sentence: ({user, room}: {user: string; room: string}) => safeText`${user} is in ${room} already.`,
	},
	notMember: {sentence: ({room}: {room: string}) => safeText`You are not in ${room}; /join ${room} first.`},
	readOnly: {sentence: () => safeText`Nobody can write here; /broadcast reaches everyone who is on.`},
	tooManyQuestions: {
		sentence: ({user}: {user: string}) => safeText`${user} has too many questions waiting; try again later.`,
		final: false,
	},
	...overQuota,
	diskFull: {
		sentence: () =>
			safeText`The server's disk is full or cannot be written, so it stores nothing now; tell its operator.`,
		final: false,
	},
	unusableFile: {
		sentence: () =>
			safeText`The server's file of this is damaged or missing; its operator, whose log names it, can restore it.`,
	},
	stopping: {sentence: () => safeText`The server is stopping; try again when it is back.`, final: false},
	internal: {
		sentence: () => safeText`The server made a mistake, which it has logged; try again.`,
		final: false,
	},
	/** Sent before the server cuts a connection that broke a limit. */
	frameTooLong: {
		sentence: () => safeText`A frame was longer than the server takes; the connection was closed.`,
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
/** A coded "no". It is an answer, not an error: it is returned, never thrown. */
export type Refusal = {[C in RefusalCode]: RefusalOf<C>}[RefusalCode];

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

/** Why this can be nobody's name; undefined: it is one. */
export function refuseName(typed: string): Refusal | undefined {
	const fault = userNameFault(typed);
	if (fault === 'reservedName') return refuse(fault, {user: typed.trim().toLowerCase()});
	return fault && refuse(fault);
}

/** On the wire: a code, which may be newer than this client, and flat details. */
export const refusalSchema = z.looseObject({refusal: z.string().max(40)}).transform((wire): Refusal => {
	if (!Object.hasOwn(refusals, wire.refusal)) return refuse('internal');
	const details = Object.entries(wire).filter((entry): entry is [string, Detail] =>
		['string', 'number'].includes(typeof entry[1]),
	);
	const short = details.map(([key, detail]) => [
		key,
		typeof detail === 'string' ? detail.slice(0, MAX_DETAIL) : detail,
	]);
	return Object.fromEntries(short) as Refusal; // sentence() tolerates a missing detail: it is drawn as empty
});

/** The sentence a person reads. */
export function sentence(refusal: Refusal): SafeText {
	const row = refusals[refusal.refusal] as {sentence: (details: Refusal) => SafeText};
	return row.sentence(refusal);
}

export function fieldOf(refusal: Refusal): Field | undefined {
	return (refusals[refusal.refusal] as Row).field;
}

/** Milliseconds, at least 1,000, after which the same request may succeed; undefined where the server names no such time. */
export function waitOf(refusal: Refusal): number | undefined {
	if (isFinal(refusal) || !('seconds' in refusal) || !Number.isFinite(refusal.seconds)) return undefined;
	return 1000 * Math.max(1, refusal.seconds);
}

/** Whether asking again in the same words is pointless. */
export function isFinal(refusal: Refusal): boolean {
	return (refusals[refusal.refusal] as Row).final !== false;
}
