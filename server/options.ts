/** Parses the words and options of `serve`, with their defaults. */
import {readFileSync} from 'node:fs';
import {absolutePath} from '../lib/user-folders.ts';
import {addressText, DEFAULT_PORT, isLoopback, parseAddress} from '../protocol/address.ts';
import {MAX_SCREENS} from '../protocol/bounds.ts';
import {userName, type UserName} from '../protocol/names.ts';
import {MAX_TEXT_BYTES} from '../protocol/text.ts';
import type {Policy} from './chat/rule.ts';
import {recordPlace, type RecordPlace} from './journal/record-url.ts';
import type {DailyQuotas} from './net/limits.ts';

/** Options as given on the command line, not yet checked. */
export type ServeFlags = {
	readonly host?: string;
	readonly port?: string;
	readonly data?: string;
	readonly record?: string;
	readonly address?: string;
	readonly users?: string;
	readonly signup?: string;
	readonly memberInvites?: boolean;
	readonly admin?: string;
	readonly roomsPerDay?: string;
	readonly messagesPerDay?: string;
	readonly bytesPerDay?: string;
	readonly blockDuration?: string;
	readonly timeout?: string;
	readonly retain?: string;
	readonly screens?: string;
	readonly filesPerAccount?: string;
	readonly filesTotal?: string;
	readonly fileLife?: string;
	readonly plain?: boolean;
	readonly insecurePlaintext?: boolean;
	readonly announce?: boolean;
	readonly metrics?: string;
	readonly stop?: boolean;
};

type SignUp = 'open' | 'invite' | 'closed';

export type ServeOptions = {
	host: string;
	/** 0 takes a free one. */
	port: number;
	/** The data folder, if one was named. */
	folder: string | undefined;
	/** The PostgreSQL record that this server shares with others. */
	record: RecordPlace | undefined;
	/** Where clients reach this server of a record, where that is not where it listens. */
	address: string | undefined;
	/** File of users to import into an empty data folder. */
	users: string | undefined;
	signUp: SignUp;
	/** Whether members who are not admins make invite codes. */
	memberInvites: boolean;
	/** Users who become admins. */
	admins: readonly UserName[];
	/** Quotas of each account that were chosen instead of the defaults. */
	daily: DailyQuotas;
	/** Milliseconds for which an account is blocked after wrong passwords. */
	blockFor: number;
	/** Milliseconds without activity after which a user is signed out; 0: never. */
	idle: number;
	/** Milliseconds for which messages are kept; 0: for ever. */
	retain: number;
	/** Maximum screens of an account at once. */
	screens: number;
	/** What is kept of files, where it was chosen instead of the defaults. */
	files: Partial<Policy['files']>;
	/** Log lines without colours, whatever stdout is. */
	plain: boolean | undefined;
	plaintext: boolean;
	/** Whether the server announces itself on the local network. */
	announce: boolean;
	/** Port of the loopback interface for metrics and health; undefined: neither is served. */
	metrics: number | undefined;
	stop: boolean;
};

/** Thrown for a mistake in the command line; the message is a sentence for people. */
export class UsageFault extends Error {}

const SIGN_UPS: readonly SignUp[] = ['open', 'invite', 'closed'];
const DAY = 24 * 3600;
const YEAR = 365 * DAY;

/** Checks the command line. @param words port, block duration and timeout, which have options as well @throws UsageFault */
export function serveOptions(words: readonly string[], flags: ServeFlags): ServeOptions {
	const [port, block, timeout, ...more] = words;
	if (more.length > 0)
		throw new UsageFault(`serve takes a port, a block duration and a timeout; ${more[0] ?? ''} is too many.`);
	const host =
		flags.host
			?.trim()
			.toLowerCase()
			.replace(/^\[(.*)\]$/, '$1') ?? '127.0.0.1'; // in brackets, as an IPv6 address stands before a port
	return {
		host,
		port: number('port', 65_535, once('port', port, flags.port)) ?? DEFAULT_PORT,
		folder: flags.data === undefined ? undefined : absolutePath(flags.data),
		record:
			flags.record === undefined ? undefined : recordPlace(flags.record, path => readFileSync(path, 'utf8')),
		address: advertised(flags),
		users: flags.users,
		signUp: signUp(flags.signup) ?? (isLoopback(host) ? 'open' : 'invite'),
		memberInvites: flags.memberInvites ?? false,
		admins: names(flags.admin),
		daily: {
			rooms: amount('rooms-per-day', 1, flags.roomsPerDay),
			messages: amount('messages-per-day', 1, flags.messagesPerDay),
			text: amount('bytes-per-day', MAX_TEXT_BYTES, flags.bytesPerDay),
		},
		blockFor:
			1000 * (number('block-duration', DAY, once('block-duration', block, flags.blockDuration)) ?? 60),
		idle: 1000 * (number('timeout', YEAR, once('timeout', timeout, flags.timeout)) ?? 0),
		screens: number('screens', MAX_SCREENS, flags.screens, 1) ?? 1,
		retain: duration('retain', flags.retain) ?? 0,
		files: filesKept(flags),
		plain: flags.plain,
		plaintext: flags.insecurePlaintext ?? false,
		announce: flags.announce ?? true,
		metrics: number('metrics', 65_535, flags.metrics),
		stop: flags.stop ?? false,
	};
}

function once(name: string, word: string | undefined, flag: string | undefined): string | undefined {
	if (word !== undefined && flag !== undefined)
		throw new UsageFault(`The ${name} is given twice, as ${word} and as --${name} ${flag}; leave one out.`);
	return word ?? flag;
}

function number(name: string, most: number, text: string | undefined, least = 0): number | undefined {
	if (text === undefined) return undefined;
	if (/^[0-9]{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most) return Number(text);
	throw new UsageFault(
		`--${name} takes a whole number from ${least} to ${most}, and ${JSON.stringify(text)} is none.`,
	);
}

/** Parses where clients reach the server. */
function advertised({address: text, record}: ServeFlags): string | undefined {
	if (text === undefined) return undefined;
	if (record === undefined)
		throw new UsageFault('--address is for one of several servers on a record; name that with --record.');
	const address = parseAddress(text);
	if (!address || text.includes('#') || address.others)
		throw new UsageFault(`--address takes HOST:PORT, and ${JSON.stringify(text)} is not that.`);
	return addressText(address);
}

/** Parses a list of user names, separated by commas. */
function names(text = ''): UserName[] {
	const words = text.split(',').map(word => word.trim());
	const listed = words
		.filter(word => word !== '')
		.map(word => {
			const name = userName(word);
			if (name !== undefined) return name;
			throw new UsageFault(
				`--admin takes user names separated by commas, and ${JSON.stringify(word)} is none.`,
			);
		});
	return [...new Set(listed)];
}

const SIZES: Readonly<Record<string, number>> = {'': 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30};
/** Maximum of a quota. */
const MAX_AMOUNT = 2 ** 40;

/** Parses a quota, with K, M or G for the powers of 1024. */
function amount(name: string, least: number, text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	const [, digits = '', unit = ''] = /^([0-9]{1,12})([kmg]?)$/i.exec(text) ?? [];
	const value = digits === '' ? Number.NaN : Number(digits) * (SIZES[unit.toLowerCase()] ?? 1);
	if (value >= least && value <= MAX_AMOUNT) return value;
	throw new UsageFault(
		`--${name} takes a whole number from ${least}, such as 500 or 64M, and ${JSON.stringify(text)} is none.`,
	);
}

/** Returns what was chosen of how files are kept. */
function filesKept({filesPerAccount, filesTotal, fileLife}: ServeFlags): Partial<Policy['files']> {
	const perAccount = amount('files-per-account', 0, filesPerAccount);
	const total = amount('files-total', 0, filesTotal);
	const life = duration('file-life', fileLife);
	return {
		...(perAccount !== undefined && {perAccount}),
		...(total !== undefined && {total}),
		...(life !== undefined && {life}),
	};
}

/** Hours of each unit. */
const UNITS: Readonly<Record<string, number>> = {h: 1, d: 24, w: 7 * 24, y: 365 * 24};

function duration(name: string, text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	const [, digits = '', unit = ''] = /^([1-9][0-9]{0,3})([hdwy])$/.exec(text.toLowerCase()) ?? [];
	const hours = Number(digits) * (UNITS[unit] ?? 0);
	if (hours > 0) return hours * 3600_000;
	throw new UsageFault(
		`--${name} takes a duration such as 90d, 12h, 8w or 1y, and ${JSON.stringify(text)} is none.`,
	);
}

function signUp(text: string | undefined): SignUp | undefined {
	const known = SIGN_UPS.find(each => each === text?.toLowerCase());
	if (text !== undefined && known === undefined)
		throw new UsageFault(
			`--signup takes open, invite or closed, and ${JSON.stringify(text)} is none of them.`,
		);
	return known;
}
