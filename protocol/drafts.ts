/** Defines drafts that follow a user from screen to screen, where the server allows several. */
import {z} from 'zod';
import {MAX_DRAFTS} from './bounds.ts';
import {list} from './bounded.ts';
import {defineAnnouncements, defineRequests} from './definition.ts';
import {conversationSchema} from './name-schemas.ts';
import {MAX_TEXT_BYTES} from './text.ts';

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
