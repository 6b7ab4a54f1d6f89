/** What the server itself tells, in the client: where it is shown, how often, and what a hostile one can do with it. */
import {expect, test} from 'vitest';
import {LOBBY} from '../../protocol/names.ts';
import {Client, signedIn, summary} from '../harness/client.ts';
import {name} from '../harness/sample-state.ts';

const lobby = {...summary('alice', 'bob', {last: 0}), conversation: LOBBY};
const motd = {text: 'moves at noon\nbring cake', at: 5};

type Entered = Extract<ReturnType<typeof signedIn>, {type: 'signedIn'}>;

function enters(client: Client, told?: {text: string; at: number}): Client {
	const entered = signedIn('alice', {now: client.clock.now(), conversations: [lobby]}) as Entered;
	return client.hears({...entered, reply: {...entered.reply, ...(told && {motd: told})}});
}

const inLobby = (client: Client) =>
	(client.state.conversations.get(LOBBY)?.notices ?? []).map(({text}) => text as string);

test('the message of the day stands in the lobby once, however often the link comes back', () => {
	const client = enters(enters(enters(new Client(), motd), motd), motd);
	expect(inLobby(client)).toEqual(['Message of the day:', 'moves at noon', 'bring cake']);
	client.announced({type: 'motdChanged', text: 'all done', at: 6});
	expect(inLobby(enters(client, {text: 'all done', at: 6})).slice(3)).toEqual([
		'Message of the day:',
		'all done',
	]);
	client.announced({type: 'motdChanged', text: '', at: 7});
	expect(inLobby(enters(client)).slice(5)).toEqual([]);
});

test('what the operator says to everybody is told apart from what a user writes', () => {
	const client = enters(new Client());
	client.announced({type: 'said', text: 'lunch is here', by: 'operator', at: 1});
	client.announced({type: 'said', text: 'so it is', by: name('bob'), at: 2});
	expect(inLobby(client)).toEqual([
		'The operator of the server says to everybody: lunch is here',
		'bob, an admin of the server, says to everybody: so it is',
	]);
});

test('a text of many lines, or with control characters, neither fills the memory nor harms the terminal', () => {
	const client = enters(new Client());
	client.announced({type: 'said', text: `\u001B[31m${'\n'.repeat(999)}`, by: 'operator', at: 1});
	expect(inLobby(client).length).toBeLessThanOrEqual(40);
	expect(inLobby(client).join('')).not.toContain('\u001B');
});
