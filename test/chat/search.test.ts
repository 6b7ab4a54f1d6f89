/** Searching: what is found, in which order, how a long past is searched part by part, who may search where, and what counts that happens meanwhile. */
import {describe, expect, test} from 'vitest';
import {roomName, type ConversationId} from '../../protocol/names.ts';
import type {ReplyOf, RequestOf} from '../../protocol/index.ts';
import type {SearchPlace} from '../../protocol/search.ts';
import {gathering, message, type Rules, type Seat} from '../harness/rules.ts';
import {name} from '../harness/sample-state.ts';

const withBob = 'alice+bob' as ConversationId;
const withCarol = 'alice+carol' as ConversationId;
const search = (text: string, ...conversations: ConversationId[]): RequestOf<'search'> => ({
	type: 'search',
	text,
	places: conversations.map(conversation => ({conversation, before: 1_000_000})),
});
const texts = (answer: object) =>
	'found' in answer ? (answer as ReplyOf<'search'>).found.map(({text}) => text) : answer;

test('finds what holds every word, in any case and order, also within longer words', async () => {
	const {alice, bob} = await gathering('alice', 'bob');
	for (const text of ['The build is green', 'green tea', 'BUILDING in Green', 'ｇｒｅｅｎ build', 'red'])
		await alice.ask(message('alice', 'bob', text));
	expect(texts(await bob.ask(search('  green Build ', withBob)))).toEqual([
		'ｇｒｅｅｎ build',
		'BUILDING in Green',
		'The build is green',
	]);
	expect(texts(await bob.ask(search('blue', withBob)))).toEqual([]);
	expect(texts(await bob.ask(search('   ', withBob)))).toEqual([]);
});

test('goes through the conversations in the order in which they are named, the newest messages first', async () => {
	const {alice} = await gathering('alice', 'bob', 'carol');
	for (const [to, text] of [
		['bob', 'tea one'],
		['carol', 'tea two'],
		['bob', 'tea three'],
	] as const)
		await alice.ask(message('alice', to, text));
	expect(texts(await alice.ask(search('tea', withCarol, withBob)))).toEqual([
		'tea two',
		'tea three',
		'tea one',
	]);
	const later = {type: 'search', text: 'tea', places: [{conversation: withBob, before: 2}]} as const;
	expect(await alice.ask({...later, places: [...later.places]})).toMatchObject({
		found: [{conversation: withBob, sequence: 1, from: 'alice'}],
		left: [],
	});
});

test('looks at a part of a long past at a time, and misses nothing and finds nothing twice', async () => {
	const {alice} = await gathering('alice', 'bob', 'carol');
	for (let count = 1; count <= 6000; count++)
		await alice.ask(message('alice', 'bob', count % 100 === 0 ? `a round number ${count}` : `${count}`));
	await alice.ask(message('alice', 'carol', 'a round table'));
	const found: string[] = [];
	let asked = 0;
	let places: SearchPlace[] = search('round', withBob, withCarol).places;
	while (places.length > 0) {
		const answer = (await alice.ask({type: 'search', text: 'round', places})) as ReplyOf<'search'>;
		found.push(...answer.found.map(({text}) => text));
		places = answer.left;
		asked++;
	}

	expect(asked).toBeGreaterThan(1);
	expect(found).toEqual([
		...Array.from({length: 60}, (_, at) => `a round number ${6000 - at * 100}`),
		'a round table',
	]);
});

test('is for those who take part, in every conversation that is named', async () => {
	const {rules, alice, bob} = await gathering('alice', 'bob');
	const eve: Seat = await rules.newcomer('eve');
	const build = roomName('#build')!;
	await alice.ask(message('alice', 'bob', 'secret'));
	await bob.ask({type: 'join', room: build});
	expect(await eve.ask(search('secret', withBob))).toEqual({refusal: 'notYourConversation'});
	expect(await alice.ask(search('secret', withBob, build))).toMatchObject({refusal: 'notMember'});
	expect(texts(await bob.ask(search('secret', withBob, build)))).toEqual(['secret']);
});

/** A search, with what happens while it works: after each message that it has looked at. */
async function meanwhile(rules: Rules, happens: () => unknown, searching: () => Promise<object>) {
	let pieces = 0;
	const next = async () => {
		await happens();
	};

	rules.pace = {...rules.pace, isOver: () => ++pieces > 1, next};
	const answer = await searching();
	return {answer, pieces};
}

const places = (before: number, ...conversations: ConversationId[]) =>
	conversations.map(conversation => ({conversation, before}));

describe('while a search works', () => {
	test('everybody has a turn between any two messages that are looked at', async () => {
		const {rules, alice} = await gathering('alice', 'bob');
		for (let count = 1; count <= 20; count++) await alice.ask(message('alice', 'bob', 'tea'));
		let turns = 0;
		await meanwhile(
			rules,
			() => {
				turns++;
			},
			() => alice.ask(search('coffee', withBob)),
		);
		expect(turns).toBe(19);
	});

	test('a room that is left is no longer searched, and nothing of it is told', async () => {
		const {rules, alice, bob} = await gathering('alice', 'bob');
		const build = roomName('#build')!;
		await bob.ask({type: 'join', room: build});
		await alice.ask({type: 'join', room: build});
		await alice.ask(message('alice', 'bob', 'tea for two'));
		for (let count = 1; count <= 3; count++)
			await bob.ask({...message('bob', 'bob', 'tea'), conversation: build});
		const script = await rules.signIn('alice', 'alicealice', {as: 'script'});
		const leaves = () => script.seat.ask({type: 'leave', room: build});
		const {answer} = await meanwhile(rules, leaves, () => alice.ask(search('tea', build, withBob)));
		expect(texts(answer)).toEqual(['tea for two']);
	});

	test('what somebody said is not told when they are blocked before the answer', async () => {
		const {rules, alice, bob} = await gathering('alice', 'bob');
		await alice.ask(message('alice', 'bob', 'no tea'));
		for (let count = 1; count <= 3; count++) await bob.ask(message('bob', 'alice', 'tea'));
		const script = await rules.signIn('alice', 'alicealice', {as: 'script'});
		const blocks = () => script.seat.ask({type: 'block', user: name('bob')});
		const {answer} = await meanwhile(rules, blocks, () => alice.ask(search('tea', withBob)));
		expect(texts(answer)).toEqual(['no tea']);
	});

	test('where there is no word to search for nothing is looked at', async () => {
		const {rules, alice} = await gathering('alice', 'bob');
		await alice.ask(message('alice', 'bob', 'tea'));
		const {answer, pieces} = await meanwhile(
			rules,
			() => undefined,
			() => alice.ask(search('  \u3000 ', withBob)),
		);
		expect({answer, pieces}).toEqual({answer: {found: [], left: []}, pieces: 0});
	});

	test('it ends when nobody waits for it any more', async () => {
		const {rules, alice} = await gathering('alice', 'bob', 'carol');
		for (let count = 1; count <= 600; count++) await alice.ask(message('alice', 'bob', 'tea'));
		await alice.ask(message('alice', 'carol', 'tea'));
		const leaves = () => rules.lose(alice);
		const {answer, pieces} = await meanwhile(rules, leaves, () =>
			alice.ask(search('coffee', withBob, withCarol)),
		);
		expect(answer).toEqual({refusal: 'notSignedIn'});
		expect(pieces).toBeLessThanOrEqual(250);
	});
});

test('the longer the messages, the fewer are looked at with one request', async () => {
	const {alice} = await gathering('alice', 'bob');
	const text = '\ufdfa'.repeat(3990);
	for (let count = 1; count <= 600; count++) await alice.ask(message('alice', 'bob', text));
	const {left} = (await alice.ask(search('tea', withBob))) as ReplyOf<'search'>;
	expect(left).toEqual(places(251, withBob));
	expect(await alice.ask({type: 'search', text: 'tea', places: left})).toEqual({found: [], left: []});
});

test('a reply holds about a page, however much is found at once', async () => {
	const {alice} = await gathering('alice', 'bob');
	for (let count = 1; count <= 60; count++)
		await alice.ask(message('alice', 'bob', `tea ${'\ufdfa'.repeat(3980)}`));
	const {found, left} = (await alice.ask(search('tea', withBob))) as ReplyOf<'search'>;
	expect(found).toHaveLength(22);
	expect(left).toEqual(places(39, withBob));
});
