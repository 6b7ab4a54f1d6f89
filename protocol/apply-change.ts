/** Applies changes to messages, in the same way at the server and at clients. */
import {MAX_EMOJI, MAX_REACTIONS} from './bounds.ts';
import type {Change} from './changes.ts';
import type {Message, Reaction} from './messages.ts';
import type {UserName} from './names.ts';

/** A change that was made: by whom, when, and as which revision of the conversation. */
type Made = {
	readonly by: UserName;
	readonly at: number;
	readonly revision: number;
	/** Undefined where it is hidden from the reader. */
	readonly change?: Change | undefined;
};

/** What changes touch of a message, in the form of the wire or of a client. */
type Changeable = Pick<Message, 'text' | 'kind' | 'replyTo' | 'file' | 'edited' | 'deleted' | 'revision'> & {
	reactions?: readonly Reaction[] | undefined;
};

/**
 * Applies a change. One that the message has already, by its revision, and one of a deleted message change nothing else, so that a message
 * is the same in whatever order it is read and its changes are heard of.
 */
export function applyChange<M extends Changeable>(message: M, {by, at, revision, change}: Made): M {
	if (revision <= (message.revision ?? 0)) return message;
	const changed = {...message, revision};
	if (!change || message.deleted !== undefined) return changed;
	switch (change.type) {
		case 'edit':
			return {...changed, text: change.text, edited: at};
		case 'delete':
			return deleted(changed, by);
		case 'react':
			return withReaction(changed, change.emoji, by, change.on);
		case 'pin':
			return changed;
		default:
			return change satisfies never;
	}
}

/** Takes away what was said, and what others said to it. */
function deleted<M extends Changeable>(message: M, by: UserName): M {
	const bare = {...message, text: '', deleted: by};
	delete bare.kind;
	delete bare.replyTo;
	delete bare.file;
	delete bare.edited;
	delete bare.reactions;
	return bare;
}

/** Adds a reaction where there is room for it, or takes it away. */
function withReaction<M extends Changeable>(message: M, emoji: string, by: UserName, on: boolean): M {
	const reactions = message.reactions ?? [];
	const rest = reactions.flatMap(one => {
		const others = one.emoji === emoji ? one.by.filter(user => user !== by) : one.by;
		return others.length > 0 || (on && one.emoji === emoji) ? [{emoji: one.emoji, by: others}] : [];
	});
	const all =
		on && hasRoom(reactions, emoji) ? added(rest, emoji, by) : rest.filter(one => one.by.length > 0);
	if (all.length > 0) return {...message, reactions: all};
	const bare = {...message};
	delete bare.reactions;
	return bare;
}

function added(reactions: readonly Reaction[], emoji: string, by: UserName): Reaction[] {
	if (!reactions.some(one => one.emoji === emoji)) return [...reactions, {emoji, by: [by]}];
	return reactions.map(one => (one.emoji === emoji ? {emoji, by: [...one.by, by]} : one));
}

/** Tells whether one more reaction with this emoji fits. */
export function hasRoom(reactions: readonly Reaction[], emoji: string): boolean {
	const all = reactions.reduce((sum, {by}) => sum + by.length, 0);
	return all < MAX_REACTIONS && (reactions.length < MAX_EMOJI || reactions.some(one => one.emoji === emoji));
}
