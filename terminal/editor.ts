/** Editable text: what stands before the cursor and after it. The editing keys are pure functions on it. */
import {graphemes} from './width.ts';

/**
 * `revision` grows whenever something other than the text input itself changed the text, so that the input is mounted
 * anew with its cursor at the end of `before`. Line breaks stay in it as `\n`. `pasted`: the text begins with what was pasted,
 * so that a slash there is no person's command.
 */
export type Editor = {
	readonly before: string;
	readonly after: string;
	readonly revision: number;
	readonly pasted?: true;
};

export const EMPTY: Editor = {before: '', after: '', revision: 0};

export function textOf({before, after}: Editor): string {
	return before + after;
}

/** The text as a person would type it: a second slash in front of a pasted one says that it is text. */
export function lineOf(editor: Editor): string {
	const text = textOf(editor);
	return editor.pasted && text.startsWith('/') ? `/${text}` : text;
}

/** What the text input says of its own change: it has moved its cursor itself. */
export function replaceBefore(editor: Editor, before: string): Editor {
	return {...(editor.before === '' ? typedFirst(editor) : editor), before};
}

/** The whole text anew, with the cursor at its end. */
export function setText(editor: Editor, text: string): Editor {
	return change(typedFirst(editor), text, '');
}

export function insert(editor: Editor, text: string): Editor {
	const kept = editor.before === '' && text !== '' ? typedFirst(editor) : editor;
	return change(kept, editor.before + text, editor.after);
}

export function paste(editor: Editor, text: string): Editor {
	const pasted = insert(editor, text);
	return editor.before === '' && text !== '' ? {...pasted, pasted: true} : pasted;
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
