/** Draws invite codes. */
import {readableCode} from './readable-code.ts';

/** Draws an invite code like `k7mq-2xw9`: 39 bits, too many to guess within the server's rate limits. */
export function newInviteCode(): string {
	return readableCode(2);
}
