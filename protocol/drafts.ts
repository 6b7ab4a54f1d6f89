/** Defines drafts that follow a user from screen to screen, where the server allows several. */
import {z} from 'zod';
import {list} from './bounds.ts';
import {defineAnnouncements, defineRequests} from './definition.ts';
import {conversationSchema} from './names.ts';
import {MAX_TEXT_BYTES} from './text.ts';

/** Maximum drafts of an account that the server holds, in memory alone; the newest are kept. */
export const MAX_DRAFTS = 20;

/** `text`: the line as it stands in the command bar; empty: there is no draft any more. */
const draft = z.object({conversation: conversationSchema, text: z.string().max(MAX_TEXT_BYTES)});
export const drafts = list(draft, MAX_DRAFTS);

export const draftRequests = defineRequests({
	/** Tells the user's other screens what is being written. */
	setDraft: {fields: draft.shape, reply: z.object({})},
});

export const draftAnnouncements = defineAnnouncements({
	/** The user has written this on another screen. */
	draftSet: draft,
});
