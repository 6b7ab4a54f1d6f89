/** Says a message in a line: who, to whom or where, and what. */
import {isRoom} from '../../protocol/conversation-kind.ts';
import {byteSize} from '../../protocol/byte-size.ts';
import {clean, quotation, safeText, type SafeText} from '../../protocol/text.ts';
import {quotedBy} from '../state/chats/quotes.ts';
import {isHidden} from '../state/chats/conversations.ts';
import {momentText} from '../state/text/time.ts';
import type {Conversation, Message} from '../state/model/conversation.ts';
import type {State} from '../state/model/state.ts';

/** Characters of a message that is only mentioned. */
const MENTIONED = 60;
/** Maximum lines of a message that is said whole; of a longer one, the first ones are. */
const MAX_LINES = 15;
const SAID_LINES = 10;

/** Says a message of the open conversation; of older ones also when it was sent. */
export function messageLine(
	state: State,
	conversation: Conversation,
	message: Message,
	isOlder = false,
): SafeText {
	const when = isOlder ? `${momentText(message.at, state)} ` : '';
	return line(when + nameOf(state, message), state, conversation, message);
}

/** Says a message of another conversation, with its place. */
export function lineFromElsewhere(state: State, conversation: Conversation, message: Message): SafeText {
	const where = isRoom(conversation.id) ? ` in ${conversation.id}` : ' to you';
	return line(message.from + where, state, conversation, message);
}

function line(who: string, state: State, conversation: Conversation, message: Message): SafeText {
	const {kind, replyTo, edited} = message;
	if (isHidden(state.blocked, conversation.id, message)) return safeText`${who} is blocked.`;
	if (message.deleted !== undefined) return safeText`${who}: message deleted.`;
	const reply = replyTo === undefined ? '' : `, in reply to ${quotedMessage(state, conversation, replyTo)}`;
	const between = kind === 'action' ? ' ' : ': ';
	const marks = [...(edited === undefined ? [] : ['edited']), ...reactionWords(message)];
	const remark = marks.length === 0 ? '' : safeText` (${marks.join(', ')})`;
	const isWhole = conversation.unfolded?.includes(message.sequence);
	return (safeText`${who}${reply}` + between + words(state, message, isWhole) + remark) as SafeText; // of safe parts
}

/** Says the text, before each further line its sender again: no line may pass for one of somebody else, or of the program. */
export function words(state: State, message: Message, isWhole = false): SafeText {
	const all = clean(message.text)
		.split('\n')
		.filter(line => line.trim() !== '');
	const isFolded = !isWhole && all.length > MAX_LINES;
	const more = safeText`… ${all.length - SAID_LINES} more lines: choose it, Enter`;
	const lines = isFolded ? [...all.slice(0, SAID_LINES), more] : all;
	const {file} = message;
	const size = file === undefined ? '' : ` (file, ${byteSize(file.size)})`;
	return (lines.join(safeText`\n${nameOf(state, message)}: `) + size) as SafeText; // of safe parts
}

function quotedMessage(state: State, conversation: Conversation, sequence: number): SafeText {
	const quoted = quotedBy(conversation, sequence);
	if (!quoted) return safeText`an earlier message`;
	return isHidden(state.blocked, conversation.id, quoted)
		? safeText`${quoted.from}, who is blocked`
		: mentioned(quoted);
}

/** Quotes how a message begins, with its sender. */
export function mentioned({from, text, deleted}: Message): SafeText {
	if (deleted !== undefined) return safeText`a deleted message of ${from}`;
	const letters = [...text];
	const start = letters.slice(0, MENTIONED).join('');
	return safeText`${from}, ${quotation(letters.length > MENTIONED ? `${start}…` : start)}`;
}

export function nameOf({me}: State, {from}: Pick<Message, 'from'>): string {
	return from === me?.user ? 'you' : from;
}

/** Says the reactions, counted: `👍 2`. */
export function reactionWords({reactions = []}: Message): string[] {
	return reactions.map(({emoji, by}) => `${emoji} ${by.length}`);
}
