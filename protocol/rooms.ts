/** Defines rooms: joining and leaving, their topics, and who is in them. */
import {z} from 'zod';
import {count, list, MAX_LISTED, MAX_TOPIC, time} from './bounds.ts';
import {summary} from './conversations.ts';
import {defineAnnouncements, defineRequests} from './definition.ts';
import {conversationSchema, roomNameSchema, userNameSchema} from './names.ts';
import {person} from './presence.ts';

const room = roomNameSchema;
const topic = z.string().max(MAX_TOPIC);
const more = count.optional();
/** Somebody, perhaps you elsewhere, joined or left a room of yours. */
const membership = z.object({conversation: conversationSchema, user: userNameSchema, at: time});

export const roomRequests = defineRequests({
	/** Makes the room if there is none. */
	join: {fields: {room}, reply: summary.extend({created: z.boolean()})},
	leave: {fields: {room}, reply: z.object({})},
	rooms: {
		fields: {},
		reply: z.object({
			rooms: list(z.object({room, topic: topic.optional(), members: count, joined: z.boolean()}), MAX_LISTED),
			more,
		}),
	},
	setTopic: {fields: {room, topic}, reply: z.object({})},
	invite: {fields: {user: userNameSchema, room}, reply: z.object({})},
	names: {fields: {room}, reply: z.object({people: list(person, MAX_LISTED), more})},
});

export const roomAnnouncements = defineAnnouncements({
	memberJoined: membership,
	memberLeft: membership,
	topicChanged: z.object({
		conversation: conversationSchema,
		user: userNameSchema,
		topic,
		at: time,
		/** Hidden: you have blocked the user who set it, so no topic is shown, and nothing is said. */
		folded: z.boolean().optional(),
	}),
});
