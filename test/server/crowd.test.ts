/** A server with a crowd, and somebody who has talked with a third of it: does all of it get through the door? */
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {Readable, Writable} from 'node:stream';
import {afterAll, beforeAll, expect, onTestFinished, test} from 'vitest';
import {directConversation, LOBBY, type UserName} from '../../protocol/names.ts';
import type {JournaledEvent} from '../../server/chat/event.ts';
import {DEFAULT_POLICY} from '../../server/chat/rule.ts';
import {apply} from '../../server/chat/state.ts';
import {createServerClock} from '../../lib/clock.ts';
import {Passwords} from '../../server/auth/passwords.ts';
import type {RunningServer} from '../../server/running-server.ts';
import {startServer} from '../../server/server.ts';
import {Store} from '../../server/store/store.ts';
import {send} from '../../source/scripts/send.ts';
import {MemoryDisk} from '../harness/memory-disk.ts';
import {Person} from '../harness/person.ts';

const PEOPLE = 30_000;
/** Of alice, with as many people. */
const CONVERSATIONS = 10_000;
/** Those that hold something which she has not received; every other conversation of hers is newer. */
const WAITING = 40;
const PASSWORD = 'correct horse';
const NOW = Date.UTC(2026, 10, 20);

const somebody = (at: number) => `person${at}` as UserName;
const alice = 'alice' as UserName;
let folder: string;
let server: RunningServer;

function* past(password: string): Generator<JournaledEvent> {
	const everybody = [alice, ...Array.from({length: PEOPLE}, (_, at) => somebody(at + 1))];
	for (const user of everybody) {
		yield {type: 'accountCreated', user, password, at: NOW};
		yield {type: 'memberJoined', conversation: LOBBY, user, at: NOW};
		yield {type: 'seen', user, at: NOW};
	}

	for (let at = 1; at <= CONVERSATIONS; at++) {
		const from = somebody(at);
		const conversation = directConversation(alice, from);
		const message = {sequence: 1, id: `device00.past.${at}`, from, at: NOW + at};
		yield {type: 'messageSent', conversation, ...message, text: `I am ${from}`, hash: 'x'.repeat(22)};
		yield {type: 'answered', kind: 'friend', from, to: alice, at: NOW, accepted: true};
		if (at > WAITING) yield {type: 'marked', conversation, user: alice, delivered: 1, read: 1};
	}

	yield {type: 'asked', kind: 'friend', from: somebody(PEOPLE), to: alice, at: NOW};
}

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'chat-tui-test-'));
	const disk = new MemoryDisk();
	const passwords = new Passwords({cost: {ln: 4, r: 8, p: 1}});
	const store = await Store.open({folder, clock: createServerClock(), disk});
	const password = (await passwords.hash(PASSWORD)) as string; // nobody else hashes here
	const events = [...past(password)];
	for (const event of events) apply(store.state, event);
	await store.record(events);
	await store.abandon(); // the journal has it all
	server = await startServer({
		folder,
		host: '127.0.0.1',
		port: 0,
		plaintext: false,
		policy: DEFAULT_POLICY,
		write: () => undefined,
		passwords,
		disk: disk.afterKill(),
	});
}, 60_000);

afterAll(async () => {
	await server.stop('the tests are over');
	await rm(folder, {recursive: true, force: true});
});

async function person(name: string): Promise<Person> {
	const person = new Person(name, folder, join(folder, 'server-cert.pem'));
	onTestFinished(async () => person.leaves());
	const address = {host: '127.0.0.1', port: server.port};
	await person.enters({kind: 'signIn', address, user: name, password: PASSWORD});
	return person;
}

test('30,000 people, 10,000 conversations and as many friends are there when one signs in', async () => {
	const {state, told} = await person('alice');
	expect(state.place.at).toBe('chat');
	expect(state.people.size).toBe(CONVERSATIONS + 2); // alice, those with whom she talks, and who sent a friend request
	expect(state.others).toBe(PEOPLE - CONVERSATIONS - 1);
	expect(state.conversations.size).toBe(CONVERSATIONS + 1);
	expect(state.friends.size).toBe(CONVERSATIONS);
	expect(state.proposals).toMatchObject([{from: somebody(PEOPLE), to: alice}]);
	expect(told.filter(line => line.includes('while you were away'))).toEqual([
		'1 message from person40, 1 from person39, 1 from person38, 1 from person37, 1 from person36 and more in 35 others while you were away; Alt-A goes there',
	]);
});

test('who lists such a crowd reads the first of it, and how many others there are', async () => {
	const alice = await person('alice');
	const names = alice.told.length;
	alice.says('/msg #lobby');
	alice.says('/names');
	await alice.sees('30001 members of #lobby:', names);
	await alice.sees('alice is online', names);
	await alice.sees('and 29911 more', names);
	alice.says('/friends');
	await alice.sees('and 9910 more', names);
});

test('a script of such a person sends its message', async () => {
	const nowhere = () => new Writable({write: (_chunk, _encoding, done) => done()});
	const world = {
		stdin: Readable.from([]),
		stdout: nowhere(),
		stderr: nowhere(),
		home: join(folder, 'script'),
	};
	const who = {address: {host: '127.0.0.1', port: server.port}, user: 'alice', password: PASSWORD};
	expect(await send(['person7', 'the', 'build', 'is', 'green'], who, world)).toBe(0);
	const reader = await person('person7');
	await reader.until(() => reader.screen().includes('alice'), 'alice in the list');
	expect(reader.state.conversations.get(directConversation(alice, somebody(7)))?.last).toBe(2);
});
