/** Maps escape sequences to keys: xterm, rxvt, the Linux console, modifyOtherKeys and kitty's `CSI u`. */
import type {KeyEvent, KeyName, TermEvent} from './event.ts';

type Modifiers = Pick<KeyEvent, 'ctrl' | 'alt' | 'shift'>;

const NONE: Modifiers = {ctrl: false, alt: false, shift: false};
const SHIFT: Modifiers = {...NONE, shift: true};
const CTRL: Modifiers = {...NONE, ctrl: true};

/** The final letter of `CSI … X` and `SS3 X`. */
const LETTERS: Readonly<Record<string, KeyName>> = {
	A: 'up',
	B: 'down',
	C: 'right',
	D: 'left',
	F: 'end',
	H: 'home',
	P: 'f1',
	Q: 'f2',
	R: 'f3',
	S: 'f4',
	M: 'enter', // of the keypad, by SS3 only: CSI M is the old mouse report
};
/** rxvt writes the shifted arrows as `CSI a` and those with Ctrl as `SS3 a`. */
const RXVT_ARROWS: Readonly<Record<string, KeyName>> = {a: 'up', b: 'down', c: 'right', d: 'left'};
/** The characters of the keypad in application mode, from `SS3 j`. */
const KEYPAD = '*+,-./0123456789';
/** The number of `CSI n ~`. */
const NUMBERS: Readonly<Record<number, KeyName>> = {
	1: 'home',
	2: 'insert',
	3: 'delete',
	4: 'end',
	5: 'pageup',
	6: 'pagedown',
	7: 'home',
	8: 'end',
	...Object.fromEntries(
		[11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24].map((code, at) => [code, `f${at + 1}`]),
	),
};
/** The modifier that rxvt writes as the last character of `CSI n ~`. */
const RXVT_FINALS: Readonly<Record<string, Modifiers>> = {
	'~': NONE,
	$: SHIFT,
	'^': CTRL,
	'@': {...CTRL, shift: true},
};
/** Code points that are keys, in kitty's numbering of the keys that have no character. */
const CODE_POINTS: Readonly<Record<number, KeyName>> = {
	8: 'backspace',
	9: 'tab',
	13: 'enter',
	27: 'escape',
	32: 'space',
	127: 'backspace',
	57414: 'enter',
	57417: 'left',
	57418: 'right',
	57419: 'up',
	57420: 'down',
	57421: 'pageup',
	57422: 'pagedown',
	57423: 'home',
	57424: 'end',
	57425: 'insert',
	57426: 'delete',
};
const KEYPAD_POINTS = '0123456789./*-+';
const FIRST_KEYPAD_POINT = 57399;
const PRIVATE_USE = [0xe000, 0xf8ff] as const;

/** Control bytes that are keys of their own; the others are Ctrl and a letter. */
const CONTROLS: Readonly<Record<number, KeyName>> = {
	8: 'backspace',
	9: 'tab',
	13: 'enter',
	27: 'escape',
	127: 'backspace',
};

export function key(name: KeyName, modifiers: Partial<Modifiers> = NONE): KeyEvent {
	return {type: 'key', key: name, ...NONE, ...modifiers};
}

/** Returns the key of a single character without an escape sequence, or after ESC (`alt`). */
export function characterKey(character: string, modifiers: Partial<Modifiers> = NONE): KeyEvent {
	const point = character.codePointAt(0) ?? 0;
	const control = CONTROLS[point];
	if (control !== undefined) return key(control, modifiers);
	if (point === 0) return key('space', {...modifiers, ctrl: true});
	if (point < 32) return key(String.fromCodePoint(point + 64).toLowerCase(), {...modifiers, ctrl: true});
	if (character === ' ') return key('space', modifiers);
	const lower = character.toLowerCase();
	return key(lower, lower === character ? modifiers : {...modifiers, shift: true});
}

/** Reads `SS3 X`, with the modifier that some terminals put before the letter. */
export function ss3Key(modifier: string, letter: string): TermEvent[] {
	const arrow = RXVT_ARROWS[letter];
	if (arrow !== undefined) return [key(arrow, CTRL)];
	const name = LETTERS[letter];
	if (name !== undefined) return [key(name, modifiersOf(modifier))];
	const at = letter.charCodeAt(0) - 'j'.charCodeAt(0);
	const character = KEYPAD[at];
	return character === undefined ? [] : [{type: 'text', text: character}];
}

/** Reads `CSI [ A` to `CSI [ E`: F1 to F5 of the Linux console. */
export function consoleKey(letter: string): TermEvent[] {
	return [key(`f${letter.charCodeAt(0) - 64}`)];
}

/** Reads `CSI parameters final`. @returns no event if the sequence is not a known key */
export function csiKey(parameters: string, final: string): TermEvent[] {
	const fields = parameters.split(';');
	const [first = '', second = '', third = ''] = fields;
	if (isRelease(second)) return [];
	if (final === 'u') return codePointKey(first, second, third);
	if (final === 'Z') return [key('tab', {...modifiersOf(second), shift: true})];
	if (final === '~' && first === '27') return codePointKey(third, second, '');
	if (final in RXVT_FINALS) {
		const name = NUMBERS[Number(first)];
		return name === undefined ? [] : [key(name, {...modifiersOf(second), ...whereSet(RXVT_FINALS[final])})];
	}

	const arrow = RXVT_ARROWS[final];
	if (arrow !== undefined && parameters === '') return [key(arrow, SHIFT)];
	const name = final === 'M' ? undefined : LETTERS[final];
	// A first parameter other than 1 makes it a report, such as the cursor position (CSI 5;7R).
	return name === undefined || !/^1?$/.test(first) ? [] : [key(name, modifiersOf(second))];
}

/** Reads `CSI code:shifted:base ; modifiers:event ; text u`, which also covers modifyOtherKeys. */
function codePointKey(code: string, modifier: string, text: string): TermEvent[] {
	const [plain = '', shifted = ''] = code.split(':');
	const modifiers = modifiersOf(modifier);
	const point = Number(modifiers.shift && shifted !== '' ? shifted : plain);
	const keypad = KEYPAD_POINTS[point - FIRST_KEYPAD_POINT];
	const name = CODE_POINTS[point];
	const typed = characters(text) || keypad || characters(String(point));
	const isText = !modifiers.ctrl && !modifiers.alt && (name === undefined || name === 'space');
	if (name !== undefined && !isText) return [key(name, modifiers)];
	if (typed === '' || (point >= PRIVATE_USE[0] && point <= PRIVATE_USE[1] && keypad === undefined)) return [];
	if (isText) return [{type: 'text', text: text === '' && modifiers.shift ? typed.toUpperCase() : typed}];
	const character = keypad ?? String.fromCodePoint(point);
	const isLetter = character.toLowerCase() !== character.toUpperCase();
	return [characterKey(character, isLetter ? modifiers : {...modifiers, shift: false})];
}

/** Decodes code points separated by colons. @returns '' if one of them cannot be typed */
function characters(points: string): string {
	const numbers = points.split(':').map(Number);
	const typed = numbers.every(point => point >= 32 && point <= 0x10ffff && (point < 127 || point > 159));
	return points !== '' && typed ? String.fromCodePoint(...numbers).toWellFormed() : '';
}

/** Decodes modifiers: one more than the sum of Shift 1, Alt 2, Ctrl 4 and Meta (in kitty: Super) 8, which counts as Alt. */
function modifiersOf(parameter: string): Modifiers {
	const bits = Math.max(0, (Number.parseInt(parameter, 10) || 1) - 1);
	return {ctrl: (bits & 4) !== 0, alt: (bits & 10) !== 0, shift: (bits & 1) !== 0};
}

function isRelease(modifier: string): boolean {
	return modifier.split(':')[1] === '3';
}

function whereSet(modifiers: Modifiers = NONE): Partial<Modifiers> {
	return Object.fromEntries(Object.entries(modifiers).filter(([, isSet]) => isSet));
}
