/** Defines the commands of messages: /msg, /history, /copy, /broadcast and /receipts. */
import {traitsOf} from '../../protocol/conversation-kind.ts';
import {refuse, sentence} from '../../protocol/refusals.ts';
import {MAX_PAGE_MESSAGES} from '../../protocol/bounds.ts';
import {cleanLine, safeText, textFault} from '../../protocol/text.ts';
import {labelOf} from '../state/chats/contacts.ts';
import {conversationOf, isHidden, openConversation} from '../state/chats/conversations.ts';
import {switchTo} from '../state/chats/opening.ts';
import {say} from '../state/chats/saying.ts';
import {broadcast as sendBroadcast, send} from '../state/chats/sending.ts';
import {backwards} from '../state/chats/window.ts';
import type {Message} from '../state/model/conversation.ts';
import {step} from '../state/model/step.ts';
import {openBareView} from '../state/dialogs/bare-view.ts';
import {clockTime, type TimeStyle} from '../state/text/time.ts';
import {conversation, log} from './addressees.ts';
import {count, optional, text} from '../../terminal/commands/arguments.ts';
import {defineCommand} from './command.ts';
import {sendRequest} from './request.ts';

export const msg = defineCommand({
	name: 'msg',
	aliases: ['message', 'send', 'm', 'dm', 'pm'],
	group: 'talking',
	consequence: 'sends',
	summary: safeText`send a message to a user, online or offline, or to a room; without a text: open the chat`,
	args: {conversation: conversation(), text: optional(text())},
	run({conversation, text}, {state}) {
		if (text === undefined) return step(switchTo(state, conversation));
		const fault = textFault(text);
		if (fault) return {problem: sentence(refuse(fault))};
		if (state.open === undefined) return send(switchTo(state, conversation), conversation, text);
		if (state.open === conversation) return send(state, conversation, text);
		const to = safeText`To ${labelOf(state, conversation)}: ${cleanLine(text)}`;
		return send(say(state, [to]), conversation, text);
	},
});

export const history = defineCommand({
	name: 'history',
	aliases: ['history_req'],
	group: 'talking',
	summary: safeText`show the history of this conversation or another; older pages load as you scroll`,
	details: [safeText`/history #7 shows chat session 7, open or ended.`],
	args: {log: optional(log()), count: optional(count(MAX_PAGE_MESSAGES))},
	run({log, count}, {state}) {
		if (typeof log === 'number') return sendRequest(state, {type: 'findChat', number: log});
		const open = log ?? state.open;
		if (open === undefined)
			return {problem: safeText`No conversation is open; type which one: /history <user>.`};
		const {last} = conversationOf(state, open);
		const first = count === undefined || last === 0 ? undefined : Math.max(1, last - count + 1);
		return step(switchTo(state, open, first));
	},
});

export const copy = defineCommand({
	name: 'copy',
	group: 'talking',
	summary: safeText`copy the last message here, or the last few, to the clipboard`,
	details: [
		safeText`It works in terminals that let programs copy (OSC 52), also over ssh.`,
		safeText`One message is copied as it was written; several with the sender and time of each.`,
	],
	args: {count: optional(count(MAX_PAGE_MESSAGES))},
	run({count = 1}, {state}) {
		const conversation = openConversation(state);
		const isSeen = (message: Message) => conversation && !isHidden(state.blocked, conversation.id, message);
		const last = conversation
			? [...backwards(conversation.window)].filter(isSeen).slice(0, count).reverse()
			: [];
		const [only] = last;
		if (!only) return {problem: safeText`There is no message to copy here.`};
		const isOne = last.length === 1;
		const said = isOne
			? safeText`Copied, if your terminal allows it.`
			: safeText`${last.length} messages copied, if your terminal allows it.`;
		const text = isOne ? only.text : last.map(message => copiedLine(message, state.settings)).join('\n');
		return step(say(state, [said]), {type: 'copy', text});
	},
});

export const bare = defineCommand({
	name: 'bare',
	group: 'talking',
	summary: safeText`show the messages alone on the screen, so that the mouse selects them`,
	run: (_args, {state}) => step(openBareView(state)),
});

function copiedLine({at, from, text}: Message, style: TimeStyle): string {
	return `${clockTime(at, style)} ${from}: ${text.replace(/[\r\n]+/g, ' ')}`;
}

export const broadcast = defineCommand({
	name: 'broadcast',
	group: 'talking',
	consequence: 'sends',
	summary: safeText`send a message to everyone online, except users who have blocked you`,
	details: [
		safeText`It appears under notices, for them and for you. You are told if somebody could not be reached.`,
	],
	args: {text: text()},
	run({text}, {state}) {
		const fault = textFault(text);
		return fault ? {problem: sentence(refuse(fault))} : sendBroadcast(state, text);
	},
});

export const receipts = defineCommand({
	name: 'receipts',
	group: 'talking',
	summary: safeText`show how many users have received and read your last message here`,
	run(_args, {state, me}) {
		const {open} = state;
		const here = openConversation(state);
		const own = here && [...backwards(here.window)].find(({from}) => from === me.user);
		if (open !== undefined && !traitsOf(open).isStored)
			return {
				problem: safeText`In a private chat, ✓✓ says that a message has arrived, and bold ✓✓ that it was read.`,
			};
		if (open === undefined || !own) return {problem: safeText`You have not sent a message here yet.`};
		return sendRequest(state, {type: 'receipts', conversation: open, sequence: own.sequence});
	},
});
