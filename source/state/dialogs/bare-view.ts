/** Shows the messages on the screen alone, without frames and columns, so that the mouse selects whole lines of them. */
import {clean, safeText, type SafeText} from '../../../protocol/text.ts';
import {labelOf} from '../chats/contacts.ts';
import {isHidden, openConversation} from '../chats/conversations.ts';
import {messageAt} from '../chats/window.ts';
import {openDialog} from './dialogs.ts';
import type {Message} from '../model/conversation.ts';
import type {State} from '../model/state.ts';
import {clockTime} from '../text/time.ts';
import {spanShown} from '../transcript/scrolling.ts';

export function openBareView(state: State): State {
	const here = openConversation(state);
	const messages = here ? shownMessages(state) : [];
	if (!here || messages.length === 0)
		return {...state, statusMessage: safeText`There is no message here to select.`};
	const view = {
		above: safeText`${labelOf(state, here.id)}:`,
		lines: messages.flatMap(message => linesOf(message, state)),
		below: safeText`The mouse selects; /copy copies the last message. Enter goes back.`,
	};
	return openDialog(state, {type: 'copyView', view});
}

function shownMessages(state: State): readonly Message[] {
	const here = openConversation(state);
	if (!here) return [];
	const {top, bottom} = spanShown(state, here);
	const sequences = Array.from({length: Math.max(0, bottom - top + 1)}, (_, at) => top + at);
	return sequences
		.flatMap(sequence => messageAt(here.window, sequence) ?? [])
		.filter(message => !isHidden(state.blocked, here.id, message));
}

function linesOf({at, from, text}: Message, {settings}: State): readonly SafeText[] {
	return `${clockTime(at, settings)} ${from}: ${clean(text)}`.split('\n').map(clean);
}
