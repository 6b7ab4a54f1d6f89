/** Goes to the first unread message, to mentions of the user, and step by step through all that is unread. */
import {mentionedIn} from '../../../protocol/mentions.ts';
import {counted} from '../../../protocol/counted.ts';
import {safeText, type SafeText} from '../../../protocol/text.ts';
import {labelOf, nextUnread, type ContactRow} from '../chats/contacts.ts';
import {isHidden, openConversation, unreadOf} from '../chats/conversations.ts';
import {switchTo} from '../chats/opening.ts';
import {unreadElsewhere} from '../chats/unread.ts';
import {firstOf, lastOf, messageAt} from '../chats/window.ts';
import type {Conversation, Message} from '../model/conversation.ts';
import type {State} from '../model/state.ts';
import {scrollPages} from './moving.ts';
import {spanShown} from './scrolling.ts';

const ALL_READ = safeText`All is read.`;

/** Goes to the first unread message here, else to the next unread chat. */
export function firstUnread(state: State): State {
	const here = openConversation(state);
	const first = here && firstUnreadIn(here);
	if (here && first !== undefined) return switchTo(state, here.id, first);
	const next = nextUnread(state);
	return next ? switchTo(state, next.id) : {...state, statusMessage: ALL_READ};
}

function firstUnreadIn(conversation: Conversation): number | undefined {
	if (conversation.newAfter !== undefined) return conversation.newAfter + 1;
	return unreadOf(conversation) > 0 ? conversation.read + 1 : undefined;
}

/** Goes to the previous or next message of others that mentions the user, beyond those on the screen. */
export function nextMention(state: State, by: 1 | -1): State {
	const here = openConversation(state);
	const found = here && mentionBeyond(state, here, by);
	if (here && found !== undefined) return switchTo(state, here.id, found);
	const none = by === -1 ? safeText`No earlier mention` : safeText`No later mention`;
	return {...state, statusMessage: safeText`${none} of you is loaded here; /mentions searches all chats.`};
}

/** Finds the nearest mention among the messages held, and the unread ones that the server has told of. */
function mentionBeyond(state: State, here: Conversation, by: 1 | -1): number | undefined {
	const {top, bottom} = spanShown(state, here);
	const isBeyond = (sequence: number) => (by === -1 ? sequence < top : sequence > bottom);
	const near = nearest(state, here, by === -1 ? top : bottom, by);
	const known = here.mentions.filter(isBeyond);
	const all = near === undefined ? known : [...known, near];
	return all.length === 0 ? undefined : by === -1 ? Math.max(...all) : Math.min(...all);
}

function nearest(state: State, here: Conversation, from: number, by: 1 | -1): number | undefined {
	const {window} = here;
	const [first, last] = [firstOf(window), lastOf(window)];
	const begin = by === -1 ? Math.min(from - 1, last) : Math.max(from + 1, first);
	for (let sequence = begin; sequence >= first && sequence <= last; sequence += by) {
		const message = messageAt(window, sequence);
		if (message && mentionsUser(state, here, message)) return sequence;
	}

	return undefined;
}

function mentionsUser({me, blocked}: State, {id}: Conversation, message: Message): boolean {
	if (!me || message.from === me.user || isHidden(blocked, id, message)) return false;
	return mentionedIn(message.text, new Set([me.user])).length > 0;
}

/** Shows the next page of what is unread here; after the last one, the next unread chat, newest mention first. */
export function catchUp(state: State): State {
	const here = openConversation(state);
	if (here && unreadOf(here) > 0 && here.anchor !== 'end')
		return here.goTo === undefined ? scrollPages(state, 1) : state;
	const next = nextUnread(state);
	if (!next) return {...state, statusMessage: ALL_READ};
	const there = switchTo(state, next.id);
	return {...there, statusMessage: caughtUpText(there, next)};
}

/** Formats `#build: 3 unread, 1 mention; 12 more elsewhere`. */
function caughtUpText(state: State, {id, unread, mentions}: ContactRow): SafeText {
	const called = mentions > 0 ? safeText`, ${counted(mentions, 'mention')}` : '';
	const left = unreadElsewhere(state).unread;
	const more = left > 0 ? safeText`; ${left} more elsewhere` : '';
	return safeText`${labelOf(state, id)}: ${unread} unread${called}${more}`;
}
