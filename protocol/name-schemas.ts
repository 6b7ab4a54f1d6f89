/** Defines the schemas of names of users, rooms and conversations, which make them canonical. */
import {z} from 'zod';
import {conversationId, MAX_CONVERSATION, MAX_NAME, roomName, userName, userNameFault} from './names.ts';

const NAME_FAULTS = {badUserName: 'not a user name', reservedName: 'a name kept for the program'} as const;

export const userNameSchema = z
	.string()
	.max(MAX_NAME * 4)
	.transform((text, context) => {
		const name = userName(text);
		if (name === undefined)
			context.addIssue({code: 'custom', message: NAME_FAULTS[userNameFault(text) ?? 'badUserName']});
		return name ?? z.NEVER;
	});

export const roomNameSchema = z
	.string()
	.max(MAX_NAME * 4)
	.transform((text, context) => {
		const name = roomName(text);
		if (name === undefined) context.addIssue({code: 'custom', message: 'not a room name'});
		return name ?? z.NEVER;
	});

export const conversationSchema = z
	.string()
	.max(MAX_CONVERSATION)
	.transform((text, context) => {
		const id = conversationId(text);
		if (id === undefined) context.addIssue({code: 'custom', message: 'not a conversation'});
		return id ?? z.NEVER;
	});
