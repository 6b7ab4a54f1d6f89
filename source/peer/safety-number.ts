/** Computes the number that two people compare to know that nobody stands between them. */
import {createHash, type X509Certificate} from 'node:crypto';
import {safeText, type SafeText} from '../../protocol/text.ts';

const DOMAIN = 'chat-tui safety number v1';
const GROUPS = 12;
const GROUP_DIGITS = 5;
/** Bytes of the hash that make one group. */
const GROUP_BYTES = 5;

/**
 * Computes the safety number of two certificates; it depends on their keys alone, not on their order.
 * @returns 12 groups of 5 digits, with spaces between them
 */
export function safetyNumber(one: X509Certificate, other: X509Certificate): SafeText {
	const keys = [one, other].map(({publicKey}) => publicKey.export({type: 'spki', format: 'der'}));
	const hash = createHash('sha512').update(DOMAIN);
	for (const key of keys.sort((a, b) => Buffer.compare(a, b))) hash.update(key);
	const digest = hash.digest();
	const groups = Array.from({length: GROUPS}, (_, at) => {
		const value = digest.readUIntBE(at * GROUP_BYTES, GROUP_BYTES) % 10 ** GROUP_DIGITS;
		return String(value).padStart(GROUP_DIGITS, '0');
	});
	return safeText`${groups.join(' ')}`;
}
