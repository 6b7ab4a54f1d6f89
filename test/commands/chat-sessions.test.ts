/** The commands of chat sessions, as values: which session each means, and the requests it sends. */
import {expect, test} from 'vitest';
import {safeText} from '../../protocol/text.ts';
import {say} from '../../source/state/chats/saying.ts';
import {step} from '../../source/state/model/step.ts';
import {between, Client} from '../harness/client.ts';
import {effectsOf, problemOf, run} from '../harness/command-line.ts';
import {name} from '../harness/sample-state.ts';

const chat = (number: number, user: string) => ({
	number,
	conversation: between('alice', user),
	user: name(user),
	since: 0,
});
const inChats = (...chats: ReadonlyArray<ReturnType<typeof chat>>) =>
	new Client().signsIn('alice', {chats: [...chats]});

test('/chat sends its request, and lines typed until the answer comes are held', () => {
	const alice = new Client().signsIn('alice');
	expect(run('/chat bob', alice)).toEqual(
		step(
			{...alice.state, awaitedOpening: {from: undefined, lines: []}},
			{type: 'request', request: {type: 'openChat', user: name('bob')}},
		),
	);
});

test('/end means the session with the number, else that of the open conversation, else the only one', () => {
	const both = () => inChats(chat(7, 'bob'), chat(8, 'carol'));
	const ends = (number: number) => expect.objectContaining({request: {type: 'endChat', number}}) as unknown;
	expect(effectsOf('/end 8', both())).toEqual([ends(8)]);
	expect(effectsOf('/end', both().says('/msg bob'))).toEqual([ends(7)]);
	expect(effectsOf('/end', inChats(chat(9, 'bob')))).toEqual([ends(9)]);
	expect(problemOf('/end', both())).toContain('No chat session is open here');
});

test('/sessions lists the open sessions, or says how one begins', () => {
	const none = new Client().signsIn('alice');
	const line = safeText`You have no open chat session; /chat <user> starts one.`;
	expect(run('/sessions', none)).toEqual(step(say(none.state, [line])));
	const lines = inChats(chat(7, 'bob'), chat(8, 'carol')).says('/sessions').state.notices;
	expect(lines.map(({text}) => text as string)).toEqual([
		expect.stringMatching(/^chat #7 with bob, since /),
		expect.stringMatching(/^chat #8 with carol, since /),
	]);
});
