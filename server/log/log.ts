/** Writes the operator's log: each entry as a line, and of a flood the first lines and how many more there were. */
import type {Clock} from '../../lib/clock.ts';
import {counted} from '../../protocol/counted.ts';
import {networkOf} from '../../protocol/network.ts';
import type {Log, LogEntry, LogType} from './log-entry.ts';
import {logLine, safeFields} from './log-line.ts';

/** Milliseconds in which equal lines are counted. */
const FLOOD_WINDOW = 60_000;
/** Maximum kinds of lines that are counted at a time. */
const MAX_KINDS = 10_000;
/** Maximum lines of one kind in {@link FLOOD_WINDOW}, for what a client can cause again and again; the others are counted. */
const MAX_LINES: {readonly [T in LogType]?: number} = {
	turnedAway: 1,
	cut: 1,
	denied: 1,
	refused: 1,
	warning: 1,
	attempt: 100,
	signedIn: 5,
	signedOut: 5,
	signedUp: 5,
	roomMade: 5,
	relayOpened: 5,
	relayClosed: 5,
	transferred: 5,
};

type Sinks = {
	clock: Clock;
	/** Gets each entry as a line. */
	write: (line: string) => void;
	/** Gets each entry as plain fields, safe to keep in a file. */
	keep?: (at: number, fields: Record<string, unknown> & {type: string}) => void;
};

/** Creates a log that limits floods: after a minute it writes how many more lines there were. */
export function createLog({clock, write, keep}: Sinks): Log {
	/** Lines of each kind in the minute that began with its first. */
	const counts = new Map<string, number>();
	let leftOut = 0;

	function emit(entry: LogEntry, again?: number): void {
		const more = again === undefined ? '' : ` (${again} more times in a minute)`;
		write(`${logLine(clock.now(), entry)}${more}\n`);
		keep?.(clock.now(), {...safeFields(entry), ...(again !== undefined && {again})});
	}

	function beginCount(key: string, entry: LogEntry, maxLines: number): void {
		counts.set(key, 1);
		clock.after(FLOOD_WINDOW, () => {
			const more = (counts.get(key) ?? 0) - maxLines;
			counts.delete(key);
			if (more > 0) emit(entry, more);
		});
	}

	function leaveOut(): void {
		if (leftOut++ > 0) return;
		clock.after(FLOOD_WINDOW, () => {
			emit({
				type: 'warning',
				what: `more happened than is logged; ${counted(leftOut, 'line was', 'lines were')} left out in a minute`,
			});
			leftOut = 0;
		});
	}

	return entry => {
		const maxLines = maxLinesOf(entry);
		if (maxLines === undefined) {
			emit(entry);
			return;
		}

		const kind = kindOf(entry);
		const key = JSON.stringify('address' in kind ? {...kind, address: networkOf(kind.address)} : kind);
		const before = counts.get(key);
		if (before !== undefined) counts.set(key, before + 1);
		else if (counts.size < MAX_KINDS) beginCount(key, kind, maxLines);
		else leaveOut();
		const isShown = before === undefined ? counts.has(key) : before < maxLines;
		if (isShown) emit(entry);
	};
}

/** @returns undefined for what no client can cause again and again */
function maxLinesOf(entry: LogEntry): number | undefined {
	return entry.type === 'attempt' && entry.how === 'resume' ? 1 : MAX_LINES[entry.type];
}

/** Reduces an entry to what is counted together: attempts of one address, whatever the names, relays of any size, and otherwise equal lines. */
function kindOf(entry: LogEntry): LogEntry {
	if (entry.type === 'relayClosed') {
		const {bytes: _bytes, ...kind} = entry;
		return kind;
	}

	if (entry.type !== 'attempt') return entry;
	const {type, how, address} = entry;
	return {type, how, address};
}
