/** Formats a message as one line of output, for people or for programs. */
import {offsetIfRepeated, twoDigits} from '../../protocol/clock-time.ts';
import {toJson} from '../../protocol/json.ts';
import {clean, cleanLine, safeText, type SafeText} from '../../protocol/text.ts';
import type {ChatEvent, Message} from '../library/api.ts';
import {byteSize} from '../../protocol/byte-size.ts';

/** Formats a message as one JSON line. The text is as it was sent, with control characters escaped. */
export function jsonLine({isHidden, chatSession: chat, ...message}: Message): SafeText {
	const {conversation, sequence, id, from, at, text, kind, replyTo, edited, deletedBy} = message;
	const {reactions, file} = message;
	return toJson({
		...{conversation, sequence, id: cleanLine(id), from, at: at.toISOString(), text},
		...(chat !== undefined && {chat}), // the chat session in which it was written
		...(isHidden && {folded: true}),
		...(kind !== undefined && {kind}),
		...(replyTo !== undefined && {replyTo}),
		...(edited !== undefined && {edited: edited.toISOString()}),
		...(deletedBy !== undefined && {deletedBy}),
		...(reactions !== undefined && {reactions}),
		...(file && {file: {...file, until: file.until.toISOString()}}),
	});
}

type Changed = Extract<ChatEvent, {readonly type: 'changed'}>;

/** Formats a change as one JSON line: it has a `change`, and no text. */
export function jsonLineOfChange({conversation, sequence, by, at, change}: Changed): SafeText {
	return toJson({conversation, sequence, by, at: at.toISOString(), change: {...change}});
}

/** Says what somebody has done to a message, which is named by its sequence: `edited 17: the new text`. */
export function changeText({sequence, change}: Changed): SafeText {
	switch (change.type) {
		case 'edit':
			return safeText`edited ${sequence}: ${change.text}`;
		case 'delete':
			return safeText`deleted ${sequence}`;
		case 'react':
			return safeText`${change.on ? 'added' : 'took away'} ${change.emoji} at ${sequence}`;
		case 'pin':
			return safeText`${change.on ? 'pinned' : 'unpinned'} ${sequence}`;
	}
}

/** Formats what a message says, for people. */
export function said({from, text, kind, isHidden, edited, deletedBy, file}: Message): SafeText {
	if (isHidden) return safeText`… ${from} is blocked`;
	if (deletedBy !== undefined) return safeText`(message deleted)`;
	const whole = clean(text);
	const begun = kind === 'action' ? `* ${from} ${whole}` : whole;
	const notes = [...(file ? [`file, ${byteSize(file.size)}`] : []), ...(edited ? ['edited'] : [])];
	return (notes.length > 0 ? `${begun} (${notes.join(', ')})` : begun) as SafeText; // of safe parts
}

/** Formats the time and the sender of a message. */
export function headOf({from, at}: Pick<Message, 'from' | 'at'>): string {
	const [year, month, day] = [at.getFullYear(), at.getMonth() + 1, at.getDate()].map(twoDigits);
	const [hours, minutes] = [at.getHours(), at.getMinutes()].map(twoDigits);
	return `${year}-${month}-${day} ${hours}:${minutes}${offsetIfRepeated(at.getTime())} ${from}  `;
}
