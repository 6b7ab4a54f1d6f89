/** Somebody who was away while 10,000 messages were changed: does the client learn exactly what has changed of what it holds? */
import {join} from 'node:path';
import {expect, onTestFinished, test, vi} from 'vitest';
import {createServerClock} from '../../lib/clock.ts';
import {LOBBY, type UserName} from '../../protocol/names.ts';
import type {Change} from '../../protocol/changes.ts';
import type {ReplyOf} from '../../protocol/index.ts';
import {Passwords} from '../../server/auth/passwords.ts';
import type {JournaledEvent} from '../../server/chat/event.ts';
import {DEFAULT_POLICY} from '../../server/chat/rule.ts';
import {apply} from '../../server/chat/state.ts';
import {startServer} from '../../server/server.ts';
import {Store} from '../../server/store/store.ts';
import {firstOf, lastOf} from '../../source/state/chats/window.ts';
import type {Message} from '../../source/state/model/conversation.ts';
import {MemoryDisk} from '../harness/memory-disk.ts';
import {Person} from '../harness/person.ts';
import {temporaryFolder} from '../harness/temporary-folder.ts';

const MESSAGES = 4000;
const CHANGES = 10_000;
const PASSWORD = 'correct horse';
const NOW = Date.UTC(2026, 10, 20);
const alice = 'alice' as UserName;
const bob = 'bob' as UserName;
const passwords = new Passwords({cost: {ln: 4, r: 8, p: 1}});

function* past(password: string): Generator<JournaledEvent> {
	for (const user of [alice, bob]) {
		yield {type: 'accountCreated', user, password, at: NOW};
		yield {type: 'memberJoined', conversation: LOBBY, user, at: NOW};
		yield {type: 'seen', user, at: NOW};
	}

	for (let sequence = 1; sequence <= MESSAGES; sequence++) {
		const id = `device00.past.${sequence}`;
		const message = {sequence, id, from: alice, at: NOW + sequence, text: `message ${sequence}`};
		yield {type: 'messageSent', conversation: LOBBY, ...message, hash: 'x'.repeat(22)};
	}

	yield {type: 'marked', conversation: LOBBY, user: bob, delivered: MESSAGES, read: MESSAGES};
}

/** Of every kind, all over the conversation, many of a message: a stride that is prime to the count visits each. */
function* changes(): Generator<JournaledEvent> {
	for (let revision = 1; revision <= CHANGES; revision++) {
		const sequence = 1 + ((revision * 7) % (MESSAGES / 2)) * 2; // every other message stays as it is
		const kinds: readonly Change[] = [
			{type: 'edit', text: `edited ${revision}`},
			{type: 'react', emoji: '👍', on: true},
			...(revision % 97 === 0 ? [{type: 'delete'} as const] : []),
		];
		const change = kinds[revision % kinds.length] ?? {type: 'delete'};
		const id = `device00.changes.${revision}`;
		const made = {sequence, from: alice, by: alice, id, hash: 'x'.repeat(22), at: NOW + MESSAGES + revision};
		yield {type: 'messageChanged', conversation: LOBBY, ...made, revision, change};
	}
}

async function record(folder: string, disk: MemoryDisk, events: Iterable<JournaledEvent>): Promise<void> {
	const store = await Store.open({folder, clock: createServerClock(), disk});
	const all = [...events];
	for (const event of all) apply(store.state, event);
	await store.record(all);
	await store.abandon(); // the journal has it all
}

async function serve(folder: string, disk: MemoryDisk, port: number) {
	return startServer({
		...{folder, host: '127.0.0.1', port, plaintext: false, policy: DEFAULT_POLICY, passwords, disk},
		write: () => undefined,
	});
}

const messagesIn = ({state}: Person): readonly Message[] =>
	state.conversations.get(LOBBY)?.window.chunks.flat() ?? [];

test('a client that was away for 10,000 changes catches up on exactly what has changed of what it holds', async () => {
	const folder = await temporaryFolder();
	const disk = new MemoryDisk();
	await record(folder, disk, past((await passwords.hash(PASSWORD)) as string)); // nobody else hashes here
	const before = await serve(folder, disk, 0);
	const {port} = before;
	const person = new Person('bob', folder, join(folder, 'server-cert.pem'));
	onTestFinished(async () => person.leaves());
	const address = {host: '127.0.0.1', port};
	await person.enters({kind: 'signIn', address, user: 'bob', password: PASSWORD});
	person.says('/msg #lobby');
	await person.until(
		() => lastOf(person.state.conversations.get(LOBBY)!.window) === MESSAGES,
		'the newest page',
	);
	for (let more = 0; more < 4; more++) {
		const first = firstOf(person.state.conversations.get(LOBBY)!.window);
		person.presses(...Array.from({length: 30}, () => 'pageUp' as const));
		await person.until(() => firstOf(person.state.conversations.get(LOBBY)!.window) < first, 'an older page');
	}

	const held = messagesIn(person);
	await before.stop('changes are made');
	await person.until(() => person.state.link.status !== 'online', 'the link lost');
	await record(folder, disk, changes());

	const asked = vi.spyOn(person.link, 'request');
	const after = await serve(folder, disk, port);
	onTestFinished(async () => after.stop('the test is over'));
	person.presses('retryNow');
	await person.until(
		() => person.state.conversations.get(LOBBY)?.revision === CHANGES,
		'the newest revision',
	);

	const pages = await Promise.all(
		asked.mock.calls.flatMap(([request], at) =>
			request.type === 'changedSince'
				? [asked.mock.results[at]?.value as Promise<ReplyOf<'changedSince'>>]
				: [],
		),
	);
	const told = pages.flatMap(({messages}) => messages.map(({sequence}) => sequence));
	const changed = held.map(({sequence}) => sequence).filter(sequence => sequence % 2 === 1);
	expect(told).toEqual(changed);
	expect(held.length).toBeGreaterThan(500);

	const fresh = new Person('alice', folder, join(folder, 'server-cert.pem'));
	onTestFinished(async () => fresh.leaves());
	await fresh.enters({kind: 'signIn', address, user: 'alice', password: PASSWORD});
	const truth = new Map<number, Message>();
	for (let from = held[0]!.sequence - 1; from < MESSAGES;) {
		const page = await fresh.link.request({type: 'history', conversation: LOBBY, after: from, limit: 200});
		if (!('messages' in page)) throw new Error('The history was refused.');
		for (const message of page.messages) truth.set(message.sequence, message as Message);
		from = page.messages.at(-1)!.sequence;
	}

	const now = messagesIn(person);
	expect(now.map(({sequence}) => sequence)).toEqual(held.map(({sequence}) => sequence));
	for (const message of now) expect(message).toEqual(truth.get(message.sequence));
});
