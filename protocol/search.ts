/** Defines the search for messages, in a part of the history at a time. */
import {z} from 'zod';
import {list} from './bounded.ts';
import {MAX_FOUND, MAX_PLACES, MAX_SEARCH} from './bounds.ts';
import {defineRequests} from './definition.ts';
import {message} from './messages.ts';
import {conversationSchema} from './name-schemas.ts';

/** The history of a conversation before the message with this sequence. */
export const place = z.object({conversation: conversationSchema, before: z.int().min(1)});
export type SearchPlace = z.infer<typeof place>;

/** Each conversation once, so that none is searched twice. */
const places = list(place, MAX_PLACES)
	.refine(all => all.length > 0)
	.refine(all => new Set(all.map(({conversation}) => conversation)).size === all.length);

export const searchRequests = defineRequests({
	/**
	 * Finds messages that contain every word of the text, in any case: from one place after the other, the newest of each first. The
	 * server searches only a part of a long history; to go on, the client asks again with the places in `left`.
	 */
	search: {
		fields: {text: z.string().min(1).max(MAX_SEARCH), places},
		reply: z.object({
			found: list(message.extend({conversation: conversationSchema}), MAX_FOUND),
			left: list(place, MAX_PLACES),
		}),
	},
});
