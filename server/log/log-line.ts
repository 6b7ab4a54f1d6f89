/** Renders a log entry as a line for the operator, and as fields for a file. */
import {offsetIfRepeated, twoDigits} from '../../protocol/clock-time.ts';
import {counted} from '../../protocol/counted.ts';
import {OPERATOR, userName} from '../../protocol/names.ts';
import {cleanLine, type SafeText} from '../../protocol/text.ts';
import type {LogEntry, LogType, ModerationAct} from './log-entry.ts';

/** Maximum UTF-16 units of a name that a stranger can put into a line. */
const MAX_SHOWN = 40;
/** Fields of an entry that may be kept in a file. */
const FIELDS: ReadonlySet<string> = new Set(
	'type user by address as how why what reason until room error port folder plaintext accounts file server bytes messages conversations'.split(
		' ',
	),
);
/** Maximum UTF-16 units of a field in the file. */
const MAX_KEPT = 300;

const ATTEMPTS = {signIn: 'sign-in attempt', signUp: 'sign-up attempt', resume: 'resume attempt'};
const MODERATED: Readonly<Record<ModerationAct, string>> = {
	adminAppointed: 'made an admin',
	adminDismissed: 'no longer an admin',
	kicked: 'signed out',
	banned: 'banned',
	unbanned: 'no longer banned',
	passwordReset: 'given a one-time password',
	userDeleted: 'deleted',
};
const TURNED_AWAY = {
	tooManyStrangers: 'too many connections that have not signed in',
	tooFast: 'too many connections in a short time',
	full: 'the server is full',
	noTls: 'no TLS 1.3 handshake',
};

const sentences: {[T in LogType]: (entry: Extract<LogEntry, {type: T}>) => string} = {
	started: ({address, port, folder, plaintext}) =>
		`start on ${address}:${port}${plaintext ? ' in plaintext' : ''}, data in ${folder}`,
	imported: ({accounts, file}) => `imported ${counted(accounts, 'account')} from ${file}`,
	loaded: ({file, folder}) => `loaded ${file}; what stood before is kept as ${folder}`,
	forgotten: ({messages, conversations}) =>
		`forgot ${counted(messages, 'old message')} of ${counted(conversations, 'conversation')}`,
	attempt: ({how, user, address}) => `${ATTEMPTS[how]} ${whom(user)}from ${address}`,
	denied: ({user, address, why}) => `refused ${whom(user)}from ${address}: ${why}`,
	blocked: ({user, address}) => `blocked ${shown(user)} from ${address}: too many wrong passwords`,
	signedUp: ({user}) => `sign-up ${shown(user)}`,
	roomMade: ({room, user}) => `room ${room} made by ${shown(user)}`,
	roomDeleted: ({room, by}) => `room ${room} deleted by ${actor(by)}`,
	moderated: ({what, user, by, until, reason}) =>
		`${shown(user)} ${MODERATED[what]} by ${actor(by)}${until === undefined ? '' : ` until ${localTime(until)}`}${reason === undefined ? '' : `: ${JSON.stringify(cleanLine(reason))}`}`,
	refused: ({user, what, why}) => `refused ${shown(user)} to ${what}: ${why}`,
	signedIn: ({user, address, as}) => `sign-in ${shown(user)} from ${address} (${as})`,
	signedOut: ({user, address, as, why}) => `sign-out ${shown(user)} from ${address} (${as}): ${why}`,
	turnedAway: ({address, why}) => `turned away ${address}: ${TURNED_AWAY[why]}`,
	cut: ({address, why}) => `cut ${address}: ${why}`,
	relayOpened: ({user, address}) => `relay for ${shown(user)} from ${address}`,
	transferred: ({user, address, direction, size, why}) =>
		`file ${direction === 'up' ? 'from' : 'to'} ${shown(user)} at ${address}: ${why}, ${counted(size, 'byte')}`,
	relayClosed: ({user, address, why, bytes}) =>
		`relay for ${shown(user)} from ${address} closed: ${why}${bytes === undefined ? '' : `, ${counted(bytes, 'byte')}`}`,
	fault: ({what, error}) => `fault in ${what}: ${stackOf(error)}`,
	warning: ({what}) => `warning: ${what}`,
	failed: ({what}) => `failed: ${what}`,
	diskFull: () => 'the disk is nearly full, or cannot be written: nothing is stored until it can be again',
	diskFreed: () => 'the disk has room again',
	recordAway: () => 'the record does not answer: nothing is stored until it does; look after PostgreSQL',
	recordBack: () => 'the record answers again',
	serverCame: ({server}) => `server ${server} is there, too`,
	serverGone: ({server}) => `server ${server} is gone; its users go to another one`,
	stopping: ({why}) => `stopping: ${why}`,
	stopped: () => 'stop',
};

/** Renders an entry as `2026-11-20 09:41:07 sign-in alice from 127.0.0.1 (screen)`, in local time. */
export function logLine(at: number, entry: LogEntry): SafeText {
	const sentence = sentences[entry.type] as (entry: LogEntry) => string; // the key is the entry's own type
	return cleanLine(`${localTime(at)} ${sentence(entry)}`);
}

/** Reduces an entry to fields for a file: what a stranger typed is cleaned and cut, of an error only its place stays. */
export function safeFields(entry: LogEntry): Record<string, unknown> & {type: string} {
	const allowed = Object.entries(entry).filter(([name]) => FIELDS.has(name));
	const fields = allowed.map(([name, value]: [string, unknown]) => {
		if (name === 'error') return [name, stackOf(value)];
		return [name, typeof value === 'string' ? cleanLine(value.slice(0, MAX_KEPT)) : value];
	});
	return {...(Object.fromEntries(fields) as Record<string, unknown>), type: entry.type};
}

function actor(by: string): string {
	return by === OPERATOR ? 'the operator' : shown(by);
}

function whom(user: string | undefined): string {
	return user === undefined ? '' : `${shown(user)} `;
}

/** Shows a name as it is, and anything else in quotes, so that it cannot pass for the rest of a line. */
function shown(name: string): string {
	if (userName(name) === name) return name;
	const line = cleanLine(name.slice(0, 4 * MAX_SHOWN));
	return JSON.stringify(line.length > MAX_SHOWN ? `${line.slice(0, MAX_SHOWN)}…` : line);
}

/** Describes where an error arose, without its message, which may quote what a client sent. */
function stackOf(error: unknown): string {
	if (!(error instanceof Error)) return typeof error;
	const frames = error.stack?.split('\n').filter(line => /^\s+at /.test(line)) ?? [];
	const {code, path} = error as NodeJS.ErrnoException;
	const said = [error.name, code, path].filter(word => typeof word === 'string');
	return [...said, ...frames.slice(0, 5).map(frame => frame.trim())].join(' ');
}

function localTime(at: number): string {
	const date = new Date(at);
	const day = [date.getFullYear(), twoDigits(date.getMonth() + 1), twoDigits(date.getDate())].join('-');
	const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(':');
	return `${day} ${time}${offsetIfRepeated(at)}`;
}
