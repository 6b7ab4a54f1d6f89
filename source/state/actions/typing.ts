/** Passes typed text to the focused editor, and reports typing to the open conversation. */
import {pastedText} from '../command-bar/pasted-text.ts';
import {changeForm, isInChat, openWelcome} from '../model/place.ts';
import {isCommand} from '../../commands/line.ts';
import {mayBeShorthand} from '../../commands/shorthands.ts';
import {traitsOf} from '../../../protocol/conversation-kind.ts';
import type {ConversationId} from '../../../protocol/names.ts';
import {privateChatIn} from '../chats/private-chats.ts';
import type {Effect} from '../model/effect.ts';
import {editBar} from '../command-bar/bar.ts';
import {changeTopFields, replaceTop} from '../dialogs/dialogs.ts';
import {edits, insert, lineOf, paste, typedOver, type Editor} from '../../../terminal/editor.ts';
import type {StateEvent} from '../model/event.ts';
import {editField} from '../sign-in/forms.ts';
import {joinChoice} from '../sign-in/welcome.ts';
import {barOf, dialogOf, editorOf, hasFields, isPicker, scopeOf} from '../keyboard/scope.ts';
import type {State} from '../model/state.ts';
import {step, type Step} from '../model/step.ts';

/** Minimum milliseconds between two typing reports. */
const TYPING_EVERY = 3000;

export function editFocused(state: State, how: (editor: Editor) => Editor): State {
	const dialog = dialogOf(state);
	if (dialog && hasFields(dialog)) return changeTopFields(state, form => editField(form, how));
	if (dialog)
		return isPicker(dialog) ? replaceTop(state, {...dialog, editor: how(dialog.editor), chosen: 0}) : state;
	if (state.place.at === 'form') return changeForm(state, form => editField(form, how));
	if (state.help?.wanted) return {...state, help: {...state.help, wanted: how(state.help.wanted), row: 0}};
	if (state.place.at === 'chat') return editBar({...state, pane: 'bar'}, how);
	const {isFilledIn, ...welcome} = state.welcome;
	const seen = openWelcome(state); // the user has read the problem
	const edited = how(welcome.address);
	const address = isFilledIn ? typedOver(welcome.address, edited) : edited;
	return {...seen, welcome: {...welcome, choice: joinChoice(state), address}};
}

/** Edits the command bar with a key that was typed before the form over it was visible. */
export function editAhead(state: State, event: StateEvent): State {
	switch (event.type) {
		case 'edited': {
			const typed = event.before.slice(editorOf(state)?.before.length);
			return editBar(state, editor => insert(editor, typed));
		}
		case 'pasted':
			return editBar(state, editor => paste(editor, pastedText(event.text)));
		case 'acted': {
			const {action} = event;
			const edit = Object.entries(edits).find(([name]) => name === action)?.[1];
			return edit ? editBar(state, edit) : state;
		}
		default:
			return state;
	}
}

export function reportTyping(state: State): Step {
	const {open, now, typingReportedAt} = state;
	const text = lineOf(barOf(state));
	const silent =
		scopeOf(state) === 'helpSearch' ||
		!isInChat(state) ||
		state.dialogs.length > 0 ||
		text === '' ||
		isCommand(text) ||
		mayBeShorthand(text);
	if (silent || open === undefined || now - typingReportedAt < TYPING_EVERY) return step(state);
	const report = typingReport(state, open);
	return report ? step({...state, typingReportedAt: now}, report) : step(state);
}

/** Returns the effect that tells the server, or the partner of a private chat; undefined without a connection. */
function typingReport(state: State, id: ConversationId): Effect | undefined {
	const chat = privateChatIn(state, id);
	if (chat?.status === 'open') return {type: 'tellPeer', chat: chat.chat, message: {type: 'typing'}};
	const isTold = traitsOf(id).isStored && state.link.status === 'online';
	return isTold ? {type: 'request', request: {type: 'typing', conversation: id}} : undefined;
}
