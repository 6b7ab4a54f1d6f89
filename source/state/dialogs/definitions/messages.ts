/** Defines the dialogs of messages: deleting one, what is known of one, reacting to one, and the pinned ones. */
import {MAX_RECEIPTS} from '../../../../protocol/bounds.ts';
import {quotation, safeText, type SafeText} from '../../../../protocol/text.ts';
import {truncate} from '../../../../terminal/width.ts';
import {changeMessage} from '../../chats/changing.ts';
import {conversationOf} from '../../chats/conversations.ts';
import {quotedBy} from '../../chats/quotes.ts';
import type {Conversation, Message} from '../../model/conversation.ts';
import type {State} from '../../model/state.ts';
import {step} from '../../model/step.ts';
import {momentText} from '../../text/time.ts';
import {no, noButtons, onlyClose, type Definitions} from './definition.ts';

/** Maximum cells of the quoted words. */
const SHOWN = 60;
/** Maximum names in a line. */
const MAX_NAMES = 20;

export const messageDialogs: Definitions<'deleteMessage' | 'messageInfo' | 'filePreview' | 'react' | 'pins'> =
	{
		deleteMessage: {
			title: () => safeText`Delete a message`,
			lines: ({from, text}, {me}) => [
				from === me?.user
					? safeText`${quotation(truncate(text, SHOWN))}`
					: safeText`${from} wrote ${quotation(truncate(text, SHOWN))}`,
				safeText`Delete it for everybody? Its text cannot be brought back.`,
			],
			choices: [no, {key: 'd', label: safeText`Delete`}],
			enter: 'n',
			escape: 'n',
			answer(state, {conversation, sequence}, key) {
				const {selected: _gone, ...left} = state;
				return key === 'd' ? changeMessage(left, conversation, sequence, {type: 'delete'}) : step(state);
			},
		},
		messageInfo: {
			title: () => safeText`Message`,
			lines({conversation: id, sequence}, state) {
				const here = conversationOf(state, id);
				const message = quotedBy(here, sequence);
				return message ? infoLines(state, here, message) : [safeText`It is not held here any more.`];
			},
			...onlyClose,
		},
		filePreview: {title: ({name}) => name, lines: ({lines}) => lines, ...onlyClose},
		react: {title: () => safeText`React`, lines: () => [], ...noButtons},
		pins: {title: () => safeText`Pinned messages`, lines: () => [], ...noButtons},
	};

function infoLines(state: State, here: Conversation, message: Message): SafeText[] {
	const {from, at, edited, reactions = [], sequence} = message;
	return [
		safeText`Sent by ${from}, ${momentText(at, state)}`,
		...(edited === undefined ? [] : [safeText`Edited last ${momentText(edited, state)}`]),
		...receiptLines(here, from, sequence),
		...reactions.map(({emoji, by}) => safeText`${emoji} ${namesText(by)}`),
		safeText`Message ${sequence} of this conversation`,
	];
}

/** Of the members whose cursors are announced: those who have read it, and those who have only received it. */
function receiptLines({others}: Conversation, from: string, sequence: number): SafeText[] {
	if (others.size > MAX_RECEIPTS) return [safeText`In a large room, /receipts counts who has read it.`];
	const members = [...others].filter(([user]) => user !== from);
	const read = members.filter(([, cursors]) => cursors.read >= sequence);
	const received = members.filter(([, cursors]) => cursors.read < sequence && cursors.delivered >= sequence);
	return [
		...(read.length > 0 ? [safeText`Read by ${namesText(read.map(([user]) => user))}`] : []),
		...(received.length > 0 ? [safeText`Received by ${namesText(received.map(([user]) => user))}`] : []),
	];
}

function namesText(names: readonly string[]): SafeText {
	const more = names.length - MAX_NAMES;
	return safeText`${names.slice(0, MAX_NAMES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
