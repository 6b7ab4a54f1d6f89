/** Writes what stands in an empty conversation: what it is, how others come, which keys help. The first message replaces it. */
import {kindOf, type ConversationKind} from '../../../protocol/conversation-kind.ts';
import {LOBBY, type ConversationId} from '../../../protocol/names.ts';
import {cleanLine, safeText, type SafeText} from '../../../protocol/text.ts';
import {isEmpty, partnerIn} from '../chats/conversations.ts';
import {keysOf} from '../keyboard/reminders.ts';
import type {Conversation} from '../model/conversation.ts';
import type {Me, State} from '../model/state.ts';
import {transcriptSize} from '../panes/layout.ts';
import {noticeRows} from './notice-rows.ts';
import type {Row} from './rows.ts';

const write = safeText`type a line, press ${keysOf('bar', 'submit')}.`;

/** The most important line first. */
const lines: Readonly<Record<ConversationKind, (state: State, id: ConversationId) => readonly SafeText[]>> = {
	room: ({me}, id) => [
		safeText`Nothing has been said in ${cleanLine(id)} yet: ${write}`,
		howOthersCome(me, id),
		safeText`${keysOf('bar', 'jump')} finds a chat or a command, ${keysOf('bar', 'complete')} completes a word, ${keysOf('bar', 'help')} helps.`,
		safeText`/help lists every command and key.`,
	],
	direct(state, id) {
		const partner = partnerIn(state, id);
		if (partner === undefined || state.deleted.has(partner)) return [];
		return [safeText`Only you and ${partner} are in this chat: ${write}`];
	},
	notes: () => [safeText`Notes to yourself; nobody else is in this chat.`],
	broadcasts: () => [safeText`What is sent to everybody online is shown here.`],
	private: () => [], // it opens with notices of its own
};

function howOthersCome(me: Me | undefined, room: ConversationId): SafeText {
	if (room !== LOBBY) return safeText`/invite <user> brings others in.`;
	return me?.mayInvite && me.joinLines.length === 0
		? safeText`/invite-code lets a newcomer join.`
		: safeText`/join-line shows how others join.`;
}

/**
 * Lays out as many of the lines as the screen has room for; none in a conversation with a message.
 * @param width cells of a row
 */
export function firstRows(state: State, conversation: Conversation, width: number): readonly Row[] {
	const {id} = conversation;
	const height = transcriptSize(state.size).rows;
	let rows: readonly Row[] = [];
	for (const text of isEmpty(conversation) ? lines[kindOf(id)](state, id) : []) {
		const longer = [...rows, ...noticeRows({after: 0, at: 0, tone: 'info', text}, width)];
		if (longer.length > height) break;
		rows = longer;
	}

	return rows;
}
