/** Writes text that stands alone on the screen to be copied: no frame beside it, and wrapped by the terminal itself. */
import {printable} from './screen.ts';
import {width, wrap} from './width.ts';

export type CopyView = {
	/** What the lines are for. */
	readonly above: string;
	/** What is copied, each from the first column on, with blank lines around. */
	readonly lines: readonly string[];
	/** Shown as a QR code, where the screen has room for it; without one, as many of the last lines are shown as there is room for. */
	readonly qr?: string;
	/** The keys that go on. */
	readonly below: string;
};

type Size = {readonly columns: number; readonly rows: number};

/** White characters on black, whatever the terminal's colours are: what is not drawn is the code. */
const CODE = '\x1b[38;5;231;48;5;16m';
const PLAIN = '\x1b[m';

/** Returns what to write from the upper left corner on. @param colours whether they may be used */
export async function copyViewText(view: CopyView, {columns, rows}: Size, colours: boolean): Promise<string> {
	const lines = view.lines.map(printable);
	const head = wrap(printable(view.above), columns);
	const foot = wrap(printable(view.below), columns);
	const edges = head.length + foot.length;
	if (view.qr === undefined) return [...head, ...lastOf(lines, columns, rows - edges), ...foot].join('\r\n');
	const {qrRows} = await import('./qr.ts'); // seldom wanted
	const code = qrRows(view.qr);
	const [wide = 0, high] = [code[0]?.length, code.length];
	const used = edges + rowsOf(lines, columns);
	const fits = wide <= columns && used + high <= rows;
	const last = fits
		? code.map(row => (colours ? CODE + row + PLAIN : row))
		: wrap(lack(wide, used + high), columns);
	const air = used + last.length + lines.length + 1 <= rows ? [''] : [];
	return [...head, ...air, ...lines.flatMap(line => [line, ...air]), ...last, ...foot].join('\r\n');
}

/** Returns the last lines that have room. */
function lastOf(lines: readonly string[], columns: number, rows: number): readonly string[] {
	let first = lines.length;
	while (first > 0 && rowsOf(lines.slice(first - 1), columns) <= rows) first--;
	return lines.slice(first);
}

function rowsOf(lines: readonly string[], columns: number): number {
	return lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(width(line) / columns)), 0);
}

function lack(columns: number, rows: number): string {
	return `A QR code needs a window of ${columns} × ${rows}.`;
}
