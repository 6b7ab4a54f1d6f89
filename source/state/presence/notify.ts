/** Notifies a user whose terminal has no focus: of unread messages meant for them, and of what others ask. */
import {traitsOf} from '../../../protocol/conversation-kind.ts';
import {cleanLine, safeText, type SafeText} from '../../../protocol/text.ts';
import {truncate} from '../../../terminal/width.ts';
import type {Conversation} from '../model/conversation.ts';
import type {State} from '../model/state.ts';
import {step, type Step} from '../model/step.ts';
import {labelOf} from '../chats/contacts.ts';
import {meantForMe, meantIn} from '../chats/unread.ts';
import {messageAt} from '../chats/window.ts';
import {isQuiet} from '../text/quiet-hours.ts';

/** Minimum milliseconds between two notifications: messages that come together notify once. */
const MIN_SILENCE = 1000;
/** Maximum cells of a notification; more is not shown anywhere. */
const MAX_COLUMNS = 120;
/** Maximum UTF-16 units of a message that are looked at. */
const MAX_UNITS = 500;

/** Notifies if more messages meant for the user are unread than before. */
export function notifyOfUnread(before: State, after: State): Step {
	return meantForMe(after) > meantForMe(before) ? notify(after, newsText(before, after)) : step(after);
}

/** Notifies, unless the terminal has the focus, the user does not want that now, or was notified just now. */
export function notify(state: State, text: SafeText): Step {
	const {settings, focused, now, notifiedAt} = state;
	const isSoon = Math.abs(now - notifiedAt) < MIN_SILENCE; // the clock may have been set back
	if (focused || isSoon || !mayNotify(state)) return step(state);
	const {notifications: by} = settings;
	const notified = {...state, notifiedAt: now};
	return by === 'osc9' || by === 'osc777'
		? step(notified, {type: 'notify', by, text: cleanLine(truncate(text, MAX_COLUMNS))})
		: step(notified, {type: 'bell'});
}

/** Checks whether the user wants notifications at this time of day. */
export function mayNotify({settings: {notifications, quietHours}, now}: State): boolean {
	return notifications !== 'off' && !isQuiet(quietHours, now);
}

/** Describes what has become unread: the message if it is one, else how many there are. */
function newsText(before: State, after: State): SafeText {
	const news = [...after.conversations.values()].filter(conversation => {
		const known = before.conversations.get(conversation.id);
		return meantIn(conversation) > (known ? meantIn(known) : 0);
	});
	const count = meantForMe(after) - meantForMe(before);
	if (count > 1) return safeText`${count} new messages for you`;
	return (news[0] && messageText(after, news[0])) ?? safeText`A new message for you`;
}

/**
 * Formats the newest message that is meant for the user: `bob: hello`, `#build bob: look`. What is said in a private chat stays in the
 * client.
 */
function messageText(state: State, {id, window, last, mentions}: Conversation): SafeText | undefined {
	const {isStored, countsMentions} = traitsOf(id);
	const message = messageAt(window, (countsMentions ? mentions.at(-1) : undefined) ?? last);
	if (!message) return undefined;
	const {from, text} = message;
	if (!isStored) return safeText`${from} wrote in your private chat`;
	const who = countsMentions ? safeText`${labelOf(state, id)} ${from}` : from;
	return safeText`${who}: ${cleanLine(text.slice(0, MAX_UNITS))}`;
}
