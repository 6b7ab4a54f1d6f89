/** Draws secrets that people read aloud and type: invitation codes and one-time passwords. */
import {randomInt} from 'node:crypto';

/** Letters and digits that are not mistaken for others when read aloud. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const GROUP = 4;

/** Draws a code like `k7mq-2xw9`, with 19.8 bits in each group. */
export function readableCode(groups: number): string {
	const group = () => Array.from({length: GROUP}, () => LETTERS[randomInt(LETTERS.length)]).join('');
	return Array.from({length: groups}, group).join('-');
}
