/** Excludes files of messages from a search by a look at their text, which costs a fraction of reading the messages. */
import {isAscii} from 'node:buffer';
import {folded} from '../../protocol/folding.ts';
import {toJson} from '../../protocol/json.ts';

/** Stands in a file of notices whose texts stand in another one. */
const REFERENCE = '"broadcast":{';
/** Such a word may be spelled otherwise in JSON, or grow together with the escape sequence before it. */
const MARK_FIRST = /^\p{M}/u;
/** More marks than a letter of any language has. To fold a text cuts such a row, and cuts it elsewhere where JSON escapes one of them. */
const TOWER = /\p{M}{8}/u;

/**
 * Tells whether a file may hold messages with all of these words; false only if none has them all.
 * @param bytes the content of the file, JSON
 * @param words folded
 */
export function mayHold(bytes: Buffer, words: readonly string[]): boolean {
	if (bytes.includes(REFERENCE)) return true;
	const sought = words.filter(
		word => toJson(word) === `"${word}"` && !MARK_FIRST.test(word) && !TOWER.test(word),
	);
	if (sought.length === 0) return true;
	const text = isAscii(bytes) ? bytes.toString('latin1').toLowerCase() : folded(bytes.toString()); // to fold ASCII is this
	return sought.every(word => text.includes(word));
}
