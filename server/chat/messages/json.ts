/** Writes the event of a sent message as JSON, in less time than {@link toJson}. */
import {quoted, toJson} from '../../../protocol/json.ts';
import type {EventOf} from '../event.ts';

export function messageSentJson(event: EventOf<'messageSent'>): string {
	const {conversation, sequence, id, from, at, text, hash, chat, kind, replyTo, file, mentions, folded} =
		event;
	const more =
		(chat === undefined ? '' : `,"chat":${chat}`) +
		(kind === undefined ? '' : `,"kind":"${kind}"`) +
		(replyTo === undefined ? '' : `,"replyTo":${replyTo}`) +
		(file === undefined ? '' : `,"file":${toJson(file)}`) +
		(mentions === undefined ? '' : `,"mentions":${JSON.stringify(mentions)}`) +
		(folded === undefined ? '' : `,"folded":${JSON.stringify(folded)}`);
	// Conversations and names hold nothing that JSON would escape.
	return `{"type":"messageSent","conversation":"${conversation}","sequence":${sequence},"id":${quoted(id, toJson)},"from":"${from}","at":${at},"text":${quoted(text, toJson)},"hash":${quoted(hash, toJson)}${more}}`;
}
