/** Colours and attributes: what is in force after a sequence, however it was written. */
import {expect, test} from 'vitest';
import {restyle} from '../../terminal/style.ts';

/** The style after these sequences, each the parameters of one. */
function after(...sequences: string[]): string {
	return sequences.reduce(restyle, '');
}

test.each([
	['bold red', ['1', '31'], '1;31'],
	['the same in one sequence, in another order', ['31;1'], '1;31'],
	['one colour after another', ['31', '32'], '32'],
	['a bright colour after a plain one', ['31', '92'], '92'],
	['a colour of the palette', ['38;5;123'], '38;5;123'],
	['a colour of its own on a background', ['38;2;1;31;0;48;5;4'], '38;2;1;31;0;48;5;4'],
	['colours with colons', ['38:2::1:2:3', '4:3'], '38:2::1:2:3;4:3'],
	['nothing after a reset', ['1;31', '0'], ''],
	['nothing after a reset with no number', ['1;31', ''], ''],
	['what comes after a reset in one sequence', ['1;31', '0;4'], '4'],
	['the background, the colour being the default again', ['31;44', '39'], '44'],
	['neither bold nor dim after 22', ['1;2;3', '22'], '3'],
	['no underline of any kind', ['21', '24'], ''],
	['nothing for a number that says nothing', ['77'], ''],
])('%s', (_, sequences, style) => {
	expect(after(...sequences)).toBe(style);
});
