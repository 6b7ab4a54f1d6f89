/** Formats a message as one line of output, for people or for programs. */
import {offsetIfRepeated, twoDigits} from '../../protocol/clock-time.ts';
import {toJson} from '../../protocol/json.ts';
import {cleanLine, type SafeText} from '../../protocol/text.ts';
import type {Message} from '../library/api.ts';

/** Formats a message as one JSON line. The text is as it was sent, with control characters escaped. */
export function jsonLine({isHidden, chatSession: chat, ...message}: Message): SafeText {
	const {conversation, sequence, id, from, at, text} = message;
	const said = {conversation, sequence, id: cleanLine(id), from, at: at.toISOString(), text};
	const inChat = chat === undefined ? {} : {chat}; // the chat session in which it was written
	return toJson({...said, ...inChat, ...(isHidden && {folded: true})});
}

/** Formats the time and the sender of a message. */
export function headOf({from, at}: Message): string {
	const [year, month, day] = [at.getFullYear(), at.getMonth() + 1, at.getDate()].map(twoDigits);
	const [hours, minutes] = [at.getHours(), at.getMinutes()].map(twoDigits);
	return `${year}-${month}-${day} ${hours}:${minutes}${offsetIfRepeated(at.getTime())} ${from}  `;
}
