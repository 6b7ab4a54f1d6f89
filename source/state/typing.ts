/** Text goes to the editor that has the keyboard; the partner of the open conversation is told that one types. */
import {isCommand} from '../commands/line.ts';
import {editBar} from './bar.ts';
import {replaceTop} from './dialogs.ts';
import {lineOf, type Editor} from './editor.ts';
import {editField} from './forms.ts';
import {joinChoice} from './welcome.ts';
import {barOf, isPicker} from './scope.ts';
import type {State} from './state.ts';
import {step, type Step} from './step.ts';

/** How often others are told, while one goes on typing. */
const TYPING_EVERY = 3000;

export function editFocused(state: State, how: (editor: Editor) => Editor): State {
	const dialog = state.dialogs.at(-1);
	if (dialog?.type === 'password') return replaceTop(state, {...dialog, form: editField(dialog.form, how)});
	if (dialog)
		return isPicker(dialog) ? replaceTop(state, {...dialog, editor: how(dialog.editor), chosen: 0}) : state;
	if (state.place === 'form') return state.form ? {...state, form: editField(state.form, how)} : state;
	if (state.place === 'chat') return editBar({...state, pane: 'bar'}, how);
	const {problem, ...welcome} = state.welcome;
	return {...state, welcome: {...welcome, choice: joinChoice(state), address: how(welcome.address)}};
}

export function tellTyping(state: State): Step {
	const {open, now, typingAt, link} = state;
	const text = lineOf(barOf(state));
	const silent = state.place !== 'chat' || state.dialogs.length > 0 || text === '' || isCommand(text);
	if (silent || open === undefined || link.status !== 'online' || now - typingAt < TYPING_EVERY)
		return step(state);
	return step({...state, typingAt: now}, {type: 'request', request: {type: 'typing', conversation: open}});
}
