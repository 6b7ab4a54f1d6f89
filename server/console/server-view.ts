/** Writes what the console says of the server: where it listens, how others join, its counters, who is connected. */
import {addressText, isLoopback} from '../../protocol/address.ts';
import {counted} from '../../protocol/counted.ts';
import {cleanLine, safeText, type SafeText} from '../../protocol/text.ts';
import {truncate, width, wrap} from '../../terminal/width.ts';
import type {Connected} from '../operator/operated-server.ts';
import {bytesText, durationText} from '../operator/report.ts';
import {layoutOf} from './layout.ts';
import type {ConsoleState, Sample, ServerStatus} from './model.ts';

export type ServerRow = {readonly tone: 'good' | 'bad' | 'plain' | 'faint'; readonly text: SafeText};

/** Returns the rows at the top. The join line stands alone on its rows, so that it can be copied. */
export function serverRows(state: ConsoleState): readonly ServerRow[] {
	const {server, sample, size} = state;
	if (server.is === 'failed')
		return wrapped('bad', safeText`✗ ${server.problem} /start tries again.`, size.columns);
	if (server.is === 'stopped')
		return wrapped('plain', safeText`○ stopped ${server.why}; /start starts it again`, size.columns);
	const join = layoutOf(size).framed ? joinRows(server, size.columns) : [];
	return [stateRow(server, sample), ...join, {tone: 'faint', text: countersText(sample)}];
}

function wrapped(tone: ServerRow['tone'], text: SafeText, columns: number): readonly ServerRow[] {
	return (wrap(text, columns) as SafeText[]).map(row => ({tone, text: row})); // wrapping adds nothing
}

function stateRow(server: ServerStatus, sample: Sample | undefined): ServerRow {
	if (server.is !== 'listening') return {tone: 'plain', text: safeText`◌ ${server.is}…`};
	const {address, port, since} = server.at;
	const where = addressText({host: address, port});
	const listens = isLoopback(address)
		? safeText`● listening on ${where} (this machine only)`
		: safeText`● listening on ${where}`;
	if (!sample) return {tone: 'good', text: listens};
	const text = safeText`${listens} for ${durationText(Math.max(0, sample.now - since))}`;
	return sample.counters.isFull
		? {tone: 'bad', text: safeText`${text} · the disk is full: nothing is stored`}
		: {tone: 'good', text};
}

/** Maximum rows of the join line. */
const JOIN_ROWS = 2;

function joinRows(server: ServerStatus, columns: number): readonly ServerRow[] {
	if (server.is !== 'listening') return [];
	const [best = ''] = server.at.joinLines;
	const whole = safeText`npx chat-tui ${best}`;
	if (width(whole) <= columns) return [{tone: 'plain', text: whole}];
	const rows = wrap(cleanLine(best), columns).slice(0, JOIN_ROWS) as SafeText[]; // wrapping adds nothing
	const head: ServerRow = {tone: 'faint', text: safeText`Others join with npx chat-tui and this line:`};
	return [
		...(rows.length < JOIN_ROWS ? [head] : []),
		...rows.map(row => ({tone: 'plain', text: row}) as const),
	];
}

function countersText(sample: Sample | undefined): SafeText {
	if (!sample) return safeText` `;
	const {rate, counters} = sample;
	const {connections, journal, free, memory} = counters;
	const parts = [
		safeText`${Math.round(rate)} messages/s`,
		counted(connections, 'connection'),
		safeText`journal ${bytesText(journal)}`,
		safeText`${bytesText(free)} free`,
		safeText`${bytesText(memory)} memory`,
	];
	return parts.join(' · ') as SafeText; // joined by a sign of this program
}

/** Cells of the columns behind the name. */
const COLUMNS = {address: 16, since: 8, idle: 8, waiting: 8} as const;
const BEHIND = Object.values(COLUMNS).reduce((sum, cells) => sum + cells, 0);
const MIN_NAME = 8;

/** Lays out who is connected: name, address, since when, idle for how long, and bytes that wait. */
export function peopleRows({sample}: ConsoleState, columns: number, rows: number): readonly SafeText[] {
	if (!sample || rows < 1) return [];
	const {at, listed} = sample.people;
	if (listed.length === 0) return [safeText`Nobody is connected.`];
	const head = cells(columns, ['name', 'address', 'since', 'idle', 'waiting']);
	return [head, ...listed.slice(0, rows - 1).map(each => cells(columns, cellsOf(each, at)))];
}

function cellsOf({user, address, since, idle, waiting}: Connected, now: number): readonly string[] {
	return [
		user ?? '(not signed in)',
		address,
		since === undefined ? '' : durationText(Math.max(0, now - since)),
		idle === undefined ? '' : durationText(idle),
		bytesText(waiting),
	];
}

function cells(columns: number, [name = '', ...behind]: readonly string[]): SafeText {
	const first = Math.max(MIN_NAME, columns - BEHIND);
	const widths = [first, ...Object.values(COLUMNS)];
	const row = [name, ...behind].map((cell, at) => padded(cleanLine(cell), widths[at] ?? 0)).join('');
	return truncate(row, columns) as SafeText; // cleaned cells and spaces
}

function padded(cell: string, columns: number): string {
	const cut = truncate(cell, columns - 1);
	return cut + ' '.repeat(columns - width(cut));
}
