/** Defines what the operators of a room may do: remove and ban users, appoint operators, and set who may enter. */
import {z} from 'zod';
import {MAX_REASON, MAX_LISTED} from './bounds.ts';
import {count, list, time} from './bounded.ts';
import {defineAnnouncements, defineRequests} from './definition.ts';
import {conversationSchema, roomNameSchema, userNameSchema} from './name-schemas.ts';

/** Maximum operators of a room, and maximum users banned from it. */
export const MAX_ROOM_OPERATORS = 50;
export const MAX_ROOM_BANS = 1000;

const user = userNameSchema;
const room = roomNameSchema;
const reason = z.string().max(MAX_REASON).optional();
/** `private`: only invited users join. `guardedTopic`: only operators set the topic. */
const settings = {private: z.boolean().optional(), guardedTopic: z.boolean().optional()};

/** Of each, the room's owner and its operators may ask it; of {@link setRoomOperator}, the owner alone. */
export const roomOperatorRequests = defineRequests({
	/** Removes a member from a room; they may join again. */
	kickFromRoom: {fields: {room, user, reason}, reply: z.object({})},
	/** Keeps a user out of a room: a member is removed, and nobody can invite them. */
	banFromRoom: {fields: {room, user, reason}, reply: z.object({removed: z.boolean()})},
	unbanFromRoom: {fields: {room, user}, reply: z.object({})},
	roomBans: {fields: {room}, reply: z.object({users: list(user, MAX_LISTED), more: count.optional()})},
	/** Makes a member an operator, or no longer one. An operator may also resign. */
	setRoomOperator: {fields: {room, user, operator: z.boolean()}, reply: z.object({})},
	setRoom: {fields: {room, ...settings}, reply: z.object({})},
});

const ofRoom = {conversation: conversationSchema, by: user, at: time};

export const roomOperatorAnnouncements = defineAnnouncements({
	roomOperatorSet: z.object({...ofRoom, user, operator: z.boolean()}),
	/** Has the settings that have changed. */
	roomSet: z.object({...ofRoom, ...settings}),
});
