/** Is the terminal's background dark or light? */
import {expect, test} from 'vitest';
import {backgroundOf, coloursIn} from '../../terminal/background.ts';

test.each([
	['rgb:0000/0000/0000', 'dark'],
	['rgb:1e1e/1e1e/1e1e', 'dark'],
	['rgb:0000/2b2b/3636', 'dark'],
	['rgb:0/0/ff', 'dark'],
	['rgb:ffff/ffff/ffff', 'light'],
	['rgb:fdfd/f6f6/e3e3', 'light'],
	['rgb:f/f/f', 'light'],
	['rgb:ff/ff/0', 'light'],
	['rgb:fff/fff/fff', 'light'],
	['RGB:FFFF/FFFF/FFFF', 'light'],
	['rgba:ffff/ffff/ffff/8000', 'light'],
	['rgb:fffff/0/0', undefined],
	['rgb:ff/ff', undefined],
	['rgb:ff/ff/ff/', undefined],
	['rgb:gg/00/00', undefined],
	['white', undefined],
	['', undefined],
])('the answer %j means %s', (answer, background) => {
	expect(backgroundOf(answer)).toBe(background);
});

test.each([
	[undefined, 'dark'],
	['', 'dark'],
	['15;0', 'dark'],
	['7;8', 'dark'],
	['0;15', 'light'],
	['0;7', 'light'],
	['0;default;15', 'light'],
	['12;default', 'dark'],
])('without an answer, COLORFGBG %j means %s', (COLORFGBG, background) => {
	expect(coloursIn({...(COLORFGBG !== undefined && {COLORFGBG})}).background).toBe(background);
});

test('NO_COLOR means no colours, whatever it says, unless it is empty', () => {
	expect(coloursIn({NO_COLOR: '0'}).isColourless).toBe(true);
	expect(coloursIn({NO_COLOR: ''}).isColourless).toBe(false);
});
