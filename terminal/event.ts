/** Defines the events decoded from stdin: text, keys, pastes, mouse and window focus. */

import type {Background} from './background.ts';

type Modifiers = {readonly ctrl: boolean; readonly alt: boolean; readonly shift: boolean};

type NamedKey =
	| ('enter' | 'escape' | 'tab' | 'space' | 'backspace' | 'delete' | 'insert')
	| ('up' | 'down' | 'left' | 'right' | 'home' | 'end' | 'pageup' | 'pagedown')
	| `f${number}`;
/** A named key, or the character on the key: lower case for a letter, whose capital is `shift`. */
export type KeyName = NamedKey | (string & {});

/** Printable characters that arrived together. Never empty, never a control character. */
type TextEvent = {readonly type: 'text'; readonly text: string};
export type KeyEvent = {readonly type: 'key'; readonly key: KeyName} & Modifiers;
/** A paste. Line breaks are `\n`; every other character is as the terminal sent it, control characters included. */
type PasteEvent = {readonly type: 'paste'; readonly text: string};
/** A mouse event. `column` and `row` count from 0 at the top left of the screen. */
export type MouseEvent = {
	readonly type: 'mouse';
	readonly action: 'press' | 'release' | 'drag' | 'wheelUp' | 'wheelDown';
	readonly column: number;
	readonly row: number;
} & Modifiers;
/** The terminal's window gained or lost the focus. */
type FocusEvent = {readonly type: 'focus'; readonly focused: boolean};
/** The terminal has told its background: asked, or because it has changed. */
type BackgroundEvent = {readonly type: 'background'; readonly background: Background};
/** The terminal has answered all that it was asked. */
type AnsweredEvent = {readonly type: 'answered'};

export type TermEvent =
	TextEvent | KeyEvent | PasteEvent | MouseEvent | FocusEvent | BackgroundEvent | AnsweredEvent;

/** Spells a key as the key tables do: `ctrl+n`, `alt+1`, `shift+tab`, `ctrl+alt+left`, `pageup`, modifiers in this order. */
export function chord({key, ctrl, alt, shift}: KeyEvent): string {
	return `${ctrl ? 'ctrl+' : ''}${alt ? 'alt+' : ''}${shift ? 'shift+' : ''}${key}`;
}
