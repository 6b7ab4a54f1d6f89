/** Defines how a server announces itself on the local network: the records of DNS-SD (RFC 6763) that a client reads. */
import {z} from 'zod';
import {shaped} from './bounded.ts';
import {cleanLine, type SafeText} from './text.ts';

/** The type of the service, as DNS-SD names it. */
export const SERVICE_TYPE = '_chat-tui._tcp.local';
/** Maximum bytes of a label of a DNS name (RFC 1035, 2.3.4). */
const MAX_LABEL = 63;

/** What a server tells of itself in its TXT record. */
export const serverNotice = z.object({
	/** Name of the machine. */
	name: z.string().min(1).max(MAX_LABEL),
	port: z.int().min(1).max(65_535),
	/** Base64url SHA-256 of the server's key; absent in plaintext. */
	fingerprint: shaped(/^[\w-]{43}$/, 43).exactOptional(),
});
export type ServerNotice = z.infer<typeof serverNotice>;

/** Returns the strings of the TXT record, `key=value` each. */
export function noticeText({name, fingerprint}: ServerNotice): string[] {
	return [`name=${name}`, ...(fingerprint === undefined ? [] : [`fingerprint=${fingerprint}`])];
}

/**
 * Reads a notice that anybody on the network may have sent.
 * @param text the strings of the TXT record
 * @returns undefined if it is not valid
 */
export function parseNotice(port: unknown, text: readonly string[]): ServerNotice | undefined {
	const entries = text.map(each => /^(\w+)=(.*)$/s.exec(each)).filter(found => found !== null);
	const fields = Object.fromEntries(entries.map(([, key = '', value]) => [key, value]));
	return serverNotice.safeParse({...fields, port}).data;
}

/** Returns a name of the machine that fits into a label, and may be drawn. */
export function machineName(hostname: string): SafeText {
	const [first = ''] = hostname.split('.');
	return cleanLine(first.replace(/[^\w-]/g, '').slice(0, MAX_LABEL - 8) || 'chat-tui');
}
