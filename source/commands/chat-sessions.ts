/** Defines the commands of numbered chat sessions: /chat, /end and /sessions. */
import {safeText} from '../../protocol/text.ts';
import {chatIn} from '../state/chats/conversations.ts';
import {say} from '../state/chats/saying.ts';
import {step} from '../state/model/step.ts';
import {momentText} from '../state/text/time.ts';
import {chatNumber, user} from './addressees.ts';
import {optional} from '../../terminal/commands/arguments.ts';
import {defineCommand} from './command.ts';
import {sendRequest} from './request.ts';

export const chat = defineCommand({
	name: 'chat',
	aliases: ['chat_request', 'query'],
	group: 'talking',
	consequence: 'sends',
	summary: safeText`start a numbered chat session with a user who is online; then just type`,
	details: [
		safeText`Both of you see when it starts and ends; /sessions lists the numbers, /end ends it, /history #7 shows it again.`,
	],
	args: {user: user()},
	run: ({user}, {state}) => sendRequest(state, {type: 'openChat', user}),
});

export const end = defineCommand({
	name: 'end',
	aliases: ['end_request'],
	group: 'talking',
	consequence: 'ends',
	summary: safeText`end a chat session for both of you; without a number: the one that is open here`,
	args: {number: optional(chatNumber())},
	run({number}, {state}) {
		const here = state.open === undefined ? undefined : chatIn(state, state.open);
		const only = state.chats.size === 1 ? [...state.chats.keys()][0] : undefined;
		const ended = number ?? here?.number ?? only;
		if (ended === undefined)
			return {
				problem: safeText`No chat session is open here; type which one: /end <number>. /sessions lists them.`,
			};
		return sendRequest(state, {type: 'endChat', number: ended});
	},
});

export const sessions = defineCommand({
	name: 'sessions',
	aliases: ['snum'],
	group: 'talking',
	summary: safeText`list your open chat sessions and their numbers`,
	run(_args, {state}) {
		const lines = [...state.chats.values()].map(
			({number, user, since}) => safeText`chat #${number} with ${user}, since ${momentText(since, state)}`,
		);
		const none = safeText`You have no open chat session; /chat <user> starts one.`;
		return step(say(state, lines.length > 0 ? lines : [none]));
	},
});
