/** Groups consecutive messages of one user: the first one has the name, and of the user's own the last one the delivery mark. */
import type {UserName} from '../../../protocol/names.ts';
import {isHidden, markOf, type Mark} from '../chats/conversations.ts';
import {messageAt} from '../chats/window.ts';
import type {Message, Queued} from '../model/conversation.ts';
import {dayOf} from '../text/time.ts';
import type {Scene} from './scene.ts';

/** Minimum milliseconds of silence after which a message has the name of its sender again. */
const SILENCE_MS = 5 * 60_000;

/** Checks whether the message belongs to the run of the one above it, so that the name of its sender is not repeated. */
export function continuesRun(scene: Scene, message: Message): boolean {
	const {conversation, first, notices} = scene;
	const {sequence, from} = message;
	const before = sequence > first ? messageAt(conversation.window, sequence - 1) : undefined;
	if (!before || conversation.newAfter === before.sequence || notices.has(before.sequence)) return false;
	return !isHidden(scene.blocked, conversation.id, before) && isRun(before, before.from, message, from);
}

/** Checks the same of a message that waits. `index`: its place among those that wait. */
export function queuedContinuesRun(scene: Scene, index: number): boolean {
	const {conversation, me, notices, tail} = scene;
	const {queued, window} = conversation;
	const entry = queued[index];
	const above = queued[index - 1];
	if (!entry) return false;
	if (above) return above.problem === undefined && isRun(above, me, entry, me);
	const before = messageAt(window, tail - 1);
	return (
		before !== undefined &&
		!notices.has(tail) &&
		!notices.has(before.sequence) &&
		isRun(before, before.from, entry, me)
	);
}

function isRun(
	before: Message | Queued,
	by: UserName | undefined,
	next: Message | Queued,
	from: UserName | undefined,
): boolean {
	if (by !== from || [before, next].some(({kind}) => kind === 'action') || next.replyTo !== undefined)
		return false;
	return next.at - before.at < SILENCE_MS && dayOf(before.at) === dayOf(next.at);
}

/** Returns the delivery mark of a message of the user, unless the next message is the user's too and has the same. */
export function shownMark({conversation, me}: Scene, sequence: number): Mark | undefined {
	const mark = markOf(conversation, sequence);
	const next = messageAt(conversation.window, sequence + 1);
	return next?.from === me && markOf(conversation, sequence + 1) === mark ? undefined : mark;
}
