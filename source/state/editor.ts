/** Editable text: what stands before the cursor and after it. The editing keys are pure functions on it. */
import {graphemes} from '../term/width.ts';

/**
 * `revision` grows whenever something other than the text input itself changed the text, so that the input is mounted
 * anew with its cursor at the end of `before`. Line breaks stay in it as `\n`.
 */
export type Editor = {readonly before: string; readonly after: string; readonly revision: number};

export const EMPTY: Editor = {before: '', after: '', revision: 0};

export function textOf({before, after}: Editor): string {
	return before + after;
}

/** What the text input says of its own change: it has moved its cursor itself. */
export function replaceBefore(editor: Editor, before: string): Editor {
	return {...editor, before};
}

/** The whole text anew, with the cursor at its end. */
export function setText(editor: Editor, text: string): Editor {
	return change(editor, text, '');
}

export function insert(editor: Editor, text: string): Editor {
	return change(editor, editor.before + text, editor.after);
}

/** The keys that edit, by the names of their actions. Each leaves the editor as it is where it has nothing to do. */
export const edits = {
	cursorLeft: moveLeft(lastGrapheme),
	cursorRight: moveRight(firstGrapheme),
	cursorWordLeft: moveLeft(lastWord),
	cursorWordRight: moveRight(firstWord),
	cursorStart: moveLeft(({length}) => length),
	cursorEnd: moveRight(({length}) => length),
	deleteBack: deleteLeft(lastGrapheme),
	deleteForward: deleteRight(firstGrapheme),
	deleteWordBack: deleteLeft(lastWord),
	deleteWordForward: deleteRight(firstWord),
	deleteToStart: deleteLeft(({length}) => length),
	deleteToEnd: deleteRight(({length}) => length),
	newline: (editor: Editor) => insert(editor, '\n'),
} as const satisfies Record<string, (editor: Editor) => Editor>;

export type Edit = keyof typeof edits;

/** How many code units of a text a key moves over or deletes. */
type Measure = (text: string) => number;

function change(editor: Editor, before: string, after: string): Editor {
	if (before === editor.before && after === editor.after) return editor;
	return {before, after, revision: editor.revision + 1};
}

function moveLeft(measure: Measure) {
	return (editor: Editor): Editor => {
		const at = editor.before.length - measure(editor.before);
		return change(editor, editor.before.slice(0, at), editor.before.slice(at) + editor.after);
	};
}

function moveRight(measure: Measure) {
	return (editor: Editor): Editor => {
		const at = measure(editor.after);
		return change(editor, editor.before + editor.after.slice(0, at), editor.after.slice(at));
	};
}

function deleteLeft(measure: Measure) {
	return (editor: Editor): Editor =>
		change(editor, editor.before.slice(0, editor.before.length - measure(editor.before)), editor.after);
}

function deleteRight(measure: Measure) {
	return (editor: Editor): Editor => change(editor, editor.before, editor.after.slice(measure(editor.after)));
}

function lastGrapheme(text: string): number {
	return graphemes(text).at(-1)?.length ?? 0;
}

function firstGrapheme(text: string): number {
	return graphemes(text)[0]?.length ?? 0;
}

function lastWord(text: string): number {
	return /\S*\s*$/.exec(text)?.[0].length ?? 0;
}

function firstWord(text: string): number {
	return /^\s*\S*/.exec(text)?.[0].length ?? 0;
}
