/** Exchanges whose partner does not come: a test speaks for the server. */
import {expect, test} from 'vitest';
import type {Request} from '../../protocol/index.ts';
import type {UserName} from '../../protocol/names.ts';
import {MAX_PRIVATE_CHATS} from '../../protocol/bounds.ts';
import {safeText} from '../../protocol/text.ts';
import {Exchanges} from '../../source/peer/exchanges.ts';
import type {PeerChat} from '../../source/peer/peer-chat.ts';
import type {ServerPort} from '../../source/peer/server-port.ts';
import {manualClock} from '../harness/manual-clock.ts';
import {introduction, key} from '../harness/private-chat.ts';

const bob = 'bob' as UserName;

/** A client whose server replies with these, and else with nothing to see. */
function client(
	replies: Partial<Record<Request['type'], object>> = {},
	channel: ConstructorParameters<typeof Exchanges>[0]['channel'] = () => undefined,
) {
	const asked: Request[] = [];
	const pins = new Map<UserName, string>();
	const clock = manualClock();
	const server = {
		request: async (request: Request) => {
			asked.push(request);
			return replies[request.type] ?? {};
		},
	} as unknown as ServerPort; // it speaks of these requests only
	const exchanges = new Exchanges({
		server,
		clock,
		isFriend: () => true,
		fingerprintOf: user => pins.get(user),
		channel,
		met: () => undefined,
	});
	return {exchanges, clock, asked, pins};
}

const chatOf = (at: number) => String(at).padStart(43, 'c');
const invitation = (user: string, chat: string) =>
	({
		type: 'privateInvited',
		chat,
		from: user as UserName,
		fingerprint: key,
		purpose: 'exchange',
		at: 1,
	}) as const;

test('an exchange that nobody answers, though the server does not say so, is given up with a sentence', async () => {
	const {exchanges, clock, asked} = client({invitePrivate: {chat: chatOf(1)}});
	const found = exchanges.channelFor(bob, 'lan');
	await Promise.resolve();
	clock.advance(34_999);
	expect(asked).toHaveLength(1);
	clock.advance(1);
	expect(await found).toEqual({problem: 'The client of bob did not answer; try again later.'});
	expect(asked.at(-1)).toEqual({type: 'endPrivate', chat: chatOf(1)});
});

test('without a link, the reason is the answer, and the next attempt begins anew', async () => {
	const {exchanges, asked} = client({invitePrivate: {linkDown: safeText`Not connected.`}});
	expect(await exchanges.channelFor(bob, 'lan')).toEqual({problem: 'Not connected.'});
	expect(await exchanges.channelFor(bob, 'lan')).toEqual({problem: 'Not connected.'});
	expect(asked).toHaveLength(2);
});

test('an answer that overtakes the reply to the invitation is taken, and a strange one is ended', async () => {
	const {exchanges, asked} = client({invitePrivate: {chat: chatOf(1)}});
	const found = exchanges.channelFor(bob, 'lan');
	const answer = {type: 'privateAccepted', user: bob, purpose: 'exchange', introduction} as const;
	await exchanges.announced({...answer, user: 'eve' as UserName, chat: chatOf(2)}, 'lan');
	expect(asked.at(-1)).toEqual({type: 'endPrivate', chat: chatOf(2)});
	await exchanges.announced({...answer, chat: chatOf(1)}, 'lan');
	expect(await found).toEqual({
		problem: 'Nothing was exchanged: the other side does not have the key of bob.',
	});
	expect(asked.at(-1)).toEqual({type: 'endPrivate', chat: chatOf(1)});
});

test('the exchange of somebody who asks at the same moment is left to the own invitation', async () => {
	const {exchanges, asked} = client({invitePrivate: {chat: chatOf(1), introduction}});
	const found = exchanges.channelFor(bob, 'lan');
	await exchanges.announced(invitation('bob', chatOf(1)), 'lan');
	expect(asked.map(({type}) => type)).not.toContain('answerPrivate');
	expect(await found).toHaveProperty('problem');
});

test('more exchanges than may be are neither asked for nor accepted while all are in use', async () => {
	const {exchanges, asked} = client();
	for (let at = 0; at < MAX_PRIVATE_CHATS; at++) void exchanges.channelFor(`friend${at}` as UserName, 'lan');
	expect(await exchanges.channelFor(bob, 'lan')).toHaveProperty('problem');
	await exchanges.announced(invitation('bob', chatOf(99)), 'lan');
	expect(asked.filter(({type}) => type === 'invitePrivate')).toHaveLength(MAX_PRIVATE_CHATS);
	expect(asked.at(-1)).toEqual({type: 'answerPrivate', chat: chatOf(99), accept: false});
});

/** A channel that is open at once, and notes when it is closed. */
function openChannel(closed: string[], busy: ReadonlySet<string>): Parameters<typeof client>[1] {
	return ({user}, listener) => {
		const stub = {
			open: () => queueMicrotask(() => listener.opened('direct', safeText`1`)),
			dial: () => undefined,
			close: () => closed.push(user),
			services: {
				get isBusy() {
					return busy.has(user);
				},
			},
		};
		return stub as unknown as PeerChat; // no more is asked of it
	};
}

test('an exchange too many closes the one that was not used for the longest time, but none with a file on its way', async () => {
	const [closed, busy] = [[] as string[], new Set(['friend0'])];
	const {exchanges, clock} = client(
		{invitePrivate: {chat: chatOf(1), introduction}},
		openChannel(closed, busy),
	);
	for (let at = 0; at < MAX_PRIVATE_CHATS; at++) {
		expect(await exchanges.channelFor(`friend${at}` as UserName, 'lan')).toHaveProperty('channel');
		clock.advance(1000);
	}

	expect(await exchanges.channelFor('friend1' as UserName, 'lan')).toHaveProperty('channel');
	clock.advance(1000);
	busy.add('friend2');
	expect(await exchanges.channelFor(bob, 'lan')).toHaveProperty('channel');
	expect(closed).toEqual(['friend3']);
	clock.advance(60_000);
	expect(closed).toHaveLength(MAX_PRIVATE_CHATS - 1);
	busy.clear();
	clock.advance(49_999);
	expect(closed).not.toContain('friend0');
	clock.advance(10_001);
	expect(closed).toContain('friend0');
});

test('a friend who has another key than before is not connected to, and so does not learn where this client is', async () => {
	let made = 0;
	const {exchanges, asked, pins} = client({invitePrivate: {chat: chatOf(1), introduction}}, () => {
		made++;
		return undefined;
	});
	pins.set(bob, 'X'.repeat(43));
	const found = await exchanges.channelFor(bob, 'lan');
	expect(found).toHaveProperty('problem', expect.stringContaining('/forget-key bob'));
	expect(made).toBe(0);
	expect(asked.at(-1)).toEqual({type: 'endPrivate', chat: chatOf(1), why: 'otherKey'});
});
