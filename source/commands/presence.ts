/** Defines the commands of presence: who is online (/who …), where a user is (/whois), and one's own (/away, /busy, /back). */
import {MAX_REMARK} from '../../protocol/bounds.ts';
import type {RequestOf} from '../../protocol/requests.ts';
import {safeText} from '../../protocol/text.ts';
import {say, shortened} from '../state/chats/saying.ts';
import {step, type Step} from '../state/model/step.ts';
import {personText} from '../state/presence/people.ts';
import {user} from './addressees.ts';
import {duration, optional, text} from './arguments.ts';
import {defineCommand, type Context, type Problem} from './command.ts';
import {sendRequest} from './request.ts';

export const who = defineCommand({
	name: 'who',
	aliases: ['whoison', 'online'],
	group: 'people',
	summary: safeText`who is on, with how long idle`,
	run: (_args, {state}) => sendRequest(state, {type: 'who'}),
});

export const whoelse = defineCommand({
	name: 'whoelse',
	group: 'people',
	summary: safeText`the others who are on`,
	run(_args, {state, me}) {
		const others = [...state.people.values()].filter(
			({user, presence}) => user !== me.user && presence !== 'offline',
		);
		const lines = shortened(others.map(person => personText(person, state.now)));
		return step(say(state, lines.length > 0 ? lines : [safeText`Nobody else is on.`]));
	},
});

export const whoelsesince = defineCommand({
	name: 'whoelsesince',
	group: 'people',
	summary: safeText`the others who are on, or were at any time since then`,
	args: {since: duration()},
	run: ({since}, {state}) => sendRequest(state, {type: 'whoSince', milliseconds: since}),
});

export const whois = defineCommand({
	name: 'whois',
	aliases: ['query_user', 'location'],
	group: 'people',
	summary: safeText`since when somebody is on, how long idle, and where to reach them`,
	details: [safeText`The address is for friends.`],
	args: {user: user()},
	run: ({user}, {state}) => sendRequest(state, {type: 'whois', user}),
});

export const away = defineCommand({
	name: 'away',
	group: 'yourself',
	summary: safeText`you are not there; a text says why`,
	args: {text: optional(text())},
	run: ({text}, context) => setPresence(context, 'away', text),
});

export const busy = defineCommand({
	name: 'busy',
	group: 'yourself',
	summary: safeText`you take no chats and no invitations`,
	args: {text: optional(text())},
	run: ({text}, context) => setPresence(context, 'busy', text),
});

export const back = defineCommand({
	name: 'back',
	group: 'yourself',
	summary: safeText`you are there again`,
	run: (_args, context) => setPresence(context, 'online'),
});

function setPresence(
	{state, me}: Context,
	presence: RequestOf<'setPresence'>['presence'],
	remark?: string,
): Step | Problem {
	if (remark !== undefined && remark.length > MAX_REMARK)
		return {problem: safeText`That is too long; at most ${MAX_REMARK} characters fit.`};
	const now = state.people.get(me.user);
	if (now?.presence === presence && now.remark === remark)
		return step(say(state, [safeText`You are ${presence} already`]));
	return sendRequest(state, {type: 'setPresence', presence, ...(remark !== undefined && {remark})});
}
