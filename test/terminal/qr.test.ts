/** A QR code on the screen: can a reader read it, on dark terminals and on light ones? */
import jsqr from 'jsqr';
import {expect, test} from 'vitest';
import {qrRows} from '../../terminal/qr.ts';

/** Pixels of a module in the picture. */
const SCALE = 4;
const TEXT = '192.168.100.200:10001#b950MmyUt0B5iDneU6nmu3aOob9wE3078r91ze_Hc8s.9f9y-qtv2';

/** Photographs the rows: `ink` is the brightness of what a character draws, `paper` that of the rest. */
function photographed(rows: readonly string[], ink: number, paper: number) {
	const modules = rows.flatMap(row => [
		[...row].map(cell => ['█', '▀'].includes(cell)),
		[...row].map(cell => ['█', '▄'].includes(cell)),
	]);
	const width = (modules[0]?.length ?? 0) * SCALE;
	const pixels = modules.flatMap(line =>
		Array.from({length: SCALE}, () =>
			line.flatMap(drawn => Array.from({length: SCALE}, () => (drawn ? ink : paper))),
		).flat(),
	);
	return {
		data: Uint8ClampedArray.from(pixels.flatMap(one => [one, one, one, 255])),
		width,
		height: pixels.length / width,
	};
}

const read = (jsqr as unknown as {default?: typeof jsqr}).default ?? jsqr; // its types and its module differ

test.each([
	['dark', 240, 10],
	['light', 10, 240],
])('is read on a %s terminal', (_, ink, paper) => {
	const {data, width, height} = photographed(qrRows(TEXT), ink, paper);
	expect(read(data, width, height)?.data).toBe(TEXT);
});

test('a join line of an IPv4 address fits on a screen of 80 × 24, with two lines of text above and one below', () => {
	const rows = qrRows(TEXT);
	expect(rows.length).toBeLessThanOrEqual(24 - 4);
	expect(rows.every(row => row.length === rows[0]?.length)).toBe(true);
});
