/** The operator's log: what may be said of each thing that happens, and nothing else; no passwords, tokens, texts or phone numbers. */
import {offsetIfRepeated, twoDigits} from '../../protocol/clock-time.ts';
import {userName} from '../../protocol/names.ts';
import type {RefusalCode} from '../../protocol/refusals.ts';
import {cleanLine, type SafeText} from '../../protocol/text.ts';
import type {SessionKind} from '../chat/session.ts';
import type {SignOutReason} from '../chat/sign-in/events.ts';
import type {Clock} from '../../lib/clock.ts';
import {networkOf} from '../../lib/network.ts';
import {UnusableFile} from '../../lib/unusable-file.ts';

/** Names may be whatever a stranger typed; addresses have no port. */
export type LogEntry =
	| {type: 'started'; address: string; port: number; folder: string; plaintext: boolean}
	| {type: 'imported'; accounts: number; file: string}
	/** `user` is unknown while a token is all that was shown. */
	| {type: 'attempt'; how: 'signIn' | 'signUp' | 'resume'; user?: string; address: string}
	| {type: 'denied'; user?: string; address: string; why: RefusalCode}
	/** No more passwords are tried for this account from this address for a while. */
	| {type: 'blocked'; user: string; address: string}
	| {type: 'signedUp'; user: string}
	| {type: 'roomMade'; room: string; user: string}
	/** A no to somebody who is signed in. */
	| {type: 'refused'; user: string; what: string; why: RefusalCode}
	| {type: 'signedIn'; user: string; address: string; as: SessionKind}
	| {type: 'signedOut'; user: string; address: string; as: SessionKind; why: SignOutReason}
	/** A connection that was not let in. */
	| {type: 'turnedAway'; address: string; why: 'tooManyStrangers' | 'tooFast' | 'full' | 'noTls'}
	/** A connection that broke a limit. */
	| {type: 'cut'; address: string; why: RefusalCode | 'silent' | 'slowReader'}
	/** A mistake of this program: where it was met, and the error. */
	| {type: 'fault'; what: string; error: unknown}
	/** What the operator should know: a sentence of ours. The server goes on, or must end. */
	| {type: 'warning'; what: string}
	| {type: 'failed'; what: string}
	| {type: 'diskFull'}
	| {type: 'diskFreed'}
	| {type: 'stopping'; why: string}
	| {type: 'stopped'};

export type Log = (entry: LogEntry) => void;
type LogType = LogEntry['type'];

const FLOOD_WINDOW = 60_000;
/** Most kinds of lines that are counted at a time. */
const MAX_KINDS = 10_000;
/** Longest name, in UTF-16 units, that a stranger can put into the log. */
const MAX_SHOWN = 40;
/** How many lines of what somebody can cause again and again are told in {@link FLOOD_WINDOW}; the others are counted. */
const MAX_LINES: {readonly [T in LogType]?: number} = {
	turnedAway: 1,
	cut: 1,
	denied: 1,
	refused: 1,
	warning: 1,
	attempt: 100,
	signedIn: 5,
	signedOut: 5,
	signedUp: 5,
	roomMade: 5,
};
/** What may be kept of an entry. */
const FIELDS: ReadonlySet<string> = new Set(
	'type user address as how why what room error port folder plaintext accounts file'.split(' '),
);
/** Longest field, likewise, in the log's file. */
const MAX_KEPT = 300;

const ATTEMPTS = {signIn: 'sign-in attempt', signUp: 'sign-up attempt', resume: 'resume attempt'};
const TURNED_AWAY = {
	tooManyStrangers: 'too many connections that have not signed in',
	tooFast: 'too many connections in a short time',
	full: 'the server is full',
	noTls: 'no TLS 1.3 handshake',
};

const sentences: {[T in LogType]: (entry: Extract<LogEntry, {type: T}>) => string} = {
	started: ({address, port, folder, plaintext}) =>
		`start on ${address}:${port}${plaintext ? ' in plaintext' : ''}, data in ${folder}`,
	imported: ({accounts, file}) => `imported ${accounts} accounts from ${file}`,
	attempt: ({how, user, address}) => `${ATTEMPTS[how]} ${whom(user)}from ${address}`,
	denied: ({user, address, why}) => `refused ${whom(user)}from ${address}: ${why}`,
	blocked: ({user, address}) => `blocked ${shown(user)} from ${address}: too many wrong passwords`,
	signedUp: ({user}) => `sign-up ${shown(user)}`,
	roomMade: ({room, user}) => `room ${room} made by ${shown(user)}`,
	refused: ({user, what, why}) => `refused ${shown(user)} to ${what}: ${why}`,
	signedIn: ({user, address, as}) => `sign-in ${shown(user)} from ${address} (${as})`,
	signedOut: ({user, address, as, why}) => `sign-out ${shown(user)} from ${address} (${as}): ${why}`,
	turnedAway: ({address, why}) => `turned away ${address}: ${TURNED_AWAY[why]}`,
	cut: ({address, why}) => `cut ${address}: ${why}`,
	fault: ({what, error}) => `fault in ${what}: ${places(error)}`,
	warning: ({what}) => `warning: ${what}`,
	failed: ({what}) => `failed: ${what}`,
	diskFull: () => 'the disk is nearly full, or cannot be written: nothing is stored until it can be again',
	diskFreed: () => 'the disk has room again',
	stopping: ({why}) => `stopping: ${why}`,
	stopped: () => 'stop',
};

/** What went wrong where: a file is the operator's to mend and is named; anything else is a mistake of this program. */
export function trouble(what: string, error: unknown): LogEntry {
	return error instanceof UnusableFile
		? {type: 'warning', what: error.message}
		: {type: 'fault', what, error};
}

/** The line for an entry: `2026-11-20 09:41:07 sign-in alice from 127.0.0.1 (screen)`, in local time. */
export function logLine(at: number, entry: LogEntry): SafeText {
	const sentence = sentences[entry.type] as (entry: LogEntry) => string; // the key is the entry's own type
	return cleanLine(`${localTime(at)} ${sentence(entry)}`);
}

type Sinks = {
	clock: Clock;
	/** Gets each entry as a line. */
	write: (line: string) => void;
	/** Gets each entry as plain fields, safe to keep in a file. */
	keep?: (at: number, fields: Record<string, unknown> & {type: string}) => void;
};

/** A log that writes a line for each entry; of a flood it tells the first lines, and after a minute how many more there were. */
export function createLog({clock, write, keep}: Sinks): Log {
	/** Lines of each kind in the minute that began with its first. */
	const counts = new Map<string, number>();
	let leftOut = 0;

	function tell(entry: LogEntry, again?: number): void {
		const more = again === undefined ? '' : ` (${again} more times in a minute)`;
		write(`${logLine(clock.now(), entry)}${more}\n`);
		keep?.(clock.now(), {...safeFields(entry), ...(again !== undefined && {again})});
	}

	function begin(key: string, entry: LogEntry, told: number): void {
		counts.set(key, 1);
		clock.after(FLOOD_WINDOW, () => {
			const more = (counts.get(key) ?? 0) - told;
			counts.delete(key);
			if (more > 0) tell(entry, more);
		});
	}

	function leaveOut(): void {
		if (leftOut++ > 0) return;
		clock.after(FLOOD_WINDOW, () => {
			tell({
				type: 'warning',
				what: `more happened than is logged; ${leftOut} lines were left out in a minute`,
			});
			leftOut = 0;
		});
	}

	return entry => {
		const told = mostTold(entry);
		if (told === undefined) {
			tell(entry);
			return;
		}

		const kind = kindOf(entry);
		const key = JSON.stringify('address' in kind ? {...kind, address: networkOf(kind.address)} : kind);
		const before = counts.get(key);
		if (before !== undefined) counts.set(key, before + 1);
		else if (counts.size < MAX_KINDS) begin(key, kind, told);
		else leaveOut();
		const isTold = before === undefined ? counts.has(key) : before < told;
		if (isTold) tell(entry);
	};
}

/** Most lines of its kind that are told in a minute; undefined for what nobody can cause as often as they like. */
function mostTold(entry: LogEntry): number | undefined {
	return entry.type === 'attempt' && entry.how === 'resume' ? 1 : MAX_LINES[entry.type];
}

/** What is counted together: attempts of one address, whatever the names, and otherwise equal lines. */
function kindOf(entry: LogEntry): LogEntry {
	if (entry.type !== 'attempt') return entry;
	const {type, how, address} = entry;
	return {type, how, address};
}

/** What a stranger typed is cleaned and cut; of an error only its place is told. */
function safeFields(entry: LogEntry): Record<string, unknown> & {type: string} {
	const allowed = Object.entries(entry).filter(([name]) => FIELDS.has(name));
	const fields = allowed.map(([name, value]: [string, unknown]) => {
		if (name === 'error') return [name, places(value)];
		return [name, typeof value === 'string' ? cleanLine(value.slice(0, MAX_KEPT)) : value];
	});
	return {...(Object.fromEntries(fields) as Record<string, unknown>), type: entry.type};
}

function whom(user: string | undefined): string {
	return user === undefined ? '' : `${shown(user)} `;
}

/** A name as it is; anything else in quotes, so that it cannot pass for the rest of a line. */
function shown(name: string): string {
	if (userName(name) === name) return name;
	const line = cleanLine(name.slice(0, 4 * MAX_SHOWN));
	return JSON.stringify(line.length > MAX_SHOWN ? `${line.slice(0, MAX_SHOWN)}…` : line);
}

/** Where an error arose, and what the disk said; without its message, which may quote what somebody sent. */
function places(error: unknown): string {
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
