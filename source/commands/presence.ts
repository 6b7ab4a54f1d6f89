/** Defines the commands of presence: who is online (/who …), where a user is (/whois), and one's own (/away, /busy, /back). */
import {MAX_AWAY_TEXT} from '../../protocol/bounds.ts';
import type {RequestOf} from '../../protocol/index.ts';
import {safeText} from '../../protocol/text.ts';
import {say, shortened} from '../state/chats/saying.ts';
import {step, type Step} from '../state/model/step.ts';
import {isLarge} from '../state/presence/listed.ts';
import {personText} from '../state/presence/people.ts';
import {user} from './addressees.ts';
import {duration, optional, text} from '../../terminal/commands/arguments.ts';
import {defineCommand, type Context, type Problem} from './command.ts';
import {receipts} from './messages.ts';
import {sendRequest} from './request.ts';

export const who = defineCommand({
	name: 'who',
	aliases: ['whoison', 'online', 'users'],
	group: 'people',
	summary: safeText`list who is online, and for how long idle`,
	run: (_args, {state}) => sendRequest(state, {type: 'who'}),
});

export const whoelse = defineCommand({
	name: 'whoelse',
	group: 'people',
	summary: safeText`list the other users who are online`,
	run(_args, {state, me}) {
		if (isLarge(state)) return sendRequest(state, {type: 'who'}); // more are online than are listed, perhaps
		const others = [...state.people.values()].filter(
			({user, presence}) => user !== me.user && presence !== 'offline',
		);
		const lines = shortened(others.map(person => personText(person, state)));
		return step(say(state, lines.length > 0 ? lines : [safeText`Nobody else is online.`]));
	},
});

export const whoelsesince = defineCommand({
	name: 'whoelsesince',
	group: 'people',
	summary: safeText`list the other users who are online, or were at any time since then`,
	args: {since: duration()},
	run: ({since}, {state}) => sendRequest(state, {type: 'whoSince', milliseconds: since}),
});

export const whois = defineCommand({
	name: 'whois',
	aliases: ['query_user', 'location'],
	group: 'people',
	summary: safeText`show since when a user is online, how long idle, and at which address`,
	details: [safeText`Only friends see the address.`],
	args: {user: user()},
	run: ({user}, {state}) => sendRequest(state, {type: 'whois', user}),
});

export const seen = defineCommand({
	name: 'seen',
	group: 'people',
	summary: safeText`show when a user was last here; without a name: who has read your last message`,
	args: {user: optional(user())},
	run: ({user: whom}, context) =>
		whom === undefined ? receipts.run({}, context) : sendRequest(context.state, {type: 'whois', user: whom}),
});

export const away = defineCommand({
	name: 'away',
	group: 'yourself',
	summary: safeText`set yourself away; a text tells the others why`,
	args: {text: optional(text())},
	run: ({text}, context) => setPresence(context, 'away', text),
});

export const busy = defineCommand({
	name: 'busy',
	group: 'yourself',
	summary: safeText`set yourself busy: no chats and no invitations reach you`,
	args: {text: optional(text())},
	run: ({text}, context) => setPresence(context, 'busy', text),
});

export const back = defineCommand({
	name: 'back',
	group: 'yourself',
	summary: safeText`set yourself online again`,
	run: (_args, context) => setPresence(context, 'online'),
});

function setPresence(
	{state, me}: Context,
	presence: RequestOf<'setPresence'>['presence'],
	remark?: string,
): Step | Problem {
	if (remark !== undefined && remark.length > MAX_AWAY_TEXT)
		return {problem: safeText`The text is too long; shorten it to ${MAX_AWAY_TEXT} characters.`};
	const now = state.people.get(me.user);
	if (now?.presence === presence && now.awayText === remark)
		return step(say(state, [safeText`You are ${presence} already`]));
	return sendRequest(state, {type: 'setPresence', presence, ...(remark !== undefined && {remark})});
}
