/** Which passwords nobody may have: too short, too long, the user's own name, or what anyone would guess first. */
import {MAX_PASSWORD, MIN_PASSWORD} from '../protocol/requests.ts';
import {COMMON_PASSWORDS} from './common-passwords.ts';

export type PasswordFault = 'passwordTooShort' | 'passwordTooLong' | 'passwordIsName' | 'passwordCommon';

/** Why `password` must not be the one of `user`, or undefined when it may. Capitals make no difference to a guesser. */
export function passwordFault(user: string, password: string): PasswordFault | undefined {
	const text = password.normalize('NFC');
	if (text.length > MAX_PASSWORD || Buffer.byteLength(text) > MAX_PASSWORD) return 'passwordTooLong';
	if ([...text].length < MIN_PASSWORD || text.trim() === '') return 'passwordTooShort';
	const folded = text.toLowerCase();
	if (folded === user.normalize('NFC').trim().toLowerCase()) return 'passwordIsName';
	return COMMON_PASSWORDS.has(folded) ? 'passwordCommon' : undefined;
}
