/** Schema of a stored message: whole, or a reference to a broadcast. */
import {z} from 'zod';
import {quoted, toJson} from '../../protocol/json.ts';
import {participants} from '../../protocol/conversation-kind.ts';
import {conversationSchema, userNameSchema} from '../../protocol/name-schemas.ts';
import type {ConversationId} from '../../protocol/names.ts';
import {message, type Message} from '../../protocol/messages.ts';
import type {ChatEvent} from '../chat/event.ts';
import {storedList} from '../chat/stored-bounds.ts';
import {messagesIn} from '../chat/messages/messages-in.ts';

/** A message with its text; a broadcast also has its recipients. */
const whole = message.extend({to: storedList(userNameSchema).optional()});
/** A broadcast in the notices of a recipient; its text is stored once, in the notices of its sender. */
const reference = z.strictObject({
	sequence: z.int().min(1),
	broadcast: z.strictObject({conversation: conversationSchema, sequence: z.int().min(1)}),
});

export const stored = z.union([whole, reference]);
export type Stored = z.infer<typeof stored>;
export type Reference = z.infer<typeof reference>;

export function isReference(item: Stored): item is Reference {
	return 'broadcast' in item;
}

/** Encodes a stored message as JSON, without control and invisible characters. */
export function storedJson(item: Stored): string {
	if (isReference(item) || item.to || item.revision !== undefined || (item.kind ?? item.replyTo ?? item.file))
		return toJson(item);
	const {sequence, id, from, at, text, chat} = item;
	const more = chat === undefined ? '' : `,"chat":${chat}`;
	return `{"sequence":${sequence},"id":${quoted(id, toJson)},"from":"${from}","at":${at},"text":${quoted(text, toJson)}${more}}`;
}

/** Reduces a stored message to what clients get. */
export function shownOf({to, ...shown}: z.infer<typeof whole>): Message {
	return shown;
}

const NOTHING: never[] = [];

/** Lists the messages of an event as they are stored, with their conversations. */
export function storedIn(event: ChatEvent): Array<{conversation: ConversationId; item: Stored}> {
	if (event.type !== 'messageSent' && event.type !== 'broadcastSent') return NOTHING;
	const placed = messagesIn(event).map(({conversation, message}) => ({conversation, item: message}));
	const [own, ...others] = placed;
	if (event.type !== 'broadcastSent' || !own) return placed;
	const to = others.flatMap(({conversation}) => participants(conversation));
	const {conversation, item} = own;
	const broadcast = {conversation, sequence: item.sequence};
	return [
		{conversation, item: {...item, to}},
		...others.map(({conversation, item: {sequence}}) => ({conversation, item: {sequence, broadcast}})),
	];
}
