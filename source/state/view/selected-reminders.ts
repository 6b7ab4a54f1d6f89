/** Lists the keys that do something with the selected message, for the status line. */
import {traitsOf} from '../../../protocol/conversation-kind.ts';
import {safeText, type SafeText} from '../../../protocol/text.ts';
import {openConversation, selectedIn} from '../chats/conversations.ts';
import {fileOf} from '../chats/files.ts';
import {linksIn} from '../chats/links.ts';
import {mayDelete} from '../chats/rooms.ts';
import {remindersFor, reminderText, type Reminder} from '../keyboard/reminders.ts';
import {scopeOf} from '../keyboard/scope.ts';
import type {Action} from '../model/action.ts';
import type {Message} from '../model/conversation.ts';
import type {State} from '../model/state.ts';
import {isFolded} from '../transcript/unfolding.ts';

/**
 * Formats the keys of the selected message in shorter and shorter forms: words are left out before keys are.
 * @returns undefined if no message is selected
 */
export function selectedForms(state: State): readonly SafeText[] | undefined {
	if (scopeOf(state) !== 'message') return undefined;
	const offered = offeredIn(state);
	const last = offered.at(-1);
	if (!last) return undefined;
	const keys = (some: readonly Reminder[]) => safeText`${some.map(reminder => reminder.keys).join(' ')}`;
	return [
		...offered.map((_, bare) => joined(offered, bare)),
		safeText`${keys(offered)} ${last.hint}`,
		...offered.map((_, gone) => keys([...offered.slice(0, offered.length - 1 - gone), last])),
		reminderText(last),
	];
}

/** Formats what each key does with the selected message. */
export function selectedReminders(state: State): readonly SafeText[] {
	return offeredIn(state).map(reminderText);
}

function offeredIn(state: State): readonly Reminder[] {
	const message = selectedIn(state);
	return message ? remindersFor('message', action => isOffered(state, message, action)) : [];
}

/** Joins the reminders, with this many words left out, from the one before the last on: the last key is the way back. */
function joined(reminders: readonly Reminder[], bare: number): SafeText {
	const last = reminders.length - 1;
	return safeText`${reminders
		.map((reminder, at) => (at < last - bare || at === last ? reminderText(reminder) : reminder.keys))
		.join('  ')}`;
}

/** Checks whether the action can do something with the message. */
function isOffered(state: State, message: Message, action: Action): boolean {
	const here = openConversation(state);
	const isOwn = message.from === state.me?.user;
	const traits = here && traitsOf(here.id);
	const isChangeable = traits !== undefined && traits.isStored && traits.isWritable;
	switch (action) {
		case 'replyTo':
		case 'reactTo':
		case 'pinChosen':
			return isChangeable;
		case 'editChosen':
			return isChangeable && isOwn;
		case 'deleteChosen':
			return isChangeable && here !== undefined && mayDelete(state, here, message);
		case 'openLink':
			return linksIn(message.text).length > 0;
		case 'saveFile':
		case 'previewFile':
			return fileOf(message) !== undefined;
		case 'unfoldOrGoToQuoted':
			return message.replyTo !== undefined || isFolded(state, message.sequence);
		default:
			return true;
	}
}
