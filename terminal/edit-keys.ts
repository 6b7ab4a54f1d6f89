/** Lists the keys that edit a line of text, with what help says of them. */
import type {Edit} from './editor.ts';

/** Spelled as in event.ts, several with blanks between them. Without help where everybody knows the key. */
export const editKeys: ReadonlyArray<readonly [chords: string, edit: Edit, help?: string]> = [
	['left', 'cursorLeft'],
	['right', 'cursorRight'],
	['ctrl+left alt+b', 'cursorWordLeft', 'a word back'],
	['ctrl+right alt+f', 'cursorWordRight', 'a word on'],
	['home ctrl+a', 'cursorStart', 'start of the line'],
	['end ctrl+e', 'cursorEnd', 'end of the line'],
	['backspace shift+backspace', 'deleteBack'],
	['delete ctrl+d', 'deleteForward'],
	['ctrl+w ctrl+backspace alt+backspace', 'deleteWordBack', 'delete the word before'],
	['ctrl+delete alt+d', 'deleteWordForward', 'delete the word after'],
	['ctrl+u', 'deleteToStart', 'delete to the start'],
	['ctrl+k', 'deleteToEnd', 'delete to the end'],
];
