/** Formats what the screen says of the open private chat: which way it goes, and whether the key is verified. */
import {kindOf} from '../../../protocol/conversation-kind.ts';
import type {ConversationId} from '../../../protocol/names.ts';
import {safeText, type SafeText} from '../../../protocol/text.ts';
import {truncate, width} from '../../../terminal/width.ts';
import {labelOf, LOCK} from '../chats/contacts.ts';
import {partnerIn} from '../chats/conversations.ts';
import {privateChatIn} from '../chats/private-chats.ts';
import type {Way} from '../model/private-chat.ts';
import {layoutOf} from '../panes/layout.ts';
import type {State} from '../model/state.ts';

/** Cells of the frame's edge that its title never takes. */
const EDGE = 5;
const DOT = ' · ';

const ways: Readonly<Record<Way, readonly [SafeText, SafeText]>> = {
	direct: [safeText`direct, end-to-end encrypted`, safeText`direct`],
	relayed: [safeText`via the server, end-to-end encrypted`, safeText`via server`],
};

/** @returns the way, or what hinders it, in words and in fewer words */
function wayOf(state: State, id: ConversationId): readonly [SafeText, SafeText] {
	const chat = privateChatIn(state, id);
	const alone = (text: SafeText) => [text, text] as const;
	if (!chat) return alone(safeText`ended`);
	const {status} = chat;
	switch (status) {
		case 'open':
			return ways[chat.way ?? 'relayed'];
		case 'lost':
			return alone(safeText`reconnecting…`);
		case 'connecting':
			return alone(safeText`connecting…`);
		case 'inviting':
			return [safeText`waiting for an answer`, safeText`invited`];
		default:
			return status satisfies never;
	}
}

/** Formats the title: `🔒 bob · direct · unverified · not kept`, as much of it as there is room for; the name is cut last. */
export function privateHeading(state: State, id: ConversationId): SafeText {
	const room = layoutOf(state).transcript.width - EDGE;
	const user = partnerIn(state, id);
	const isVerified = user !== undefined && state.peers.get(user)?.verified === true;
	const trust = isVerified ? 'verified' : 'unverified';
	const label = labelOf(state, id);
	const [long, short] = wayOf(state, id);
	const way = privateChatIn(state, id)?.way === 'direct' ? short : long;
	const [kept, keptShort] = state.settings.keepPrivate ? ['kept here', 'kept'] : ['not kept', 'not kept'];
	const rests = [
		[way, trust, kept],
		[short, trust, kept],
		[short, trust, keptShort],
		[short, trust],
	].map(parts => ['', ...parts].join(DOT));
	const fits = rests.find(rest => width(label + rest) <= room);
	if (fits !== undefined) return safeText`${label + fits}`;
	const least = rests.at(-1) ?? '';
	return safeText`${truncate(label, Math.max(0, room - width(least))) + least}`;
}

/** Formats the way of the open private chat for the status line, in fewer and fewer words; empty in other conversations. */
export function wayForms(state: State): readonly [string, ...string[]] {
	const {open} = state;
	if (open === undefined || kindOf(open) !== 'private') return [''];
	const [long, short] = wayOf(state, open);
	return [`· ${LOCK} ${long}`, `· ${LOCK} ${short}`, ''];
}
