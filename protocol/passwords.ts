/** Which passwords nobody may choose, by one rule for client and server; the list of common ones is the server's own. */
import {z} from 'zod';

/** Longest password in UTF-8 bytes after NFC; the shortest is in {@link MIN_PASSWORD}. */
export const MAX_PASSWORD = 256;
export const MIN_PASSWORD = 8;

/** A password as it is sent: in UTF-16 units, of whatever normal form. */
export const passwordSchema = z
	.string()
	.min(1)
	.max(MAX_PASSWORD * 2);

export type PasswordFault =
	'passwordBlank' | 'passwordTooShort' | 'passwordTooLong' | 'passwordUntypable' | 'passwordIsName';

/** A line break, for instance: no keyboard types it into a field, so nobody could ever sign in by hand. */
const UNTYPABLE = /[\p{Cc}\u2028\u2029\ufeff]/u;
const INVISIBLE = /^[\s\p{Cf}\p{Z}\u115f\u1160\u2800\u3164\uffa0]*$/u;

/** Why `password` must not be the one of `user`, or undefined when it may. Capitals make no difference to a guesser. */
export function passwordFault(user: string, password: string): PasswordFault | undefined {
	const text = password.normalize('NFC');
	if (text.length > MAX_PASSWORD || new TextEncoder().encode(text).length > MAX_PASSWORD)
		return 'passwordTooLong';
	if (UNTYPABLE.test(text)) return 'passwordUntypable';
	if (text !== '' && INVISIBLE.test(text)) return 'passwordBlank';
	if ([...text].length < MIN_PASSWORD) return 'passwordTooShort';
	const name = user.normalize('NFC').trim().toLowerCase();
	return name !== '' && text.toLowerCase() === name ? 'passwordIsName' : undefined;
}

/** A password from a file or a variable: the end of its line, and the mark some editors put at a file's beginning, are no part of it. */
export function passwordIn(text: string): string {
	return text.replace(/^\ufeff/, '').replace(/[\r\n]+$/, '');
}
