/** What can a server do to a client that trusts its key, by saying what no honest server says? */
import {formOf} from '../../source/state/model/place.ts';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {MAX_ANNOUNCED_PRESENCES, MAX_LISTED_PEOPLE} from '../../protocol/bounds.ts';
import {FRAME_CAP} from '../../protocol/frames.ts';
import {LOBBY} from '../../protocol/names.ts';
import {isRefusal, refuse, refusals, sentence, type RefusalCode} from '../../protocol/refusals.ts';
import {refusalSchema} from '../../protocol/refusal-schema.ts';
import {contactRows, labelOf} from '../../source/state/chats/contacts.ts';
import {dialogView} from '../../source/state/dialogs/dialogs.ts';
import {headingOf, statusOf} from '../../source/state/view/status.ts';
import {transcriptRows} from '../../source/state/transcript/transcript.ts';
import {HOSTILE} from '../harness/hostile.ts';
import {Person} from '../harness/person.ts';
import {rowText} from '../harness/client.ts';
import {until} from '../harness/until.ts';
import type {FakeServer} from '../link/fake-server.ts';
import {
	alice,
	bob,
	entry,
	freshFolder,
	joinAddress,
	PASSWORD,
	person,
	server,
	signedIn,
} from '../link/people.ts';
import {nastyFrames} from './nasty.ts';

const LETTERS = /^[^\p{Cc}\p{Bidi_Control}\p{Cs}]*$/u;

/** Alice's whole client but for the terminal, signed in at the hostile server. */
async function victim(fake: FakeServer): Promise<Person> {
	const home = await freshFolder();
	const client = new Person('alice', home, join(home, 'none.pem'));
	onTestFinished(async () => client.leaves());
	await client.enters({kind: 'signIn', address: joinAddress(fake), user: 'alice', password: PASSWORD});
	return client;
}

function say(fake: FakeServer, lines: Iterable<string>): void {
	for (const socket of fake.sockets) for (const line of lines) socket.write(`${line}\n`);
}

/** Everything that would stand on the screen. */
function shown({state}: Person): string[] {
	return [
		...transcriptRows(state).map(rowText),
		...contactRows(state).map(({label}) => label),
		...(dialogView(state)?.lines ?? []),
		...[headingOf(state), statusOf(state).text, statusOf(state).who, statusOf(state).message ?? ''],
		...(state.open === undefined ? [] : [labelOf(state, state.open)]),
		formOf(state)?.problem ?? '',
	];
}

test('thousands of frames of nonsense are survived, and nothing but letters comes of them', async () => {
	const fake = await server();
	const client = await victim(fake);
	fake.announce({type: 'presence', people: [{user: bob, presence: 'online', since: 0}]});
	await client.fence();
	client.says('/msg bob');
	for (let round = 0; round < 8; round++) {
		say(fake, nastyFrames(round, 400));
		await client.fence();
		for (const text of shown(client)) expect(text).toMatch(LETTERS);
	}

	expect(client.state.link.status).toBe('online');
});

test('what a server announces before it has said hello, or let anybody in, does no harm', async () => {
	const fake = await server();
	fake.interfere = ({type}) => {
		const announced = [...nastyFrames(type.length, 300)].filter(line => !line.includes('"re":'));
		if (type === 'hello' || type === 'signIn') say(fake, announced);
		return undefined;
	};
	const client = await victim(fake);
	await client.fence();
	for (const text of shown(client)) expect(text).toMatch(LETTERS);
});

test.each([
	[[5]],
	[[1], [2 ** 53 - 1]],
	[
		[7, 8],
		[8, 9],
	],
])('pages that never bring what is missing are not asked for without end: %j', async (...pages) => {
	const fake = await server();
	fake.interfere = ({type}) => {
		if (type !== 'history') return undefined;
		const page = pages[fake.asked('history').length % pages.length]!;
		const messages = page.map(sequence => ({sequence, id: `x${sequence}`, from: 'bob', at: 0, text: 'x'}));
		return {ok: {messages, last: 1e15}};
	};
	const client = await victim(fake);
	fake.announce({type: 'presence', people: [{user: bob, presence: 'online', since: 0}]});
	say(fake, [
		'{"type":"message","conversation":"alice+bob","sequence":500,"id":"x","from":"bob","at":0,"text":"x"}',
	]);
	await client.fence();
	client.says('/msg bob');
	for (let count = 0; count < 200; count++) await client.fence();
	expect(fake.asked('history').length).toBeLessThan(20);
});

test('pages of history with holes, repeats, strangers and no end are put in order, and not asked for without end', async () => {
	const fake = await server();
	const pages = [[5], [1, 2, 3], [3, 2, 1], [7, 9, 11], [1, 1, 1], [], [2 ** 53 - 1], [1, 2 ** 53 - 1], [5]];
	fake.interfere = ({type}) => {
		if (type !== 'history') return undefined;
		const asked = fake.asked('history').length;
		const page = pages[asked % pages.length]!.map(sequence => ({
			sequence,
			id: `x${sequence}`,
			from: ['alice', 'bob', 'mallory'][sequence % 3],
			at: sequence % 2 ? 8_640_000_000_000_000 : 0,
			text: `${asked}\x1b[2J`,
		}));
		return {ok: {messages: page, last: 2 ** 53 - 1}};
	};
	const client = await victim(fake);
	fake.announce({type: 'presence', people: [{user: bob, presence: 'online', since: 0}]});
	await client.fence();
	client.says('/msg bob');
	for (let count = 0; count < 200; count++) await client.fence();
	for (const {window} of client.state.conversations.values()) {
		const sequences = window.chunks.flat().map(({sequence}) => sequence);
		expect(sequences).toEqual(sequences.map((_, at) => sequences[0]! + at));
	}

	for (const text of shown(client)) expect(text).toMatch(LETTERS);
	expect(fake.asked('history').length).toBeLessThan(100);
});

test('thousands come and go, as many at once as an announcement names, and the client lists no more than it has room for', async () => {
	const fake = await server();
	const client = await victim(fake);
	const lines = Array.from({length: 14}, (_, frame) => {
		const people = Array.from({length: MAX_ANNOUNCED_PRESENCES}, (_, at) => ({
			user: `user${frame * MAX_ANNOUNCED_PRESENCES + at}`,
			presence: 'online',
			since: at,
		}));
		return JSON.stringify({type: 'presence', people});
	});
	say(fake, [...lines, ...lines.map(line => line.replaceAll('online', 'offline')), ...lines]);
	await client.fence();
	expect(client.state.people.size).toBe(MAX_LISTED_PEOPLE);
});

test('an announcement of more people than any server tells at once is not read at all', async () => {
	const fake = await server();
	const client = await victim(fake);
	const people = Array.from({length: MAX_ANNOUNCED_PRESENCES + 1}, (_, at) => ({
		user: `user${at}`,
		presence: 'online',
		since: at,
	}));
	say(fake, [JSON.stringify({type: 'presence', people})]);
	await client.fence();
	expect(client.state.people.size).toBe(0);
});

test('a topic of 200,000 characters changes nothing', async () => {
	const fake = await server();
	const client = await victim(fake);
	const told = {type: 'topicChanged', conversation: '#lobby', user: 'bob', at: 1};
	say(fake, [
		JSON.stringify({...told, topic: 'hello'}),
		JSON.stringify({...told, topic: 'x'.repeat(200_000)}),
	]);
	await client.fence();
	expect(client.state.conversations.get(LOBBY)?.topic).toBe('hello');
});

test('a frame beyond all measure ends the link, which is tried again', async () => {
	const fake = await server();
	const {hears, reasons, told} = await signedIn(fake, alice);
	for (const socket of fake.sockets) socket.write('x'.repeat(FRAME_CAP.server + 1));
	await hears('linkChanged', 3);
	await until(() => told('linkChanged').some(({link}) => link.status === 'waiting'));
	expect(reasons().join(' ')).toMatch(/what this client cannot read/);
});

test('a reply in parts that never ends is not kept without end: the link ends, and is tried again', async () => {
	const fake = await server();
	const {link, reasons, told} = await signedIn(fake, alice);
	fake.interfere = ({type}) => (type === 'who' ? 'silence' : undefined);
	const answer = link.request({type: 'who'});
	await until(() => fake.asked('who').length === 1);
	const part = JSON.stringify({
		re: fake.asked('who')[0]!.id,
		part: {
			people: Array.from({length: 10_000}, () => ({user: 'bob', presence: 'online', since: 0, idle: 0})),
		},
	});
	for (let count = 0; count < 100; count++) say(fake, [part]);
	expect(await answer).toHaveProperty('linkDown');
	await until(() => told('linkChanged').some(({link}) => link.status === 'waiting'));
	expect(reasons().join(' ')).toMatch(/what this client cannot read/);
});

test('a part of a reply that is not valid ends the link at once: nobody waits for the rest of it', async () => {
	const fake = await server();
	const {link} = await signedIn(fake, alice);
	fake.interfere = ({type}) => (type === 'who' ? 'silence' : undefined);
	const answer = link.request({type: 'who'});
	await until(() => fake.asked('who').length === 1);
	say(fake, [JSON.stringify({re: fake.asked('who')[0]!.id, part: {people: [{user: 'bob'}]}})]);
	expect(await answer).toHaveProperty('linkDown');
});

test.each([1e300, -5, 0, 'soon', Number.MAX_SAFE_INTEGER])(
	'a server that is busy for %s seconds is asked again within a minute, and not at once',
	async seconds => {
		const fake = await server();
		const {link, clock} = await signedIn(fake, alice);
		fake.interfere = ({type}) =>
			type === 'send' ? {...refuse('busy', {seconds: 1}), seconds: seconds as number} : undefined;
		const pauses: number[] = [];
		const after = clock.after.bind(clock);
		clock.after = (milliseconds, action) => {
			pauses.push(milliseconds);
			return after(milliseconds, action);
		};
		link.send(entry('hello'));
		await until(() => fake.asked('send').length === 1 && pauses.length > 0);
		expect(pauses.at(-1)).toBeGreaterThanOrEqual(500);
		expect(pauses.at(-1)).toBeLessThanOrEqual(60_000);
	},
);

test('every refusal has a sentence of letters, whatever its details are or lack', () => {
	const details = [
		undefined,
		0,
		-1,
		1e300,
		Number.NaN,
		'',
		'x'.repeat(1e5),
		...HOSTILE.map(([, text]) => text),
	];
	for (const refusal of Object.keys(refusals) as RefusalCode[])
		for (const detail of details) {
			const names = ['since', 'address', 'seconds', 'user', 'other', 'most', 'oldest'];
			const wire = {refusal, ...Object.fromEntries(names.map(name => [name, detail]))};
			const text = sentence(refusalSchema.parse(wire));
			expect(text).toMatch(LETTERS);
			expect(text.length).toBeLessThan(800);
		}
});

test('refusals and farewells with hostile details reach the person as letters', async () => {
	const fake = await server();
	const {signIn} = await person();
	for (const [, text] of HOSTILE) {
		fake.interfere = ({type}) =>
			type === 'signIn' ? {refusal: 'alreadySignedIn', since: 1e300, address: text} : undefined;
		const answer = await signIn(joinAddress(fake), {user: 'alice', password: PASSWORD});
		expect(isRefusal(answer) && sentence(answer)).toMatch(LETTERS);
	}

	for (const [, text] of HOSTILE.slice(0, 12)) {
		fake.interfere = () => undefined;
		const {told, hears} = await signedIn(fake, alice);
		fake.announce({type: 'replaced', address: text, at: 0});
		await hears('signedOut');
		expect(told('signedOut')[0]?.reason).toMatch(LETTERS);
	}
});

test('where the server knows nobody, a name that is asked for is simply not found', async () => {
	const client = await victim(await server());
	client.says('/msg bob');
	expect(shown(client).join(' ')).toMatch(/There is no user called bob/);
});
