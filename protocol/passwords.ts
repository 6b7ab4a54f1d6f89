/** Checks new passwords; shared by client and server, except for the server's list of common ones. */

/** Maximum UTF-8 bytes after NFC, and minimum code points. */
export const MAX_PASSWORD = 256;
export const MIN_PASSWORD = 8;

export type PasswordFault =
	'passwordBlank' | 'passwordTooShort' | 'passwordTooLong' | 'passwordUntypable' | 'passwordIsName';

/** Characters that no keyboard types into a field, such as a line break. */
const UNTYPABLE = /[\p{Cc}\u2028\u2029\ufeff]/u;
const INVISIBLE = /^[\s\p{Cf}\p{Z}\u115f\u1160\u2800\u3164\uffa0]*$/u;

/** @returns why `user` may not choose this password; undefined if they may. Case makes no difference to a guesser. */
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

/** Extracts a password from a file or a variable: strips the line ending and a byte order mark. */
export function passwordIn(text: string): string {
	return text.replace(/^\ufeff/, '').replace(/[\r\n]+$/, '');
}
