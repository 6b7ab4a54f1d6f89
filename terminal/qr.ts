/** Draws a QR code with characters, two modules a cell. */
import {encode} from 'uqr';

/** Modules around the code; the standard's four would not fit on a screen of 24 rows. */
const BORDER = 2;
/** By the upper module and the lower one, where true is light. */
const CELLS = {light: {light: '█', dark: '▀'}, dark: {light: '▄', dark: ' '}} as const;

/**
 * Returns the rows of the code, light where a character is drawn, as it looks on a dark terminal; readers take it the other way round as
 * well.
 * @param text at most 2,953 bytes
 */
export function qrRows(text: string): string[] {
	const {data} = encode(text, {ecc: 'L', border: BORDER});
	const pairs = Array.from(
		{length: Math.ceil(data.length / 2)},
		(_, at) => [data[2 * at], data[2 * at + 1]] as const,
	);
	return pairs.map(([upper = [], lower = []]) =>
		upper.map((_, at) => CELLS[shade(upper[at])][shade(lower[at])]).join(''),
	);
}

/** What lies beyond the last row is light. */
function shade(isDark: boolean | undefined): 'dark' | 'light' {
	return isDark ? 'dark' : 'light';
}
