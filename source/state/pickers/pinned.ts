/** Lists the pinned messages of a conversation, the one pinned last first, and goes to one. */
import {safeText, type SafeText} from '../../../protocol/text.ts';
import {textOf} from '../../../terminal/editor.ts';
import {conversationOf, isHidden} from '../chats/conversations.ts';
import {switchTo} from '../chats/opening.ts';
import {quotedBy} from '../chats/quotes.ts';
import type {Message} from '../model/conversation.ts';
import type {Picker} from '../model/dialog.ts';
import type {State} from '../model/state.ts';
import {step, type Step} from '../model/step.ts';
import {shortMomentText} from '../text/time.ts';

type Pins = Extract<Picker, {readonly type: 'pins'}>;

function found(state: State, {conversation, editor}: Pins): readonly Message[] {
	const here = conversationOf(state, conversation);
	const words = textOf(editor).trim().toLowerCase();
	return here.pins
		.toReversed()
		.flatMap(sequence => quotedBy(here, sequence) ?? [])
		.filter(message => !isHidden(state.blocked, here.id, message))
		.filter(({from, text}) => `${from} ${text}`.toLowerCase().includes(words));
}

export function pinRows(state: State, picker: Pins): readonly SafeText[] {
	return found(state, picker).map(
		({from, at, text}) => safeText`${from}, ${shortMomentText(at, state)}: ${text}`,
	);
}

export function acceptPin(state: State, picker: Pins): Step {
	const message = found(state, picker)[picker.chosen];
	return message
		? step(switchTo({...state, dialogs: []}, picker.conversation, message.sequence))
		: step(state);
}
