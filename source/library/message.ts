/** Turns a message of the server into what programs see of it. */
import type {Message as Stored} from '../../protocol/messages.ts';
import type {ConversationId, UserName} from '../../protocol/names.ts';
import type {Message} from './api.ts';

/** @param me the user */
export function publicMessage(
	conversation: ConversationId,
	{
		sequence,
		id,
		from,
		at,
		text,
		folded = false,
		chat,
		kind,
		replyTo,
		edited,
		deleted,
		reactions,
		file,
	}: Stored,
	me: UserName,
): Message {
	return {
		conversation,
		sequence,
		id,
		from,
		at: new Date(at),
		text,
		isOwn: from === me,
		isHidden: folded,
		...(chat !== undefined && {chatSession: chat}),
		...(kind !== undefined && {kind}),
		...(replyTo !== undefined && {replyTo}),
		...(edited !== undefined && {edited: new Date(edited)}),
		...(deleted !== undefined && {deletedBy: deleted}),
		...(reactions !== undefined && {reactions}),
		...(file && {file: {name: file.name, size: file.size, until: new Date(file.until)}}),
	};
}
