/** What stands in one file of the journal: its entries, and how far they are as they were written. */
import {KEPT} from '../chat/event.ts';
import {JournalFailed, type Entry, type Position} from './journal.ts';
import {readLine} from './line.ts';

type Found = {entry: Entry; end: number};

/** A line that is not as it was written. At the end of the newest file that is a write which was cut off. */
class Unreadable extends JournalFailed {}

/** The entries in the bytes of a file, each with the place where its line ends. */
export function* entriesOf(path: string, bytes: Uint8Array, first: Position): Generator<Found> {
	let start = 0;
	let next = first;
	for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
		const line = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString();
		const entry = readLine(line);
		const damaged = `${path} is damaged at line ${next - first + 1}; restore it from a backup.`;
		if (!entry) throw new Unreadable(damaged);
		if (entry.position !== next) throw new JournalFailed(damaged);
		if (entry.events.some(({type}) => !Object.hasOwn(KEPT, type)))
			throw new JournalFailed(
				`${path} was written by a newer chat-tui; run that version, or npx chat-tui@latest.`,
			);
		next++;
		start = end + 1;
		yield {entry: {position: entry.position, events: entry.events}, end: start};
	}
}

/** How far a file is good. Only the newest may end in a line that was cut off, or in lines of which none is whole. */
export function scan(
	path: string,
	bytes: Uint8Array,
	first: Position,
	isNewest: boolean,
): {bytes: number; next: Position} {
	let good = {bytes: 0, next: first};
	try {
		for (const {entry, end} of entriesOf(path, bytes, first)) good = {bytes: end, next: entry.position + 1};
	} catch (error) {
		if (!isNewest || !(error instanceof Unreadable) || wasDurable(bytes, good)) throw error;
		return good;
	}

	if (good.bytes < bytes.length && !isNewest)
		throw new JournalFailed(`${path} ends in the middle of a line; restore it from a backup.`);
	return good;
}

/** Whether a later line vouches that the damaged one once was durable: then it is damage, not a write that was cut off. */
function wasDurable(bytes: Uint8Array, good: {bytes: number; next: Position}): boolean {
	const rest = Buffer.from(bytes.buffer, bytes.byteOffset + good.bytes, bytes.length - good.bytes);
	const later = rest
		.toString()
		.split('\n')
		.slice(1)
		.flatMap(line => readLine(line) ?? []);
	return later.some(({durable}) => durable >= good.next);
}
