/** Reads one file of the journal; distinguishes an interrupted write from damage. */
import {PERSISTENCE} from '../chat/event.ts';
import {JournalFailed, type Entry, type Position} from './journal.ts';
import {readLine} from './line.ts';

type Found = {entry: Entry; end: number};

/** Thrown for a line that fails its checksum: at the end of the newest file an interrupted write, elsewhere damage. */
class Unreadable extends JournalFailed {}

/** Decodes the entries of a file, each with the offset at which its line ends. @throws JournalFailed */
export function* entriesOf(path: string, bytes: Uint8Array, first: Position): Generator<Found> {
	let start = 0;
	let next = first;
	for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
		const entry = readLine(Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start));
		if (!entry) throw new Unreadable(damagedAt(path, next - first + 1));
		if (entry.position !== next) throw new JournalFailed(damagedAt(path, next - first + 1));
		if (entry.events.some(({type}) => !Object.hasOwn(PERSISTENCE, type)))
			throw new JournalFailed(
				`${path} was written by a newer chat-tui; run that version, or npx chat-tui@latest.`,
			);
		next++;
		start = end + 1;
		yield {entry: {position: entry.position, events: entry.events}, end: start};
	}
}

/**
 * Finds how far a file is intact. Only the newest may end in an interrupted write.
 * @param onEntry is given each entry
 * @throws JournalFailed for damage
 */
export function scan(
	path: string,
	bytes: Uint8Array,
	first: Position,
	isNewest: boolean,
	onEntry: (entry: Entry) => void,
): {bytes: number; next: Position} {
	let good = {bytes: 0, next: first};
	try {
		for (const {entry, end} of entriesOf(path, bytes, first)) {
			onEntry(entry);
			good = {bytes: end, next: entry.position + 1};
		}
	} catch (error) {
		if (!isNewest || !(error instanceof Unreadable) || isDamage(bytes, good)) throw error;
		return good;
	}

	const left = Buffer.from(bytes.buffer, bytes.byteOffset + good.bytes, bytes.length - good.bytes);
	if (isNewest && left.length > 0 && left.at(-1) !== 0 && readLine(left.subarray(0, -1)))
		throw new JournalFailed(damagedAt(path, good.next - first + 1)); // its line feed became something else
	if (left.length > 0 && !isNewest)
		throw new JournalFailed(`${path} ends in the middle of a line; restore it from a backup.`);
	return good;
}

/**
 * Whether the first line that fails was once written in full: it has a line feed and no zeros that the disk never wrote, or a
 * later line vouches that it was durable. Otherwise its write was interrupted.
 */
function isDamage(bytes: Uint8Array, good: {bytes: number; next: Position}): boolean {
	const rest = Buffer.from(bytes.buffer, bytes.byteOffset + good.bytes, bytes.length - good.bytes);
	const [damaged = '', ...later] = rest.toString().split('\n');
	if (!damaged.includes('\0\0')) return true;
	return later.flatMap(line => readLine(Buffer.from(line)) ?? []).some(({durable}) => durable >= good.next);
}

function damagedAt(path: string, line: number): string {
	return `${path} is damaged at line ${line}; restore it from a backup.`;
}
