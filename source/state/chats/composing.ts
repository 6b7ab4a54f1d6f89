/** Composes an edit or a reply in the command bar, whose draft comes back afterwards. */
import {refuse, sentence} from '../../../protocol/refusals.ts';
import {quotation, safeText, textFault, type SafeText} from '../../../protocol/text.ts';
import {EMPTY, lineOf, setText, textOf} from '../../../terminal/editor.ts';
import {truncate} from '../../../terminal/width.ts';
import {editBar, isUnchangedCopy, lineTaken, recall, setBar, withCleared} from '../command-bar/bar.ts';
import {keysOf} from '../keyboard/reminders.ts';
import {barOf} from '../keyboard/scope.ts';
import type {State} from '../model/state.ts';
import type {Step} from '../model/step.ts';
import {changeMessage} from './changing.ts';
import {openConversation} from './conversations.ts';
import {quotedBy} from './quotes.ts';
import {recentAt} from './recent.ts';

type Meant =
	{readonly type: 'reply'; readonly to: number} | {readonly type: 'edit'; readonly target: number | string};

/** Maximum cells of the quoted words in the status line. */
const SHOWN = 30;

/** Begins to compose. @param text of the message to edit, which takes the place of the draft */
export function compose(state: State, meant: Meant, text = ''): State {
	if (meant.type === 'reply') return {...state, pane: 'bar', composing: meant};
	const {lines} = state.recall;
	const kept = isUnchangedCopy(state) ? state.recall.kept : barOf(state);
	const before = {
		...state,
		recall: {lines, at: lines.length, kept: EMPTY, copies: new Map<number, string>()},
	};
	const line = text.startsWith('/') ? `/${text}` : text;
	return {
		...editBar({...before, pane: 'bar'}, editor => setText(editor, line)),
		composing: {...meant, kept, original: text},
	};
}

/** Ends it: of an edit, the draft comes back, and the edited text can be brought back. */
export function composeNothing(state: State): State {
	const {composing, ...rest} = state;
	if (composing?.type !== 'edit') return composing ? rest : state;
	const edited = lineOf(barOf(state));
	const kept = edited === composing.original ? rest : withCleared(rest, edited);
	return setBar(kept, composing.kept);
}

/**
 * Enter: makes the edit.
 * @returns undefined where no message is being edited
 */
export function submitEdit(state: State, line: string): Step | {readonly problem: SafeText} | undefined {
	const {composing, open} = state;
	if (composing?.type !== 'edit' || open === undefined) return undefined;
	const text = line.startsWith('//') ? line.slice(1) : line;
	const fault = textFault(text);
	if (fault) return {problem: sentence(refuse(fault))};
	const {composing: _done, ...taken} = lineTaken(state, line);
	const restored = setBar(taken, composing.kept);
	if (text === composing.original) return [restored, []];
	return changeMessage(restored, open, composing.target, {type: 'edit', text});
}

/**
 * Ctrl-E: edits the message that the recalled line was, in place of sending it again.
 * @returns undefined where no own message of that text is held
 */
export function editRecalled(state: State): State | undefined {
	const here = openConversation(state);
	if (!here || !isUnchangedCopy(state)) return undefined;
	const line = textOf(barOf(state));
	const found = recentAt(state, here, 1, ({from, text}) => from === state.me?.user && text === line);
	return found && compose(state, {type: 'edit', target: found.target}, found.text);
}

/** Up: recalls what was sent before; of a message that is still held, Ctrl-E edits the original. */
export function recallPrevious(before: State): State {
	const state = recall(before, -1);
	if (state === before || editRecalled(state) === undefined) return state;
	const again = keysOf('bar', 'submit');
	const statusMessage = safeText`${again} sends it again · ${keysOf('bar', 'cursorEnd')} edits the original`;
	return {...state, statusMessage};
}

/** Says in the status line what Enter will do, in shorter and shorter forms. */
export function composingForms(state: State): readonly [SafeText, ...SafeText[]] | undefined {
	const {composing} = state;
	const here = openConversation(state);
	if (!composing || !here) return undefined;
	const leaves = keysOf('bar', 'cancel');
	if (composing.type === 'edit')
		return [
			safeText`Editing: ${keysOf('bar', 'submit')} saves, ${leaves} leaves it as it was`,
			safeText`Editing; ${leaves} stops`,
		];
	const quoted = quotedBy(here, composing.to);
	const said = quoted
		? safeText`${quoted.from}: ${quotation(truncate(quoted.text, SHOWN))}`
		: safeText`an earlier message`;
	return [safeText`Replying to ${said}; ${leaves} replies to nobody`, safeText`Replying; ${leaves} stops`];
}
