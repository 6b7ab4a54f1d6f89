/** Draws what a terminal shows as an SVG image. */
import type {ScreenCell} from '../../test/harness/screen.ts';

const CELL = {width: 8.4, height: 18, baseline: 13.5, font: 14};
const MARGIN = 12;
const INK = '#d4d4d4';
const PAPER = '#16161a';
/** xterm's first sixteen colours. */
const BASIC =
	'000000 cd3131 0dbc79 e5e510 5c8ff0 d670d6 11a8cd e5e5e5 808080 f14c4c 23d18b f5f543 7aa8ff e58ae5 29b8db ffffff'.split(
		' ',
	);

type Style = Omit<ScreenCell, 'text' | 'width'>;
type Run = {readonly at: number; readonly columns: number; readonly text: string; readonly style: Style};

/** @param rows all of the same number of cells */
export function svgOf(rows: readonly (readonly ScreenCell[])[], title: string): string {
	const columns = rows[0]?.length ?? 0;
	const width = columns * CELL.width + 2 * MARGIN;
	const height = rows.length * CELL.height + 2 * MARGIN;
	const lines = rows.flatMap((cells, y) => runsOf(cells).flatMap(run => drawn(run, y)));
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${round(width)} ${round(height)}" width="${round(width)}" role="img" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${CELL.font}">`,
		`<title>${escaped(title)}</title>`,
		`<rect width="100%" height="100%" rx="8" fill="${PAPER}"/>`,
		...lines,
		'</svg>\n',
	].join('\n');
}

/** Joins neighbouring cells of one look. */
function runsOf(cells: readonly ScreenCell[]): Run[] {
	const runs: Run[] = [];
	for (const [at, {text, width, ...style}] of cells.entries()) {
		if (width === 0) continue; // the right half of the one before
		const last = runs.at(-1);
		const shown = text === '' ? ' ' : text;
		if (last && isAlike(last.style, style))
			runs[runs.length - 1] = {...last, columns: last.columns + width, text: last.text + shown};
		else runs.push({at, columns: width, text: shown, style});
	}

	return runs;
}

function drawn({at, columns, text, style}: Run, y: number): string[] {
	const {foreground, background, bold, dim, italic, underline, inverse} = style;
	const [ink, paper] = inverse
		? [colour(background) ?? PAPER, colour(foreground) ?? INK]
		: [colour(foreground) ?? INK, colour(background)];
	const [left, top] = [MARGIN + at * CELL.width, MARGIN + y * CELL.height];
	const box = `x="${round(left)}" y="${round(top)}" width="${round(columns * CELL.width)}" height="${CELL.height}"`;
	const looks = [
		...(bold ? ['font-weight="bold"'] : []),
		...(italic ? ['font-style="italic"'] : []),
		...(underline ? ['text-decoration="underline"'] : []),
		...(dim ? ['opacity="0.7"'] : []),
	].map(look => ` ${look}`);
	const place = `x="${round(left)}" y="${round(top + CELL.baseline)}" textLength="${round(columns * CELL.width)}"`;
	return [
		...(paper === undefined ? [] : [`<rect ${box} fill="${paper}"/>`]),
		...(text.trim() === ''
			? []
			: [`<text ${place} fill="${ink}"${looks.join('')} xml:space="preserve">${escaped(text)}</text>`]),
	];
}

function isAlike(one: Style, other: Style): boolean {
	return (Object.keys(one) as (keyof Style)[]).every(key => one[key] === other[key]);
}

/** @param value a palette number, or 0xrrggbb above that */
function colour(value: number | undefined): string | undefined {
	if (value === undefined) return undefined;
	const basic = BASIC[value];
	if (basic !== undefined) return `#${basic}`;
	if (value > 255) return hex(value >> 16, value >> 8, value);
	if (value > 231) return hex(...([0, 0, 0].fill(8 + 10 * (value - 232)) as [number, number, number]));
	const [red, green, blue] = [36, 6, 1]
		.map(by => Math.floor((value - 16) / by) % 6)
		.map(step => (step === 0 ? 0 : 55 + 40 * step));
	return hex(red ?? 0, green ?? 0, blue ?? 0);
}

function hex(...parts: readonly [number, number, number]): string {
	return `#${parts.map(part => (part & 255).toString(16).padStart(2, '0')).join('')}`;
}

function escaped(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function round(value: number): number {
	return Math.round(value * 10) / 10;
}
