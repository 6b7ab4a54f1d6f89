/** Binds keys and clicks to actions, by the owner of the keyboard. */
import {isInChat} from '../../model/place.ts';
import {insert} from '../../../../terminal/editor.ts';
import {pickWelcome} from '../../actions/first-screen.ts';
import {interrupt, quit} from '../../dialogs/quitting.ts';
import {editFocused, reportTyping} from '../../actions/typing.ts';
import {numberedConversation} from '../../chats/switching.ts';
import {answer, answerAt, choiceTyped, isNews, typedOn} from '../../dialogs/answering.ts';
import {pickRow} from '../../pickers/list-dialog.ts';
import {lettingType} from '../../dialogs/dialog-focus.ts';
import {hold} from '../../sign-in/held-text.ts';
import {actionOf} from '../../keyboard/chords.ts';
import {unselect} from '../../actions/selecting.ts';
import {dialogOf, scopeOf, type Scope} from '../../keyboard/scope.ts';
import type {State} from '../../model/state.ts';
import {step, type Handlers, type Step} from '../../model/step.ts';
import {toggleHelp} from '../../panes/help-pane.ts';
import {chat, help, helpSearch, members} from './chat.ts';
import {dialog, dialogFields, focusDialogField, picker} from './dialogs.ts';
import {focusFormField, form, welcome} from './first-screens.ts';
import {holding, pickWhileHolding} from './holding.ts';
import {message} from './message.ts';
import {changes, type Table} from './table.ts';

/** Actions that work whatever is open on the screen. */
const terminal: Table = {
	quit,
	suspend: state => step(state, {type: 'suspend'}),
	redraw: state => step(state, {type: 'redraw'}),
};

const everywhere: Table = {
	interrupt,
	help: changes(state => (isInChat(state) ? toggleHelp(state) : state)),
	retryNow: state => step(state, {type: 'retryNow'}),
};

const tables: Readonly<Record<Scope, Table>> = {
	dialog: {...terminal, ...dialog},
	dialogFields: {...terminal, ...dialogFields},
	picker: {...terminal, ...picker},
	holding: {...terminal, ...everywhere, ...holding},
	welcome: {...terminal, ...everywhere, ...welcome},
	form: {...terminal, ...everywhere, ...form},
	help: {...terminal, ...everywhere, ...help},
	helpSearch: {...terminal, ...everywhere, ...helpSearch},
	contacts: {...terminal, ...everywhere, ...chat},
	transcript: {...terminal, ...everywhere, ...chat},
	members: {...terminal, ...everywhere, ...members},
	bar: {...terminal, ...everywhere, ...chat},
	message: {...terminal, ...everywhere, ...message},
};

/** Handles a click on a button, a choice or a field. */
const picked: Partial<Readonly<Record<Scope, (state: State, at: number) => Step>>> = {
	dialog: answerAt,
	dialogFields: (state, at) => step(focusDialogField(state, () => at)),
	picker: pickRow,
	holding: pickWhileHolding,
	welcome: pickWelcome,
	form: (state, at) => step(focusFormField(state, () => at)),
};

export const acted: Handlers<'acted'> = {
	/** An action without an entry in the table of the keyboard's owner does nothing. */
	acted(state, {action}) {
		const scope = scopeOf(state);
		if (typeof action === 'string') return tables[scope][action]?.(state) ?? step(state);
		if ('pick' in action) return picked[scope]?.(state, action.pick) ?? step(state);
		if ('choose' in action) return letterFor(state, scope, action.choose);
		return isInChat(state) && dialogOf(state) === undefined
			? step(numberedConversation(state, action.conversation))
			: step(state);
	},
};

/** Handles a letter where letters may be keys: of a dialog or of the selected message; any other is typed into the command bar. */
function letterFor(state: State, scope: Scope, text: string): Step {
	if (scope === 'dialog') return letter(state, text);
	const action = scope === 'message' ? actionOf(text, scope) : undefined;
	const does = typeof action === 'string' ? message[action] : undefined;
	return does ? does(state) : typed(unselect(state), text);
}

/**
 * Handles a letter for a dialog. Of no button, it begins what is typed ahead on the way in, and in the chat it is for the command bar if
 * the dialog asks nothing.
 */
function letter(state: State, text: string): Step {
	const key = choiceTyped(state, text);
	if (key !== undefined) return answer(state, key);
	if (!isInChat(state)) return step(hold(lettingType(state), text));
	return isNews(state) ? typed(typedOn(state), text) : step(state);
}

/** Types a letter into what is edited: the dialog that it was pressed for has closed, or is not meant. */
function typed(state: State, letter: string): Step {
	return reportTyping(editFocused(state, editor => insert(editor, letter)));
}
