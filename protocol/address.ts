/** Parses and formats server addresses: an address, a join line or a whole pasted command. */
import {clean, type SafeText} from './text.ts';

export const DEFAULT_PORT = 10_001;

/** `fingerprint` (base64url SHA-256 of the server's public key) and `code` (an invitation) come with a join line. */
export type Address = {
	readonly host: string;
	readonly port: number;
	readonly fingerprint?: string;
	readonly code?: string;
	/** Other servers on the same record, with the same key. */
	readonly others?: readonly Place[];
};

export type Place = {readonly host: string; readonly port: number};

/** Maximum servers on one record of which a client knows the addresses. */
export const MAX_SERVERS = 16;
/** Folders are named after hosts, and no file system takes much longer names. */
const MAX_HOST = 200;
const HOST_NAME = /^(?!-)[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/;
const FINGERPRINT = /^(?:sha256:)?([a-z0-9_-]{43})=?$/i;
const CODE = /^[a-z0-9-]{1,80}$/;
const LOOPBACK_IPV4 = /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/;

/** What surrounds a line that was copied from a frame, a quotation or a sentence. */
const FRAME = /[\u2500-\u257F▏▕|>]/g;
const QUOTES = /^[`'"<(\s]+|[`'">).,;\s]+$/g;
/** The program before the address, with whatever stands before that: words, a bullet, a sign of quotation. */
const COMMAND = /^[^]*?\bchat-tui(?:@\S+)?\s+/;

/**
 * Parses `HOST`, `HOST:PORT`, `[::1]:PORT`, several of them with commas between, a join line `HOST:PORT#fingerprint.code` or a pasted `npx chat-tui HOST:PORT#…`, also one
 * that a terminal or a mail has broken over lines, framed or quoted.
 * @returns undefined if the text is not a valid address
 */
export function parseAddress(text: string): Address | undefined {
	if (isCutOff(text)) return undefined;
	const line = text.replace(FRAME, '').replace(QUOTES, '').replace(COMMAND, '');
	const words = line.includes('#') ? line.replace(/\s/g, '') : line; // without a fingerprint, a blank is a mistake
	const [place = '', secrets, ...more] = words.split('#');
	const where = parsePlaces(place);
	if (where === undefined || more.length > 0) return undefined;
	if (secrets === undefined) return where;
	const [print = '', code, ...rest] = secrets.split('.');
	const fingerprint = parseFingerprint(print);
	const hasKey = fingerprint !== undefined || (print === '' && code !== undefined); // in plaintext there is none
	if (!hasKey || rest.length > 0 || (code !== undefined && !CODE.test(code))) return undefined;
	return {...where, ...(fingerprint !== undefined && {fingerprint}), ...(code !== undefined && {code})};
}

/**
 * Tells whether the end of a join line is missing, as when a shell was given the first of two lines: the fingerprint is too short, or
 * no code follows its dot.
 */
export function isCutOff(text: string): boolean {
	const [, secrets] = text
		.replace(FRAME, '')
		.replace(/[`'">),;\s]+/g, '')
		.split('#');
	return secrets !== undefined && /^(?:sha256:)?(?:[a-z0-9_-]{0,42}|[a-z0-9_-]{43}=?\.)$/i.test(secrets);
}

/**
 * Parses a fingerprint, with or without `SHA256:` in front and padding at the end.
 * @returns its 43 characters, or undefined if the text is not a valid fingerprint
 */
export function parseFingerprint(text: string): string | undefined {
	return FINGERPRINT.exec(text.trim())?.[1];
}

/** Formats `HOST:PORT`, or `[::1]:PORT`: the canonical text of an address. */
export function addressText({host, port}: Place): SafeText {
	return clean(host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`);
}

/** Formats the join line that a new user pastes: `HOST:PORT#fingerprint.code`, in plaintext `HOST:PORT#.code`. */
export function joinLine(address: Address): SafeText {
	const {fingerprint = '', code, others = []} = address;
	const secrets = code === undefined ? fingerprint : `${fingerprint}.${code}`;
	const places = [address, ...others].map(addressText).join(',');
	return clean(secrets === '' ? places : `${places}#${secrets}`);
}

/** Puts another invite code into a join line; without a code, none. @returns the line as it was if it is not valid */
export function joinLineWith(line: string, code?: string): SafeText {
	const address = parseAddress(line);
	if (!address) return clean(line);
	const {code: _before, ...server} = address;
	return joinLine({...server, ...(code !== undefined && {code})});
}

/** Tells whether the host is this machine itself. */
export function isLoopback(host: string): boolean {
	return host === 'localhost' || host === '::1' || LOOPBACK_IPV4.test(host);
}

/** Tells whether this machine itself is meant, with all servers that the address names. */
export function isLocal({host, others = []}: Address): boolean {
	return [{host}, ...others].every(place => isLoopback(place.host));
}

/** Tells whether all these join lines lead to this machine itself, so that nobody joins from elsewhere. */
export function areLocal(joinLines: readonly string[]): boolean {
	return joinLines.every(line => isLocal(parseAddress(line) ?? {host: '', port: 0}));
}

function parsePlaces(text: string): Address | undefined {
	const [first, ...others] = text.split(',').map(parsePlace);
	if (!first || others.length >= MAX_SERVERS || !others.every(other => other !== undefined)) return undefined;
	return others.length === 0 ? first : {...first, others};
}

function parsePlace(text: string): Place | undefined {
	if (isIPv6(text)) return {host: text.toLowerCase(), port: DEFAULT_PORT};
	const [, bracketed, plain, digits] = /^(?:\[([^\]]*)\]|([^:]*))(?::([0-9]{1,5}))?$/.exec(text) ?? [];
	const host = (bracketed ?? plain ?? '').toLowerCase();
	const port = digits === undefined ? DEFAULT_PORT : Number(digits);
	const known = bracketed === undefined ? HOST_NAME.test(host) && host.length <= MAX_HOST : isIPv6(host);
	return known && port >= 1 && port <= 65_535 ? {host, port} : undefined;
}

function isIPv6(text: string): boolean {
	return /^[0-9a-f:.]+$/i.test(text) && text.includes(':') && URL.canParse(`http://[${text}]`);
}
