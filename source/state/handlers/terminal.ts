/** Handles the terminal: size, focus, mouse, typed and pasted text. */
import {isInChat} from '../model/place.ts';
import {lettersOf, safeText} from '../../../protocol/text.ts';
import {scrollContacts, shownContacts} from '../chats/contact-list.ts';
import type {ContactRow} from '../chats/contacts.ts';
import {typedOn} from '../dialogs/answering.ts';
import {lettingType} from '../dialogs/dialog-focus.ts';
import {openDialog} from '../dialogs/dialogs.ts';
import {isLongPaste} from '../dialogs/definitions/pasting.ts';
import {openNextPending} from '../dialogs/pending-dialogs.ts';
import {insert, paste, replaceBefore, textOf, type Editor} from '../../../terminal/editor.ts';
import {compactAt} from '../view/compact-contacts.ts';
import {scrollHelp} from '../view/help.ts';
import {openHelpByMark, withMark} from '../panes/help-pane.ts';
import {layoutOf} from '../panes/layout.ts';
import {contains, insideOf, type Rectangle} from '../../../terminal/layout/rectangle.ts';
import {selectAt} from '../actions/selecting.ts';
import {sequenceAt} from '../transcript/transcript.ts';
import {switchTo} from '../chats/opening.ts';
import {scroll} from '../transcript/moving.ts';
import {barOf, dialogOf, editorOf, isMultiline, scopeOf} from '../keyboard/scope.ts';
import {openMemberAt, scrollMembers} from '../presence/member-list.ts';
import type {State} from '../model/state.ts';
import {step, type Handlers, type Step} from '../model/step.ts';
import {hold} from '../sign-in/held-text.ts';
import {editFocused, reportTyping} from '../actions/typing.ts';
import {isPath, pastedText} from '../command-bar/pasted-text.ts';

export const terminal: Handlers<
	| ('resized' | 'focusChanged' | 'backgroundTold' | 'suggested')
	| ('edited' | 'pasted' | 'typedAhead' | 'clicked' | 'dragged' | 'wheeled')
> = {
	resized: (state, {size}) => step({...state, size}),
	suggested: (state, {suggestion}) => step({...state, suggestion}),
	focusChanged: (state, {focused}) => step({...state, focused}),
	backgroundTold: (state, {background}) => step({...state, colours: {...state.colours, background}}),
	edited: (state, {before}) =>
		before === '?' && opensHelp(state)
			? step(openHelpByMark(state))
			: edited(state, editor => replaceBefore(editor, before)),
	typedAhead: (state, {text}) =>
		isInChat(state)
			? edited(typedOn(state), editor => insert(editor, text))
			: step(hold(lettingType(state), text)),
	/** A paste into the bar keeps its lines; a field accepts printable characters, in most fields on one line. */
	pasted(before, {text}) {
		if (scopeOf(before) === 'holding') return step(hold(before, text));
		const state = typedOn(before);
		const inBar = editorOf(state) === barOf(state);
		if (!inBar) {
			const letters = lettersOf(text).trim();
			return edited(state, editor =>
				insert(editor, isMultiline(state) ? letters : letters.replaceAll('\n', ' ')),
			);
		}

		const pasted = pastedText(text);
		if (isLongPaste(pasted)) return step(openDialog(state, {type: 'longPaste', text: pasted}));
		const hinted =
			isPath(pasted) && textOf(barOf(state)) === '' ? {...state, statusMessage: PATH_HINT} : state;
		return edited(hinted, editor => paste(editor, pasted));
	},

	clicked(state, {column, row}) {
		if (dialogOf(state) || !isInChat(state)) return step(state);
		const {contacts, compactContacts, transcript, members, bar, status, framed} = layoutOf(state);
		if (state.pendingDialogs.length > 0 && contains(status, column, row)) return step(openNextPending(state));
		if (contains(bar, column, row)) return step({...state, pane: 'bar'});
		if (contains(members, column, row)) return step(openMemberAt(state, row));
		if (contains(transcript, column, row)) return step(pointedAt(state, insideOf(transcript, framed), row));
		if (compactContacts && contains(compactContacts, column, row))
			return step(openRow(state, compactAt(state, column)));
		if (!contacts || !contains(contacts, column, row)) return step(state);
		const {first, lines} = shownContacts(state);
		const line = lines[row - insideOf(contacts, framed).row];
		const clicked = line && 'row' in line ? line.row : undefined;
		// Keeps the list in place under the mouse.
		return step(clicked ? {...switchTo(state, clicked.id), listTop: first} : {...state, pane: 'contacts'});
	},

	dragged: state =>
		step({
			...state,
			statusMessage: safeText`To select text, hold Shift; or /mouse off, and /copy for the last message.`,
		}),

	wheeled(state, {column, row, rows}) {
		if (dialogOf(state) || !isInChat(state)) return step(state);
		if (contains(layoutOf(state).contacts, column, row)) return step(scrollContacts(state, rows));
		if (contains(layoutOf(state).members, column, row)) return step(scrollMembers(state, rows));
		return step(state.help ? scrollHelp(state, rows) : scroll(state, rows));
	},
};

const PATH_HINT = safeText`/upload before it sends the file itself.`;

/** Selects the message that was clicked, or gives the transcript the keyboard. */
function pointedAt(state: State, inside: Rectangle, row: number): State {
	const sequence = sequenceAt(state, inside.row + inside.height - 1 - row);
	const selected = sequence === undefined ? state : selectAt(state, sequence);
	return selected === state ? {...state, pane: 'transcript'} : selected;
}

function openRow(state: State, row: ContactRow | undefined): State {
	return row ? switchTo(state, row.id) : state;
}

/** Checks whether a `?` is typed into the empty command bar. */
function opensHelp(state: State): boolean {
	return editorOf(state) === barOf(state) && textOf(barOf(state)) === '' && state.help === undefined;
}

function edited(state: State, how: (editor: Editor) => Editor): Step {
	return reportTyping(withMark(state, next => editFocused(next, how)));
}
