/** Defines changes of stored messages: edits, deletions, reactions and pins, and reading what has changed since. */
import {z} from 'zod';
import {count, list, MAX_PINS, shaped, time} from './bounds.ts';
import {defineAnnouncements, defineRequests} from './definition.ts';
import {
	MAX_EMOJI,
	MAX_EMOJI_LENGTH,
	MAX_REACTIONS,
	message,
	messageId,
	type Message,
	type Reaction,
} from './messages.ts';
import {conversationSchema, userNameSchema, type UserName} from './names.ts';
import {MAX_TEXT_BYTES} from './text.ts';

/** Maximum messages in one reply about changes. */
export const MAX_PAGE_CHANGED = 500;

/** Pictographs, flags and keycaps with what joins them; not a word, nor a digit alone. The newest emoji are unknown to older tables. */
const EMOJI =
	/^(?=.*[\p{Extended_Pictographic}\p{Regional_Indicator}\u20e3])[\p{Emoji}\p{Emoji_Component}\p{Extended_Pictographic}\u200d\ufe0f\u20e3]+$/u;

export function isEmoji(text: string): boolean {
	return text.length <= MAX_EMOJI_LENGTH && EMOJI.test(text);
}

/** A message: its sequence, or the id that its sender's client gave it. */
export const target = z.union([z.int().min(1), messageId]);

export const change = z.discriminatedUnion('type', [
	/** Replaces the text of one's own message. */
	z.strictObject({type: z.literal('edit'), text: z.string().max(MAX_TEXT_BYTES)}),
	/** Removes the text: one's own, or as an operator of the room. */
	z.strictObject({type: z.literal('delete')}),
	/** Adds a reaction, or takes one's own away. */
	z.strictObject({type: z.literal('react'), emoji: shaped(EMOJI, MAX_EMOJI_LENGTH), on: z.boolean()}),
	/** Pins the message in its conversation, for all, or unpins it. */
	z.strictObject({type: z.literal('pin'), on: z.boolean()}),
]);
export type Change = z.infer<typeof change>;

/** A change that was made: by whom, when, and as which revision of the conversation. */
type Made = {
	readonly by: UserName;
	readonly at: number;
	readonly revision: number;
	/** Undefined where it is hidden from the reader. */
	readonly change?: Change | undefined;
};

export const changeRequests = defineRequests({
	/**
	 * Changes a message. `target`: its sequence, or the id that the user's own client gave it and may not have been answered yet. `messageId`
	 * makes a repeated change one, as it does for a message; the order of both is kept.
	 */
	change: {
		fields: {
			conversation: conversationSchema,
			messageId,
			target,
			change,
		},
		reply: z.object({sequence: z.int().min(1), at: time, revision: z.int().min(1)}),
	},
	/**
	 * Reads the messages with `from` ≤ sequence ≤ `upTo` that were changed after the revision `since`, in order, as many as fit. `next`:
	 * from where to go on. `revision`: changes up to this one are in them.
	 */
	changedSince: {
		fields: {conversation: conversationSchema, since: count, from: z.int().min(1), upTo: z.int().min(1)},
		reply: z.object({
			messages: list(message, MAX_PAGE_CHANGED),
			revision: count,
			next: z.int().min(1).optional(),
		}),
	},
	/** Reads single messages, such as the pinned ones, in the order of their sequences; those that are not kept are left out. */
	messagesAt: {
		fields: {conversation: conversationSchema, sequences: list(z.int().min(1), MAX_PINS)},
		reply: z.object({messages: list(message, MAX_PINS), revision: count}),
	},
});

export const changeAnnouncements = defineAnnouncements({
	/** A message in a conversation of the recipient has changed, also by the recipient on another connection. */
	messageChanged: z.object({
		conversation: conversationSchema,
		sequence: z.int().min(1),
		by: userNameSchema,
		at: time,
		revision: z.int().min(1),
		/** Absent where the recipient has blocked the sender of the message, or who reacted. */
		change: change.optional(),
	}),
});

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
