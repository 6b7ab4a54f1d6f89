/** Writes the greeting of a new user, also shown while no conversation is open. */
import {LOBBY} from '../../../protocol/names.ts';
import {safeText, type SafeText} from '../../../protocol/text.ts';
import type {State} from '../model/state.ts';
import {isNewLobby, openConversation} from './conversations.ts';
import {somebodyElse} from './somebody-else.ts';
import {keysOf} from '../keyboard/reminders.ts';

/** In a new lobby it is the first line alone: those above the messages say the rest. */
export function greeting(state: State): readonly SafeText[] {
	const {me, open} = state;
	const name = me ? safeText`, ${me.user}` : '';
	const next = keysOf('bar', 'conversationNext');
	const lobby = open === LOBBY ? openConversation(state) : undefined;
	const welcome = lobby
		? safeText`Welcome${name}. This is #lobby, where everybody is: type and press ${keysOf('bar', 'submit')}.`
		: safeText`Welcome${name}. ${next} opens one chat after the other, /msg and a name opens any.`;
	if (lobby && isNewLobby(lobby)) return [welcome];
	const somebody = lobby && somebodyElse(state);
	const hosts = me !== undefined && me.joinLines.length > 0;
	return [
		welcome,
		...(somebody === undefined
			? []
			: [safeText`/msg ${somebody} hello writes to ${somebody} alone; ${next} opens the next chat.`]),
		...(hosts ? [safeText`/join-line shows the line with which others join your chat.`] : []),
		safeText`${keysOf('bar', 'help')} shows everything else.`,
	];
}
