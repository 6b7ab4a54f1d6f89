/** Defines rooms: joining and leaving, topics, invitations and members. */
import {z} from 'zod';
import {MAX_REASON, MAX_LISTED, MAX_MEMBERS, MAX_TOPIC} from './bounds.ts';
import {count, list, time} from './bounded.ts';
import {roomRole, summary} from './conversations.ts';
import {defineAnnouncements, defineRequests} from './definition.ts';
import {conversationSchema, roomNameSchema, userNameSchema} from './name-schemas.ts';
import {MAX_NAME} from './names.ts';
import {person, presence} from './presence.ts';

const room = roomNameSchema;
const topic = z.string().max(MAX_TOPIC);
const more = count.optional();
const listed = z.object({
	room,
	topic: topic.optional(),
	members: count,
	joined: z.boolean(),
	private: z.boolean().optional(),
});
/** A user joined or left a room of the recipient; it may be the recipient on another connection. */
const membership = z.object({conversation: conversationSchema, user: userNameSchema, at: time});

export const roomRequests = defineRequests({
	/** Joins a room, and creates it if there is none. */
	join: {fields: {room}, reply: summary.extend({created: z.boolean()})},
	leave: {fields: {room}, reply: z.object({})},
	/** Lists the rooms, the largest first or by name; with `name` those of which that is a part of the name. Of the private ones, those of which the user is a member, or has an invitation. */
	rooms: {
		fields: {by: z.enum(['members', 'name']).optional(), name: z.string().max(MAX_NAME).optional()},
		reply: z.object({
			rooms: list(listed, MAX_LISTED),
			more,
		}),
	},
	setTopic: {fields: {room, topic}, reply: z.object({})},
	invite: {fields: {user: userNameSchema, room}, reply: z.object({})},
	/** Lists the members of a room of the user: its owner, its operators, and the others. */
	names: {
		fields: {room},
		reply: z.object({people: list(person.extend({role: roomRole.optional()}), MAX_LISTED), more}),
	},
	/** Lists up to 1,000 members of a room of the user, for a client that shows them all: those who are online first, where there are more. */
	members: {
		fields: {room},
		reply: z.object({
			members: list(z.object({user: userNameSchema, presence, role: roomRole.optional()}), MAX_MEMBERS),
			more,
		}),
	},
	/** Deletes a room: its members are not in it any more, and its messages are forgotten. Its name may be used again. */
	deleteRoom: {by: 'operator', fields: {room}, reply: z.object({members: count, messages: count})},
});

export const roomAnnouncements = defineAnnouncements({
	memberJoined: membership,
	/**
	 * `owner`: who owns the room from now on, where its owner has left. `by`: the operator of the room who has removed the user, for a
	 * while or by a ban; a recipient who has blocked `by` gets no reason.
	 */
	memberLeft: membership.extend({
		owner: userNameSchema.optional(),
		by: userNameSchema.optional(),
		reason: z.string().max(MAX_REASON).optional(),
		banned: z.boolean().optional(),
	}),
	topicChanged: z.object({
		conversation: conversationSchema,
		user: userNameSchema,
		topic,
		at: time,
		/** Hidden: the recipient has blocked `user`, so the client shows no topic and no notice. */
		folded: z.boolean().optional(),
	}),
	/** The operator has deleted a room of the recipient, with its messages. */
	roomDeleted: z.object({room, at: time}),
});
