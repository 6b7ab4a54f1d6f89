/** Handles messages: stores each once, at its sequence, whichever event comes first. */
import {counted} from '../../../protocol/counted.ts';
import type {AnnouncementOf} from '../../../protocol/index.ts';
import {traitsOf} from '../../../protocol/conversation-kind.ts';
import {mentionedIn, MAX_MENTIONS} from '../../../protocol/mentions.ts';
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import {safeText, type SafeText} from '../../../protocol/text.ts';
import {countReceived, MAX_OTHERS, withEntry} from '../chats/bounds.ts';
import {
	change,
	conversationOf,
	isHidden,
	newConversation,
	partnerIn,
	withNotice,
	withOwnAt,
	readTo,
	notTyping,
} from '../chats/conversations.ts';
import {restoreDrafts} from '../chats/drafts.ts';
import {draftHeard, shareAll, shareOpen} from '../chats/shared-drafts.ts';
import {isReading, scheduleMark} from '../chats/reading.ts';
import {answer} from '../chats/saying.ts';
import {changeRefused} from '../chats/changing.ts';
import {queuedOf, unqueue} from '../chats/sending.ts';
import type {State} from '../model/state.ts';
import type {Conversation, Message} from '../model/conversation.ts';
import {andThen, step, type Handlers, type Step} from '../model/step.ts';
import {append, trim} from '../chats/window.ts';
import type {Announced, Replies} from './tables.ts';
import {pageArrived} from '../chats/fetching.ts';
import {heldMessage} from '../chats/held-message.ts';

/** Handles a message from another user, or from another client of the user. */
function messageAnnounced(state: State, announced: AnnouncementOf<'message'>): Step {
	const message = heldMessage(announced);
	const {conversation: id} = announced;
	const known = conversationOf(state, id);
	if (message.sequence <= known.last)
		return step(change(state, id, here => arrived(here, message, state.me?.user)));
	return scheduleMark(withMessage(state, id, message), id);
}

/** Adds the next message of a conversation: read cursors, mentions and the `new` line follow it. */
export function withMessage(state: State, id: ConversationId, message: Message): State {
	const {sequence} = message;
	const own = message.from === state.me?.user;
	const unheard = own || isHidden(state.blocked, id, message); // the user has nothing to read
	const called = !unheard && isCalled(state, message);
	return change(countReceived(state, message.text.length), id, here => {
		const before = unheard ? here : startNewLine(state, here);
		const after = arrived(before, message, state.me?.user);
		if (unheard) return withOwnAt(after, sequence);
		return called && traitsOf(id).countsMentions ? withMention(after, sequence) : after;
	});
}

/** Adds the message to its conversation, and clears the typing mark of its sender. */
function arrived(conversation: Conversation, message: Message, me: UserName | undefined): Conversation {
	const {sequence, from, at} = message;
	const last = Math.max(conversation.last, sequence);
	const {isStored} = traitsOf(conversation.id); // what leaves the other windows is fetched again
	const around = conversation.anchor === 'end' || !isStored ? last : conversation.anchor.sequence;
	const window = trim(append(conversation.window, message), around);
	const activeAt = Math.max(conversation.activeAt, at);
	const held = {...notTyping(conversation, from), last, delivered: last, activeAt, window};
	return conversation.queued.length === 0 ? held : unqueue(held, [message], me);
}

/** Starts the `new` line at a message that arrives unseen in the open conversation. */
function startNewLine(state: State, conversation: Conversation): Conversation {
	const {id, newAfter, read, last} = conversation;
	if (state.open !== id || isReading(state, conversation)) return conversation;
	return read === last && newAfter !== last ? {...conversation, newAfter: last} : conversation;
}

function isCalled({me}: State, {text}: Message): boolean {
	return me !== undefined && mentionedIn(text, new Set([me.user])).length > 0;
}

function withMention(conversation: Conversation, sequence: number): Conversation {
	return {...conversation, mentions: [...conversation.mentions, sequence].slice(-MAX_MENTIONS)};
}

function absence(state: State, id: ConversationId, waitsFor: readonly UserName[]): SafeText | undefined {
	const user = partnerIn(state, id);
	if (user === undefined || !waitsFor.includes(user) || conversationOf(state, id).absenceTold)
		return undefined;
	return safeText`${user} is offline; the message waits for the next sign-in`;
}

export const messageAnnouncements: Announced<'message' | 'marked' | 'messagesForgotten' | 'draftSet'> = {
	message: messageAnnounced,
	draftSet: (state, draft) => step(draftHeard(state, draft)),
	marked(state, {conversation, user, delivered, read}) {
		return step(
			change(state, conversation, before => {
				if (user === state.me?.user) return readTo(before, read);
				const known = before.others.get(user);
				const cursors = {
					delivered: Math.max(known?.delivered ?? 0, delivered),
					read: Math.max(known?.read ?? 0, read),
				};
				return {...before, others: withEntry(before.others, user, cursors, MAX_OTHERS)};
			}),
		);
	},
	/** What the window holds stays until the client leaves; nobody can fetch it again. */
	messagesForgotten: (state, {conversation, upTo}) =>
		step(change(state, conversation, before => readTo({...before, first: upTo + 1}, upTo))),
};

export const messageReplies: Replies<'broadcast' | 'history'> = {
	history: (state, {request, reply}) =>
		pageArrived(state, request, {...reply, messages: reply.messages.map(heldMessage)}),
	broadcast(state, {request, reply, shownIn}) {
		const {me} = state;
		if (!me) return step(state);
		const {conversation, sequence, at, reached, missed} = reply;
		const own = {sequence, id: request.messageId, from: me.user, at, text: request.text};
		const held = change(state, conversation, before => withOwnAt(arrived(before, own, own.from), sequence));
		const people = counted(reached, 'person', 'people');
		const text = safeText`Your broadcast reached ${reached === 0 ? 'nobody' : people}${missed ? '; somebody could not be reached' : ''}; it stands under notices`;
		return step(answer(held, [text], missed || reached === 0 ? 'bad' : 'good', shownIn));
	},
};

export const messages: Handlers<'stored' | 'notSent' | 'outboxLoaded' | 'draftsLoaded' | 'draftDue'> = {
	stored(state, {id, conversation, sequence, at, waitsFor}) {
		const queued = conversationOf(state, conversation).queued.find(entry => entry.id === id);
		const away = absence(state, conversation, waitsFor);
		const held = change(state, conversation, before => {
			const last = Math.max(before.last, sequence);
			if (!queued || !state.me) return withOwnAt({...before, last}, sequence);
			const {user: from} = state.me;
			const {text, kind, replyTo, file} = queued;
			return withOwnAt(
				arrived(before, heldMessage({sequence, id, from, at, text, kind, replyTo, file}), from),
				sequence,
			);
		});
		if (!away) return step(held);
		return step(
			change(held, conversation, before => ({
				...withNotice(before, {at: state.now, tone: 'info', text: away}),
				absenceTold: true,
			})),
		);
	},

	notSent(state, {entry, problem}) {
		if (entry.changes) return changeRefused(state, entry, entry.changes, problem);
		return step(
			change(state, entry.conversation, before => {
				const queued = before.queued.some(({id}) => id === entry.id)
					? before.queued
					: [...before.queued, queuedOf(entry)];
				return {...before, queued: queued.map(one => (one.id === entry.id ? {...one, problem} : one))};
			}),
		);
	},

	/** Restores messages that an earlier run of this client queued, or failed to send. */
	outboxLoaded(state, {entries}) {
		const left = entries.reduce((next, entry) => {
			const {id, conversation, changes, problem} = entry;
			const {queued, changing} = next.conversations.get(conversation) ?? newConversation(conversation);
			if ([...queued, ...changing].some(each => each.id === id)) return next;
			return change(next, conversation, before =>
				changes
					? {...before, changing: [...before.changing, {id, at: entry.at, ...changes}]}
					: {
							...before,
							queued: [...before.queued, {...queuedOf(entry), ...(problem !== undefined && {problem})}],
						},
			);
		}, state);
		return step(left);
	},

	draftsLoaded: (state, {saved: written}) => andThen(restoreDrafts(state, written), shareAll),
	draftDue: shareOpen,
};
