/** Hands the text in the command bar to the user's own editor, and takes it back. */
import {safeText} from '../../../protocol/text.ts';
import {setText, textOf} from '../../../terminal/editor.ts';
import {barOf} from '../keyboard/scope.ts';
import {keysOf} from '../keyboard/reminders.ts';
import type {EventOf} from '../model/event.ts';
import type {State} from '../model/state.ts';
import {step, type Step} from '../model/step.ts';
import {editBar, withCleared} from './bar.ts';
import {pastedText} from './pasted-text.ts';
import {isPrivate} from './unsaved.ts';

/** An editor has a file: what is written in a private chat never reaches the disk. */
export function editInEditor(state: State): Step {
	const {open} = state;
	if (isPrivate(open ?? ''))
		return step({
			...state,
			statusMessage: safeText`What you write in a private chat is in no file, so it is in no editor; write it here.`,
		});
	return step({...state, pane: 'bar'}, {type: 'editText', text: textOf(barOf(state)), conversation: open});
}

/** Puts the text where it was taken from; what stands there now can be brought back. */
export function textEdited(state: State, {conversation, before, text}: EventOf<'textEdited'>): State {
	const edited = pastedText(text);
	if (edited === before) return state;
	if (state.open !== conversation)
		return {
			...withCleared(state, edited),
			statusMessage: safeText`You are in another chat now; ${keysOf('bar', 'bringBack')} brings back what you wrote.`,
		};
	const now = textOf(barOf(state));
	const kept = now === before ? state : withCleared(state, now);
	return editBar(kept, ({pasted, ...editor}) => ({...setText(editor, edited), ...(pasted && {pasted})}));
}
