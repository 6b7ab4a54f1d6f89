/** Draws invite codes. */
import {randomInt} from 'node:crypto';

/** Letters and digits that are not mistaken for others when read aloud. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Draws an invite code like `k7mq-2xw9`: 39 bits, too many to guess within the server's rate limits. */
export function newInviteCode(): string {
	const code = Array.from({length: 8}, () => LETTERS[randomInt(LETTERS.length)]).join('');
	return `${code.slice(0, 4)}-${code.slice(4)}`;
}
