/** Defines relationships: blocks, friendships, and proposals (friend requests and invitations). */
import {z} from 'zod';
import {list, time} from './bounded.ts';
import {MAX_CONVERSATIONS, MAX_TOPIC} from './bounds.ts';
import {defineAnnouncements, defineRequests} from './definition.ts';
import {roomNameSchema, userNameSchema} from './name-schemas.ts';

const kind = z.enum(['friend', 'invitation']);

/** A proposal: a friend request, or an invitation into a room, that its recipient has not answered. */
export const proposal = z.object({
	kind,
	from: userNameSchema,
	to: userNameSchema,
	room: roomNameSchema.optional(),
	at: time,
});
export type Proposal = z.infer<typeof proposal>;

/** `topics`: the topics that the other user has set in the user's rooms, as the client shows them from now on. */
const topicsChanged = z.object({
	topics: list(
		z.object({room: roomNameSchema, topic: z.string().max(MAX_TOPIC)}),
		MAX_CONVERSATIONS,
	).optional(),
});
const user = userNameSchema;

export const relationshipRequests = defineRequests({
	block: {fields: {user}, reply: topicsChanged},
	unblock: {fields: {user}, reply: topicsChanged},
	/** Sends a friend request, which `unfriend` withdraws; accepts the other user's request if there is one. */
	befriend: {fields: {user}, reply: z.object({friends: z.boolean()})},
	unfriend: {fields: {user}, reply: z.object({})},
	/** Accepts or declines a proposal. */
	answerQuestion: {
		fields: {kind, from: userNameSchema, room: roomNameSchema.optional(), accept: z.boolean()},
		reply: z.object({}),
	},
});

export const relationshipAnnouncements = defineAnnouncements({
	/** A proposal to the recipient. */
	asked: proposal,
	/** A proposal of the recipient was answered, or one to the recipient on another screen. */
	answered: proposal.extend({accepted: z.boolean()}),
	withdrawn: proposal,
	unfriended: z.object({user}),
	/** The recipient has blocked or unblocked `user` on another screen. */
	blocked: topicsChanged.extend({user}),
	unblocked: topicsChanged.extend({user}),
});
