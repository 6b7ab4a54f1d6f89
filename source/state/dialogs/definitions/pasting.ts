/** Defines the dialog that asks what a long paste is meant as. */
import {cleanLine, safeText, type SafeText} from '../../../../protocol/text.ts';
import {paste} from '../../../../terminal/editor.ts';
import {truncate} from '../../../../terminal/width.ts';
import {editBar, withCleared} from '../../command-bar/bar.ts';
import {keysOf} from '../../keyboard/reminders.ts';
import type {State} from '../../model/state.ts';
import {step} from '../../model/step.ts';
import {cancel, type Definitions} from './definition.ts';

/** Lines from which on a paste is asked about. */
export const LONG_PASTE = 21;
/** Cells of the first line that are shown. */
const SHOWN = 40;

export const pastingDialogs: Definitions<'longPaste'> = {
	longPaste: {
		title: () => safeText`A long text`,
		lines: ({text}) => [
			safeText`You pasted ${text.split('\n').length} lines, which begin with:`,
			cleanLine(truncate(cleanLine(text.slice(0, 500)), SHOWN)),
			safeText`It comes into the line, and is not sent before you press Enter.`,
		],
		choices: [{key: 'm', label: safeText`Message`}, {key: 'd', label: safeText`Code`}, cancel],
		enter: 'm',
		escape: 'c',
		answer(state, {text}, key) {
			if (key === 'c') return step(kept(state, text));
			return step(into(state, key === 'd' ? fenced(text) : text));
		},
	},
};

/** Puts it where the cursor is. */
function into(state: State, text: string): State {
	return editBar({...state, pane: 'bar'}, editor => paste(editor, text));
}

/** A text that was not taken is not lost. */
function kept(state: State, text: string): State {
	const statusMessage: SafeText = safeText`${keysOf('bar', 'bringBack')} brings it back.`;
	return {...withCleared(state, text), statusMessage};
}

/** Fences code with more backticks than stand in it. */
function fenced(text: string): string {
	const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
	const fence = '`'.repeat(longest + 1);
	return `${fence}\n${text.replace(/\n$/, '')}\n${fence}`;
}
