/** Defines what a command of the operator comes to: a report, a problem, or a question before it goes on. */
import {counted} from '../../protocol/counted.ts';
import {cleanLine, safeText, type SafeText} from '../../protocol/text.ts';
import {truncate, width} from '../../terminal/width.ts';
import type {TextToCopy} from '../../terminal/layout/join-line.ts';
import type {Problem} from '../../terminal/commands/command.ts';
import type {Connected} from './operated-server.ts';

/** What a command returns: lines for people, and the same as JSON where it lists. */
export type Report = {
	readonly lines: readonly SafeText[];
	readonly json?: unknown;
	/** Shown alone on the screen by the console, in place of the lines. */
	readonly copyView?: TextToCopy;
};

/** Asks before it goes on: a dialog in the console, --yes from a shell. */
export type Confirm = {
	readonly confirm: SafeText;
	/** Carries it out. Not called `then`, which `await` would call. */
	readonly go: () => Promise<Report | Problem>;
};

export type Outcome = Report | Problem | Confirm;

export function report(...lines: readonly SafeText[]): Report {
	return {lines};
}

/** Counts the users who are connected, and says so in a sentence. */
export function connected(connections: readonly Connected[]): {people: number; said: SafeText} {
	const people = new Set(connections.flatMap(({user}) => user ?? [])).size;
	if (people === 0) return {people, said: safeText`Nobody is connected.`};
	return {people, said: safeText`${counted(people, 'person is', 'people are')} connected.`};
}

/** Maximum cells of a column. */
const MAX_WIDTH = 40;
const GAP = '  ';

/** Lays rows out in columns, with a head; each cell is cleaned. */
export function columns(head: readonly string[], rows: ReadonlyArray<readonly string[]>): SafeText[] {
	const cells = [head, ...rows].map(row => row.map(cell => truncate(cleanLine(cell), MAX_WIDTH)));
	const widths = head.map((_, at) => Math.max(...cells.map(row => width(row[at] ?? ''))));
	return cells.map(row => {
		const padded = row.map((cell, at) => cell + ' '.repeat((widths[at] ?? 0) - width(cell)));
		return padded.join(GAP).trimEnd() as SafeText; // cleaned cells, and spaces
	});
}

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** Formats bytes: `512 B`, `1.2 MB`. */
export function bytesText(bytes: number): SafeText {
	let [value, unit] = [bytes, 0];
	for (; value >= 1000 && unit < UNITS.length - 1; unit++) value /= 1000;
	return safeText`${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit] ?? ''}`;
}

/** Formats a duration by its two largest units: `3d 4h`, `12s`. @param milliseconds not negative */
export function durationText(milliseconds: number): SafeText {
	const seconds = Math.floor(milliseconds / 1000);
	const parts = [
		[Math.floor(seconds / 86_400), 'd'],
		[Math.floor(seconds / 3600) % 24, 'h'],
		[Math.floor(seconds / 60) % 60, 'm'],
		[seconds % 60, 's'],
	] as const;
	const first = parts.findIndex(([count]) => count > 0);
	const shown = first === -1 ? parts.slice(-1) : parts.slice(first, first + 2);
	return safeText`${shown.map(([count, unit]) => `${count}${unit}`).join(' ')}`;
}
