/** Describes transfers in words: their progress for the status line and for /transfers, and their ends. */
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import {safeText, type SafeText} from '../../../protocol/text.ts';
import {truncate} from '../../../terminal/width.ts';
import type {ShownTransfer, Transfer} from '../model/exchange.ts';
import type {State} from '../model/state.ts';
import {byteSize} from '../../../protocol/byte-size.ts';

const arrows: Readonly<Record<Transfer['direction'], string>> = {in: '↓', out: '↑'};

function percent({bytes, size}: Transfer): string {
	return `${size === 0 ? 100 : Math.min(100, Math.floor((bytes / size) * 100))} %`;
}

/** Milliseconds after which the rate of a transfer that does not move is not shown any more. */
const RATE_LASTS = 5000;

/** `12.0 MiB/s`, `3 s left`; empty while the rate is not known, or nothing moves. */
function paceTexts(
	{rate = 0, measured, bytes, size}: ShownTransfer,
	now: number,
): {readonly rate: readonly string[]; readonly left: readonly string[]} {
	if (rate < 1 || !measured || now - measured.at > RATE_LASTS) return {rate: [], left: []};
	return {rate: [`${byteSize(rate)}/s`], left: [leftText(Math.max(0, size - bytes) / rate)]};
}

function leftText(left: number): string {
	const seconds = Math.ceil(left);
	if (seconds < 100) return `${seconds} s left`;
	const minutes = Math.ceil(seconds / 60);
	return minutes < 100 ? `${minutes} min left` : `${Math.ceil(minutes / 60)} h left`;
}

/** Formats the newest transfer for the status line, in fewer and fewer words; empty if there is none. */
export function transferForms({exchange: {transfers}, now}: State): readonly [string, ...string[]] {
	const newest = transfers.at(-1);
	if (!newest) return [''];
	const more = transfers.length > 1 ? [`+${transfers.length - 1}`] : [];
	const form = (cells: number, ...parts: readonly string[]) =>
		['·', arrows[newest.direction], truncate(newest.name, cells), ...parts.map(part => ` ${part}`)].join(' ');
	if (newest.status !== 'running') {
		const waits = newest.status === 'asked' ? 'asked' : 'interrupted';
		return [form(30, waits, ...more), form(20, waits), form(12, waits), form(12), form(8), ''];
	}

	const {rate, left} = paceTexts(newest, now);
	return [
		form(30, percent(newest), ...rate, ...left, ...more),
		form(20, percent(newest), ...left),
		form(12, percent(newest), ...left),
		form(12, percent(newest)),
		['·', arrows[newest.direction], percent(newest)].join(' '),
		'',
	];
}

/** `2  notes.pdf from bob, 1.2 MiB: 45 %, 12.0 MiB/s, 3 s left`. @param now milliseconds since 1970 */
export function transferLine(transfer: ShownTransfer, now: number): SafeText {
	const {number, name, direction, size} = transfer;
	const user = transfer.where ?? transfer.user;
	const way = transfer.where !== undefined ? 'in' : direction === 'in' ? 'from' : 'to';
	return safeText`${number}  ${name} ${way} ${user}, ${byteSize(size)}: ${stateText(transfer, now)}`;
}

function stateText(transfer: ShownTransfer, now: number): string {
	if (transfer.status === 'running') {
		const {rate, left} = paceTexts(transfer, now);
		return [percent(transfer), ...rate, ...left].join(', ');
	}

	if (transfer.status === 'asked')
		return transfer.direction === 'in' ? 'asked for' : `${transfer.user} has not answered yet`;
	return `interrupted at ${percent(transfer)}; it goes on when the connection is back`;
}

/** @returns how a transfer went out; undefined while it is not over */
export function endText(
	user: UserName | ConversationId,
	transfer: Transfer,
	home: string,
): SafeText | undefined {
	const {status, name, direction, file, problem} = transfer;
	if (status === 'ended') return problem ?? safeText`The transfer of ${name} has ended.`;
	if (status !== 'done') return undefined;
	if (direction === 'out' && transfer.where !== undefined) return undefined; // its message says so
	if (direction === 'out') return safeText`${user} has received ${name}`;
	return file === undefined ? safeText`${name} is here` : safeText`${name} is in ${withoutHome(file, home)}`;
}

/** `~/downloads/notes.pdf` for a path in the user's home. */
export function withoutHome(file: string, home: string): string {
	return home.length > 1 && file.startsWith(`${home}/`) ? `~${file.slice(home.length)}` : file;
}
