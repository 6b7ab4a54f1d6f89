/** Writes what stands in an empty conversation: what it is, how others come, which keys help. In the lobby it stays above the first few messages. */
import {kindOf, type ConversationKind} from '../../../protocol/conversation-kind.ts';
import {LOBBY, type ConversationId} from '../../../protocol/names.ts';
import {cleanLine, safeText, type SafeText} from '../../../protocol/text.ts';
import {isEmpty, isNewLobby, partnerIn} from '../chats/conversations.ts';
import {somebodyElse} from '../chats/somebody-else.ts';
import {keysOf} from '../keyboard/reminders.ts';
import type {Conversation} from '../model/conversation.ts';
import type {Me, State} from '../model/state.ts';
import {transcriptSize} from '../panes/layout.ts';
import {noticeRows} from './notice-rows.ts';
import type {Row} from './rows.ts';

const write = safeText`type a line, press ${keysOf('bar', 'submit')}.`;

/** The most important line first. */
const lines: Readonly<Record<ConversationKind, (state: State, id: ConversationId) => readonly SafeText[]>> = {
	room: (state, id) => [
		safeText`Nothing has been said in ${cleanLine(id)} yet: ${write}`,
		howOthersCome(state.me, id),
		...(id === LOBBY ? firstSteps(state) : []),
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

function firstSteps(state: State): readonly SafeText[] {
	const somebody = somebodyElse(state);
	return [
		somebody === undefined
			? safeText`/msg and a name opens a chat with one person.`
			: safeText`/msg ${somebody} opens a chat with ${somebody} alone.`,
		safeText`${keysOf('bar', 'jump')} finds a chat or a command, ${keysOf('bar', 'complete')} completes a word, ${keysOf('bar', 'help')} helps.`,
		safeText`/help lists every command and key; /quit or ${keysOf('bar', 'quit')} leaves.`,
	];
}

function howOthersCome(me: Me | undefined, room: ConversationId): SafeText {
	if (room !== LOBBY) return safeText`/invite <user> brings others in.`;
	if (!me || me.joinLines.length > 0 || me.signUp === 'open')
		return safeText`/join-line shows how others join.`;
	if (me.mayInvite) return safeText`/invite-code lets a newcomer join.`;
	return me.signUp === 'closed'
		? safeText`/join-line shows how those with an account get here; newcomers are not let in.`
		: safeText`Newcomers need a line with an invite code; ask whoever runs this chat for one.`;
}

function linesOf(state: State, conversation: Conversation): readonly SafeText[] {
	const {id} = conversation;
	if (isEmpty(conversation)) return lines[kindOf(id)](state, id);
	return isNewLobby(conversation) ? [howOthersCome(state.me, id), ...firstSteps(state)] : [];
}

/**
 * Lays out as many of the lines as the screen has room for.
 * @param width cells of a row
 */
export function firstRows(state: State, conversation: Conversation, width: number): readonly Row[] {
	const height = transcriptSize(state).rows;
	let rows: readonly Row[] = [];
	for (const text of linesOf(state, conversation)) {
		const longer = [...rows, ...noticeRows({after: 0, at: 0, tone: 'info', text}, width)];
		if (longer.length > height) break;
		rows = longer;
	}

	return rows;
}
