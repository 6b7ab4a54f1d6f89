/** Tells whether the terminal's background is dark or light: by its own answer, else by its environment. */
import {luminance} from './contrast.ts';

export type Background = 'dark' | 'light';

export type TerminalColours = {
	readonly background: Background;
	/** Whether the user wants no colours in any program. */
	readonly isColourless: boolean;
	/** How many colours the terminal has, at least. */
	readonly depth: 16 | 256;
};

/** What is assumed until the terminal has answered. */
export const DEFAULT_COLOURS: TerminalColours = {background: 'dark', isColourless: false, depth: 256};

/** The last number of COLORFGBG is the background: one of 16 colours, of which 7 and those above 8 are light. */
const BEHIND = /(?:^|;)(\d+)$/;

export function coloursIn({NO_COLOR, COLORFGBG = ''}: NodeJS.ProcessEnv): Omit<TerminalColours, 'depth'> {
	const number = Number(BEHIND.exec(COLORFGBG)?.[1] ?? 0);
	return {background: number === 7 || number > 8 ? 'light' : 'dark', isColourless: Boolean(NO_COLOR)};
}

/** `rgb:` and one to four hexadecimal digits each of red, green and blue; opacity may follow. */
const COLOUR = /^rgba?:([\da-f]{1,4})\/([\da-f]{1,4})\/([\da-f]{1,4})(?:\/[\da-f]{1,4})?$/i;
/** The luminance with which black and white have the same contrast. */
const MIDDLE = 0.179;

/** @param colour as terminals answer, `rgb:ffff/ffff/ffff` @returns undefined if it is not a colour */
export function backgroundOf(colour: string): Background | undefined {
	const parts = COLOUR.exec(colour)
		?.slice(1)
		.map(digits => Number.parseInt(digits, 16) / (16 ** digits.length - 1));
	return parts && (luminance(parts) < MIDDLE ? 'dark' : 'light');
}
