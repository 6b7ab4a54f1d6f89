/** Writes the greeting of a new user, also shown while no conversation is open. */
import {LOBBY} from '../../../protocol/names.ts';
import {safeText, type SafeText} from '../../../protocol/text.ts';
import type {State} from '../model/state.ts';
import {somebodyElse} from './somebody-else.ts';
import {keysOf} from '../keyboard/reminders.ts';

export function greeting(state: State): readonly SafeText[] {
	const {me, open} = state;
	const name = me ? safeText`, ${me.user}` : '';
	const somebody = somebodyElse(state);
	const hosts = me !== undefined && me.joinLines.length > 0;
	return [
		open === LOBBY
			? safeText`Welcome${name}. This is #lobby, where everybody is: type and press ${keysOf('bar', 'submit')}.`
			: safeText`Welcome${name}. ${keysOf('bar', 'conversationNext')} opens one chat after the other, /msg and a name opens any.`,
		...(open === LOBBY && somebody !== undefined
			? [
					safeText`/msg ${somebody} hello writes to ${somebody} alone; ${keysOf('bar', 'conversationNext')} opens the next chat.`,
				]
			: []),
		...(hosts ? [safeText`/join-line shows the line with which others join your chat.`] : []),
		safeText`${keysOf('bar', 'help')} shows everything else.`,
	];
}
