/** Defines the dialog that asks what a long paste is meant as. */
import {cleanLine, safeText, textFault, type SafeText} from '../../../../protocol/text.ts';
import {paste} from '../../../../terminal/editor.ts';
import {truncate} from '../../../../terminal/width.ts';
import {editBar, withCleared} from '../../command-bar/bar.ts';
import {upload} from '../../chats/files.ts';
import {keysOf} from '../../keyboard/reminders.ts';
import type {State} from '../../model/state.ts';
import {step, type Step} from '../../model/step.ts';
import {cancel, type Definitions} from './definition.ts';

/** Lines from which on a paste is asked about. */
const LONG_PASTE = 21;
/** What a text is called that goes as a file. */
const FILE_NAME = safeText`pasted.txt`;
/** Cells of the first line that are shown. */
const SHOWN = 40;

/** Counts lines, of which the last one may end. */
function linesIn(text: string): number {
	return text.replace(/\r?\n$/, '').split('\n').length;
}

export function isLongPaste(text: string): boolean {
	return linesIn(text) >= LONG_PASTE;
}

export const pastingDialogs: Definitions<'longPaste'> = {
	longPaste: {
		title: () => safeText`A long text`,
		lines: ({text}) => [
			safeText`You pasted ${linesIn(text)} lines, which begin with:`,
			cleanLine(truncate(cleanLine(text.slice(0, 500)), SHOWN)),
			safeText`A message, or code, comes into the line and is not sent before you press Enter. A file goes to the server at once, as ${FILE_NAME}.`,
			...(textFault(text) === 'textTooLong' ? [safeText`It is too long for a message.`] : []),
		],
		choices: [
			{key: 'm', label: safeText`Message`},
			{key: 'd', label: safeText`Code`},
			{key: 'f', label: safeText`File`},
			cancel,
		],
		enter: 'm',
		escape: 'c',
		answer(state, {text}, key) {
			if (key === 'c') return step(kept(state, text));
			if (key === 'f') return asFile(state, text);
			return step(into(state, key === 'd' ? fenced(text) : text));
		},
	},
};

/** Puts it where the cursor is. */
function into(state: State, text: string): State {
	return editBar({...state, pane: 'bar'}, editor => paste(editor, text));
}

/** Sends it as a file; should the server not take it, the text can be brought back. */
function asFile(state: State, text: string): Step {
	const result = upload(withCleared(state, text), {name: FILE_NAME, text});
	return 'problem' in result ? step(kept(state, text, result.problem)) : result;
}

/** A text that was not taken is not lost. */
function kept(state: State, text: string, problem?: SafeText): State {
	const back = safeText`${keysOf('bar', 'bringBack')} brings it back.`;
	return {...withCleared(state, text), statusMessage: problem ? safeText`${problem} ${back}` : back};
}

/** Fences code with more backticks than stand in it. */
function fenced(text: string): string {
	const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
	const fence = '`'.repeat(longest + 1);
	return `${fence}\n${text.replace(/\n$/, '')}\n${fence}`;
}
