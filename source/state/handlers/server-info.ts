/** Handles what the server itself tells: that it stops, what its operator says, and the message of the day. */
import {OPERATOR, LOBBY} from '../../../protocol/names.ts';
import type {Motd} from '../../../protocol/server-info.ts';
import {clean, safeText, type SafeText} from '../../../protocol/text.ts';
import {answer, say} from '../chats/saying.ts';
import type {State} from '../model/state.ts';
import {step} from '../model/step.ts';
import type {Announced, Replies} from './tables.ts';

/** Maximum lines of a text that the server shows as notices. */
const MAX_LINES = 40;

function linesOf(text: string): readonly SafeText[] {
	return (clean(text).split('\n') as SafeText[]).slice(0, MAX_LINES); // lines of a safe text
}

/** Shows the message of the day in the lobby, unless it is the one that was shown before. */
export function withMotd(state: State, motd: Motd | undefined): State {
	const {me} = state;
	if (!me || me.motdAt === motd?.at) return state;
	const {motdAt: _before, ...rest} = me;
	const told = {...state, me: {...rest, ...(motd && {motdAt: motd.at})}};
	if (!motd || motd.text === '') return told;
	return say(told, [safeText`Message of the day:`, ...linesOf(motd.text)], 'quiet', LOBBY);
}

export const serverInfoAnnouncements: Announced<'stopping' | 'said' | 'motdChanged'> = {
	stopping: state => step(say(state, [safeText`The server is stopping; this client reconnects by itself.`])),
	said(state, {text, by}) {
		const who =
			by === OPERATOR ? safeText`The operator of the server` : safeText`${by}, an admin of the server,`;
		const [first = safeText``, ...rest] = linesOf(text);
		return step(say(state, [safeText`${who} says to everybody: ${first}`, ...rest], 'good'));
	},
	motdChanged: (state, {text, at}) => step(withMotd(state, {text, at})),
};

export const serverInfoReplies: Replies<'say'> = {
	say(state, {request: {text}, reply: {reached}, shownIn}) {
		const whom = reached === 1 ? 'nobody else is online' : `${reached - 1} others are online`;
		return step(answer(state, [safeText`You said to everybody (${whom}): ${text}`], 'info', shownIn));
	},
};
