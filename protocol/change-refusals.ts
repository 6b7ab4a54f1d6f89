/** Defines the refusals to change a message. */
import {MAX_PINS, MAX_EMOJI, MAX_REACTIONS} from './bounds.ts';
import {safeText} from './text.ts';

export const changeRefusals = {
	noSuchMessage: {
		sentence: () => safeText`That message is not kept here; choose another.`,
	},
	notYourMessage: {
		sentence: ({user}: {user: string}) => safeText`Only its sender, ${user}, can change that message.`,
	},
	messageDeleted: {
		sentence: () => safeText`That message was deleted; choose another.`,
	},
	tooManyReactions: {
		sentence: () =>
			safeText`There is no room for another reaction: a message has at most ${MAX_EMOJI} different ones, and ${MAX_REACTIONS} in all.`,
	},
	tooManyPins: {
		sentence: () =>
			safeText`${MAX_PINS} messages are pinned here, which is the most; unpin one that is no longer needed.`,
	},
};
