/** Edits a text with a cursor; each editing key is a pure function on it. */
import {graphemes} from './width.ts';

/**
 * A text before and after the cursor. `revision` grows whenever something other than the text input changes the text, so that
 * the input is mounted again with its cursor at the end of `before`. Line breaks stay in it as `\n`. `pasted`: the text begins
 * with pasted text, so a slash there begins no command; `pastedUpTo`: units of `before`, while a paste is the last that was put there.
 */
export type Editor = {
	readonly before: string;
	readonly after: string;
	readonly revision: number;
	readonly pasted?: true;
	readonly pastedUpTo?: number;
};

export const EMPTY: Editor = {before: '', after: '', revision: 0};

export function textOf({before, after}: Editor): string {
	return before + after;
}

/** Returns the text as a user would type it: a second slash in front of a pasted one marks it as text. */
export function lineOf(editor: Editor): string {
	const text = textOf(editor);
	return editor.pasted && text.startsWith('/') ? `/${text}` : text;
}

/** Typed text replaces a text that was only proposed, or refused; any other key edits that as it is. */
export function typedOver(old: Editor, edited: Editor): Editor {
	const isTyped = edited.after === old.after && edited.before.length > old.before.length;
	return isTyped ? setText(edited, edited.before.slice(old.before.length)) : edited;
}

/** Applies a change by the text input, which has moved its cursor itself. */
export function replaceBefore(editor: Editor, before: string): Editor {
	return {...(editor.before === '' ? typedFirst(editor) : editor), before};
}

/** Replaces the whole text, with the cursor at its end. */
export function setText(editor: Editor, text: string): Editor {
	return change(typedFirst(editor), text, '');
}

export function insert(editor: Editor, text: string): Editor {
	const kept = editor.before === '' && text !== '' ? typedFirst(editor) : editor;
	return change(kept, editor.before + text, editor.after);
}

export function paste(editor: Editor, text: string): Editor {
	const pasted = {...insert(editor, text), pastedUpTo: editor.before.length + text.length};
	return editor.before === '' && text !== '' ? {...pasted, pasted: true} : pasted;
}

/** The editing keys, by the names of their actions. Each returns the same editor where it has nothing to do. */
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

/** Returns how many code units of a text a key moves over or deletes. */
type Measure = (text: string) => number;

function change(editor: Editor, before: string, after: string): Editor {
	if (before === editor.before && after === editor.after) return editor;
	const revision = editor.revision + 1;
	const begins = editor.pasted && before + after !== '' && ({pasted: true} as const);
	return {before, after, revision, ...begins};
}

/** Whatever is put in front of it, or in its place, was typed. */
function typedFirst({before, after, revision}: Editor): Editor {
	return {before, after, revision};
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
