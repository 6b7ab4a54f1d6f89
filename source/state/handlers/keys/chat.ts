/** Binds the keys of the chat, whichever of its panes has the keyboard, and of help over it. */
import {rowMoved} from '../../../../terminal/layout/edited-rows.ts';
import {edits, textOf} from '../../../../terminal/editor.ts';
import {selectMessage} from '../../actions/selecting.ts';
import {composeNothing, editRecalled, recallPrevious} from '../../chats/composing.ts';
import {completeNext} from '../../actions/completing.ts';
import {chooseFailed, editFailed, removeFailed, sendFailedAgain} from '../../actions/failed-messages.ts';
import {continued, runCommand, submit} from '../../actions/submitting.ts';
import {editFocused} from '../../actions/typing.ts';
import {
	chooseContact,
	nextConversation,
	nextPane,
	openContact,
	previousConversation,
	toggleList,
	unreadConversation,
} from '../../chats/switching.ts';
import {editBar, isUnchangedCopy, recall, searchBack} from '../../command-bar/bar.ts';
import {editInEditor} from '../../command-bar/external-editor.ts';
import {bringBack, kill, kills} from '../../command-bar/kill-ring.ts';
import {undo} from '../../command-bar/undo.ts';
import {openNextPending} from '../../dialogs/pending-dialogs.ts';
import {
	chooseMember,
	chooseMemberPages,
	hideMembers,
	openMember,
	toggleMembers,
} from '../../presence/member-list.ts';
import {openJump} from '../../pickers/jumping.ts';
import {openSearch} from '../../dialogs/searching.ts';
import {barOf} from '../../keyboard/scope.ts';
import type {State} from '../../model/state.ts';
import {step, type Step} from '../../model/step.ts';
import {closeHelp, searchHelp, withMark} from '../../panes/help-pane.ts';
import {barColumns} from '../../panes/layout.ts';
import {openBareView} from '../../dialogs/bare-view.ts';
import {catchUp, firstUnread, nextMention} from '../../transcript/landmarks.ts';
import {scroll, scrollPages, scrollToEnd, scrollToTop} from '../../transcript/moving.ts';
import {scrollHelp} from '../../view/help.ts';
import {changes, editing, scrolling, type Table} from './table.ts';

export const chat: Table = {
	...editing,
	submit: enter,
	accept: enter,
	paneNext: changes(state => nextPane(state, 1)),
	panePrevious: changes(state => nextPane(state, -1)),
	complete: state => completeOrMove(state, 1),
	completeBack: state => completeOrMove(state, -1),
	conversationNext: changes(state => nextConversation(state, 1)),
	conversationPrevious: changes(state => nextConversation(state, -1)),
	conversationUnread: changes(unreadConversation),
	conversationLast: changes(previousConversation),
	catchUp: changes(catchUp),
	firstUnread: changes(firstUnread),
	mentionPrevious: changes(state => nextMention(state, -1)),
	mentionNext: changes(state => nextMention(state, 1)),
	toggleList: changes(toggleList),
	members: changes(toggleMembers),
	names: state => runCommand(state, '/names'),
	bareView: changes(openBareView),
	startOrTop: changes(state =>
		isBarEmpty(state) ? scrollToTop(state) : editFocused(state, edits.cursorStart),
	),
	endOrNewest: state =>
		editFailed(state) ?? step(isBarEmpty(state) ? scrollToEnd(state) : editFocused(state, edits.cursorEnd)),
	jump: changes(openJump),
	...Object.fromEntries(kills.map(name => [name, changes(state => kill(state, name))])),
	undo: changes(undo),
	editText: editInEditor,
	prefix: changes(state => ({...state, prefixed: true})),
	bringBack: changes(bringBack),
	failedPrevious: changes(state => chooseFailed(state, -1) ?? selectMessage(state, -1)),
	failedNext: changes(state => chooseFailed(state, 1) ?? state),
	cursorEnd: state =>
		state.prefixed
			? editInEditor(state)
			: (editFailed(state) ?? step(editRecalled(state) ?? editFocused(state, edits.cursorEnd))),
	search: state => openSearch(state, ''),
	answer: changes(openNextPending),
	// Ctrl-K opens the jump dialog where the bar has no text to delete.
	deleteToEnd: changes(state => (isBarEmpty(state) ? openJump(state) : kill(state, 'deleteToEnd'))),
	pageUp: changes(state => scrollPages(state, -1)),
	pageDown: changes(state => scrollPages(state, 1)),
	lineUp: changes(state => scroll(state, -1)),
	lineDown: changes(state => scroll(state, 1)),
	scrollTop: changes(scrollToTop),
	scrollEnd: changes(scrollToEnd),
	listUp: changes(state => chooseContact(state, -1)),
	listDown: changes(state => chooseContact(state, 1)),
	listOpen: changes(openContact),
	historyPrevious: changes(state =>
		state.escaped ? selectMessage(state, -1) : (rowMovedInBar(state, -1) ?? recallPrevious(state)),
	),
	historyNext: changes(state => rowMovedInBar(state, 1) ?? recall(state, 1)),
	historySearch: changes(searchBack),
	cancel: backToBar,
};

export const members: Table = {
	...chat,
	listUp: changes(state => chooseMember(state, -1)),
	listDown: changes(state => chooseMember(state, 1)),
	pageUp: changes(state => chooseMemberPages(state, -1)),
	pageDown: changes(state => chooseMemberPages(state, 1)),
	scrollTop: changes(state => chooseMember(state, -Infinity)),
	scrollEnd: changes(state => chooseMember(state, Infinity)),
	listOpen: changes(openMember),
	cancel: changes(hideMembers),
};

export const help: Table = {
	...chat,
	...scrolling(scrollHelp),
	search: changes(searchHelp),
	cancel: changes(closeHelp),
};

export const helpSearch: Table = {
	...editing,
	...scrolling(scrollHelp),
	cancel: changes(closeHelp),
	interrupt: changes(closeHelp),
};

/** Enter: sends; behind a backslash it begins a new line, and in help that a `?` has opened it goes back to that text. */
function enter(state: State): Step {
	if (state.help?.isByMark && isBarEmpty(state)) return step(withMark(state, same => same));
	return sendFailedAgain(state) ?? continued(state) ?? submit(state);
}

function isBarEmpty(state: State): boolean {
	return textOf(barOf(state)) === '';
}

/** Tab: completes a command; without a completion it changes the pane. */
function completeOrMove(state: State, by: 1 | -1): Step {
	const types = state.pane === 'bar' && !isBarEmpty(state);
	return types ? completeNext(state, by) : step(nextPane(state, by));
}

/** Esc: returns to the bar; in the bar, it stops composing, or removes a failed message. */
function backToBar({contact: _chosen, ...state}: State): Step {
	if (state.pane !== 'bar') return step({...state, pane: 'bar'});
	if (state.composing) return step(composeNothing(state));
	return removeFailed(state) ?? step({...state, escaped: true});
}

/**
 * Moves the cursor to the row above or below in a text that takes several; a line that was just recalled makes room for the next one.
 * @returns undefined where there is no such row
 */
function rowMovedInBar(state: State, by: 1 | -1): State | undefined {
	const bar = barOf(state);
	if (bar.after === '' && isUnchangedCopy(state)) return undefined;
	const moved = rowMoved(bar, by, barColumns(state.size));
	return moved && editBar(state, () => moved);
}
