/** Which passwords nobody may have here: those of the common rule, and what anyone would guess first. */
import {passwordFault as commonFault, type PasswordFault as CommonFault} from '../../protocol/passwords.ts';
import {COMMON_PASSWORDS} from './common-passwords.ts';

export type PasswordFault = CommonFault | 'passwordCommon';

/** Why `password` must not be the one of `user`, or undefined when it may. */
export function passwordFault(user: string, password: string): PasswordFault | undefined {
	const isCommon = () => COMMON_PASSWORDS.has(password.normalize('NFC').toLowerCase());
	return commonFault(user, password) ?? (isCommon() ? 'passwordCommon' : undefined);
}
