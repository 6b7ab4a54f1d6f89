/** Says in words for how many newcomers and how long an invite code is valid. */
import {counted} from './counted.ts';
import {clean, type SafeText} from './text.ts';
import type {InviteCode} from './invite-codes.ts';

/**
 * Describes what a code still does: `lets in 1 newcomer until Friday 09:41`.
 * @param until formats when it ends
 */
export function inviteTermsText({left, expires}: InviteCode, until: (at: number) => SafeText): SafeText {
	const whom = left === undefined ? 'any newcomer' : counted(left, 'newcomer');
	return clean(`lets in ${whom}${expires === undefined ? '' : ` until ${until(expires)}`}`);
}
