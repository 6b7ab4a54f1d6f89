/** Finds the newest messages of a conversation, counted back as the user sees them. */
import type {UserName} from '../../../protocol/names.ts';
import type {Conversation, Message} from '../model/conversation.ts';
import type {State} from '../model/state.ts';
import {isHidden} from './conversations.ts';
import {withPending} from './changing.ts';
import {backwards} from './window.ts';

/** A message to change or to reply to: by its sequence, or by its id while it waits to be sent. */
export type Recent = {
	readonly target: number | string;
	readonly from: UserName;
	readonly text: string;
	/** The emoji of the user's own reactions. */
	readonly reactions: readonly string[];
};

/** Yields the messages that can be read, newest first, as they stand with the user's own changes; those that wait come first. */
function* recentIn({blocked, me}: State, here: Conversation): Generator<Recent> {
	if (me) {
		for (const {id, text, problem} of here.queued.toReversed()) {
			const {message} = withPending(here, {sequence: 0, id, from: me.user, at: 0, text}, me.user);
			if (problem === undefined && message.deleted === undefined)
				yield {target: id, from: me.user, text: message.text, reactions: ownIn(message, me.user)};
		}
	}

	for (const held of backwards(here.window)) {
		const {message} = withPending(here, held, me?.user);
		if (isReadable(message) && !isHidden(blocked, here.id, message))
			yield {
				target: held.sequence,
				from: message.from,
				text: message.text,
				reactions: ownIn(message, me?.user),
			};
	}
}

function ownIn({reactions = []}: Message, user: UserName | undefined): string[] {
	return reactions.filter(({by}) => by.some(one => one === user)).map(({emoji}) => emoji);
}

function isReadable({deleted}: Message): boolean {
	return deleted === undefined;
}

/**
 * Finds the message that stands `back` messages before the end, from 1, among those of a kind.
 * @returns undefined where so many are not held
 */
export function recentAt(
	state: State,
	here: Conversation,
	back: number,
	isMeant: (message: Recent) => boolean = () => true,
): Recent | undefined {
	let left = back;
	for (const message of recentIn(state, here)) {
		if (isMeant(message)) left--;
		if (left === 0) return message;
	}

	return undefined;
}
