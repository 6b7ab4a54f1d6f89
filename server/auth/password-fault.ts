/** Rejects weak passwords: by the rule that clients apply too, and by a list of common ones. */
import {passwordFault as commonFault, type PasswordFault as CommonFault} from '../../protocol/passwords.ts';
import {COMMON_PASSWORDS} from './common-passwords.ts';

export type PasswordFault = CommonFault | 'passwordCommon';

/** @returns why `password` must not be the one of `user`; undefined if it may */
export function passwordFault(user: string, password: string): PasswordFault | undefined {
	const isCommon = () => COMMON_PASSWORDS.has(password.normalize('NFC').toLowerCase());
	return commonFault(user, password) ?? (isCommon() ? 'passwordCommon' : undefined);
}
