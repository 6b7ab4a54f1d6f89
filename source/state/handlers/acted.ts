/** What each key does, by who has the keyboard: a table for each scope, and one for all that are no dialog. */
import type {Action} from '../model/action.ts';
import {recall, searchBack} from '../keyboard/bar.ts';
import {completeNext} from '../keyboard/completing.ts';
import {
	answer,
	answerAt,
	answerChosen,
	answerHarmlessly,
	answerNext,
	chooseNext,
	replaceTop,
} from '../dialogs/dialogs.ts';
import {scrollDialog} from '../dialogs/dialog-layout.ts';
import {edits, insert, textOf} from '../keyboard/editor.ts';
import {
	blockedFor,
	changedForm,
	checkForm,
	credentialsOf,
	focusField,
	switchedForm,
	valuesOf,
} from '../sign-in/forms.ts';
import {forgetPerson} from '../model/initial.ts';
import {openJump} from '../dialogs/jumping.ts';
import {chooseFailed, editFailed, removeFailed, sendFailedAgain} from '../chats/failing.ts';
import {bringBack, kill, kills} from '../keyboard/killing.ts';
import {closeHelp, scrollHelp, searchHelp, toggleHelp} from '../view/help.ts';
import {interrupt, quit} from '../dialogs/leaving.ts';
import {openSearch} from '../dialogs/searching.ts';
import {
	chooseContact,
	nextConversation,
	nextPane,
	numberedConversation,
	openContact,
	previousConversation,
	scroll,
	scrollPages,
	scrollToEnd,
	scrollToTop,
	unreadConversation,
} from '../chats/moving.ts';
import type {Scroll} from '../view/paging.ts';
import {acceptPicked, elsewhere, pick, PICKED_PAGE, pickRow} from '../dialogs/list-dialog.ts';
import {barOf, dialogOf, scopeOf, type Scope} from '../keyboard/scope.ts';
import type {State} from '../model/state.ts';
import {step, type Handlers, type Step} from '../model/step.ts';
import {submit} from '../keyboard/submitting.ts';
import {editFocused, tellTyping} from '../keyboard/typing.ts';
import {acceptWelcome, chooseWelcome, pickWelcome} from '../sign-in/welcome.ts';
import {stopWaiting} from '../sign-in/waiting.ts';

type Name = Extract<Action, string>;
type Does = (state: State) => Step;
type Table = Partial<Readonly<Record<Name, Does>>>;

const stays =
	(how: (state: State) => State): Does =>
	state =>
		step(how(state));

const editing: Table = Object.fromEntries(
	Object.entries(edits).map(([name, edit]) => [name, stays(state => editFocused(state, edit))]),
);

function scrolling(how: (state: State, by: Scroll) => State): Table {
	const moves = ['pageUp', 'pageDown', 'lineUp', 'lineDown', 'scrollTop', 'scrollEnd'] as const;
	return Object.fromEntries(moves.map(move => [move, stays(state => how(state, move))]));
}

/** These reach the screen whatever is open on it. */
const terminal: Table = {
	suspend: state => step(state, {type: 'suspend'}),
	redraw: state => step(state, {type: 'redraw'}),
};

const dialog: Table = {
	...scrolling(scrollDialog),
	choicePrevious: state => chooseNext(state, -1),
	choiceNext: state => chooseNext(state, 1),
	accept: answerChosen,
	submit: answerChosen,
	cancel: answerHarmlessly,
	interrupt: answerHarmlessly,
};

const dialogFields: Table = {
	...editing,
	fieldPrevious: stays(state => focusDialogField(state, at => at - 1)),
	fieldNext: stays(state => focusDialogField(state, at => at + 1)),
	submit: submitPassword,
	accept: submitPassword,
	cancel: answerHarmlessly,
	interrupt: answerHarmlessly,
};

const picker: Table = {
	...editing,
	choicePrevious: stays(state => pick(state, -1)),
	choiceNext: stays(state => pick(state, 1)),
	pageUp: stays(state => pick(state, -PICKED_PAGE)),
	pageDown: stays(state => pick(state, PICKED_PAGE)),
	searchElsewhere: elsewhere,
	accept: acceptPicked,
	submit: acceptPicked,
	cancel: answerHarmlessly,
	interrupt: answerHarmlessly,
};

const everywhere: Table = {
	quit,
	interrupt,
	help: stays(state => (state.place === 'chat' ? toggleHelp(state) : state)),
	retryNow: state => step(state, {type: 'retryNow'}),
};

const welcome: Table = {
	...editing,
	choicePrevious: stays(state => chooseWelcome(state, -1)),
	choiceNext: stays(state => chooseWelcome(state, 1)),
	accept: acceptWelcome,
	submit: acceptWelcome,
	cancel: stays(stopWaiting),
};

const form: Table = {
	...editing,
	fieldPrevious: stays(state => focusFormField(state, at => at - 1)),
	fieldNext: stays(state => focusFormField(state, at => at + 1)),
	submit: submitForm,
	accept: submitForm,
	switchForm: stays(state => (state.form ? {...state, form: switchedForm(state.form)} : state)),
	cancel: stays(leaveForm),
};

const chat: Table = {
	...editing,
	submit: state => sendFailedAgain(state) ?? submit(state),
	accept: state => sendFailedAgain(state) ?? submit(state),
	paneNext: stays(state => nextPane(state, 1)),
	panePrevious: stays(state => nextPane(state, -1)),
	complete: stays(state => completeOrMove(state, 1)),
	completeBack: stays(state => completeOrMove(state, -1)),
	conversationNext: stays(state => nextConversation(state, 1)),
	conversationPrevious: stays(state => nextConversation(state, -1)),
	conversationUnread: stays(unreadConversation),
	conversationLast: stays(previousConversation),
	jump: stays(openJump),
	...Object.fromEntries(kills.map(name => [name, stays(state => kill(state, name))])),
	bringBack: stays(bringBack),
	failedPrevious: stays(state => chooseFailed(state, -1)),
	failedNext: stays(state => chooseFailed(state, 1)),
	cursorEnd: state => editFailed(state) ?? step(editFocused(state, edits.cursorEnd)),
	search: state => openSearch(state, ''),
	answer: stays(answerNext),
	// Ctrl-K: where there is nothing to delete it is free for what it means elsewhere.
	deleteToEnd: stays(state => (textOf(barOf(state)) === '' ? openJump(state) : kill(state, 'deleteToEnd'))),
	pageUp: stays(state => scrollPages(state, -1)),
	pageDown: stays(state => scrollPages(state, 1)),
	lineUp: stays(state => scroll(state, -1)),
	lineDown: stays(state => scroll(state, 1)),
	scrollTop: stays(scrollToTop),
	scrollEnd: stays(scrollToEnd),
	listUp: stays(state => chooseContact(state, -1)),
	listDown: stays(state => chooseContact(state, 1)),
	listOpen: stays(openContact),
	historyPrevious: stays(state => recall(state, -1)),
	historyNext: stays(state => recall(state, 1)),
	historySearch: stays(searchBack),
	cancel: backToBar,
};

const help: Table = {
	...chat,
	...scrolling(scrollHelp),
	search: stays(searchHelp),
	cancel: stays(closeHelp),
};

const helpSearch: Table = {
	...editing,
	...scrolling(scrollHelp),
	cancel: stays(closeHelp),
	interrupt: stays(closeHelp),
};

const tables: Readonly<Record<Scope, Table>> = {
	dialog: {...terminal, ...dialog},
	dialogFields: {...terminal, ...dialogFields},
	picker: {...terminal, ...picker},
	welcome: {...terminal, ...everywhere, ...welcome},
	form: {...terminal, ...everywhere, ...form},
	help: {...terminal, ...everywhere, ...help},
	helpSearch: {...terminal, ...everywhere, ...helpSearch},
	contacts: {...terminal, ...everywhere, ...chat},
	transcript: {...terminal, ...everywhere, ...chat},
	bar: {...terminal, ...everywhere, ...chat},
};

/** What a click on a button, a choice or a field does. */
const picked: Partial<Readonly<Record<Scope, (state: State, at: number) => Step>>> = {
	dialog: answerAt,
	dialogFields: (state, at) => step(focusDialogField(state, () => at)),
	picker: pickRow,
	welcome: pickWelcome,
	form: (state, at) => step(focusFormField(state, () => at)),
};

export const acted: Handlers<'acted'> = {
	/** A key that means nothing to the one owner of the keyboard does nothing. */
	acted(state, {action}) {
		const scope = scopeOf(state);
		if (typeof action === 'string') return tables[scope][action]?.(state) ?? step(state);
		if ('pick' in action) return picked[scope]?.(state, action.pick) ?? step(state);
		if ('choose' in action)
			return scope === 'dialog' ? answer(state, action.choose) : typed(state, action.choose);
		return state.place === 'chat' && dialogOf(state) === undefined
			? step(numberedConversation(state, action.conversation))
			: step(state);
	},
};

/** A letter for a dialog that nobody could have read yet. */
function typed(state: State, letter: string): Step {
	return tellTyping(editFocused(state, editor => insert(editor, letter)));
}

/** Tab: completes where there is something to complete, and changes the pane where there is not. */
function completeOrMove(state: State, by: 1 | -1): State {
	const types = state.pane === 'bar' && textOf(barOf(state)) !== '';
	return types ? completeNext(state, by) : nextPane(state, by);
}

/** Esc: back to the bar; there, it is for what could not be sent. */
function backToBar({contact: _chosen, ...state}: State): Step {
	return state.pane === 'bar' ? removeFailed(state) : step({...state, pane: 'bar'});
}

function focusFormField(state: State, to: (focus: number) => number): State {
	return state.form ? {...state, form: focusField(state.form, to)} : state;
}

function focusDialogField(state: State, to: (focus: number) => number): State {
	const top = state.dialogs.at(-1);
	return top?.type === 'password' ? replaceTop(state, {...top, form: focusField(top.form, to)}) : state;
}

/** Enter goes to the next field, and from the last one to the server. */
function submitForm(state: State): Step {
	const {form} = state;
	if (!form || form.waiting || blockedFor(form, state.now) > 0) return step(state);
	if (form.focus < form.fields.length - 1) return step({...state, form: focusField(form, at => at + 1)});
	const checked = checkForm(form, form.kind);
	const next = {...state, form: checked};
	return checked.waiting ? step(next, {type: 'signIn', credentials: credentialsOf(checked)}) : step(next);
}

function submitPassword(state: State): Step {
	const top = state.dialogs.at(-1);
	if (top?.type !== 'password' || top.form.waiting) return step(state);
	if (top.form.focus < top.form.fields.length - 1) return step(focusDialogField(state, at => at + 1));
	const checked = checkForm(top.form, 'password', state.me?.user);
	const next = replaceTop(state, {...top, form: checked});
	const {old, password} = valuesOf(checked);
	return checked.waiting
		? step(next, {type: 'request', request: {type: 'changePassword', old, new: password}})
		: step(next);
}

/** Esc in the form: no longer waits for an answer, else back to the first screen, where the address still stands. */
function leaveForm(state: State): State {
	return state.form?.waiting ? {...state, form: changedForm(state.form, {})} : forgetPerson(state);
}
