/** What becomes of messages on their way: how many at once, in which order, and which refusals are final. */
import {readdirSync, readFileSync} from 'node:fs';
import {mkdir, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {isRefusal, refuse} from '../../protocol/refusals.ts';
import type {Answer} from '../../source/link/calls.ts';
import {Delivery} from '../../source/link/delivery.ts';
import {serverFolder} from '../../source/link/client-folder.ts';
import type {LinkEvent} from '../../source/state/model/link.ts';
import {Outbox} from '../../source/link/outbox.ts';
import {alice, bob, entry, freshFolder, testClock, joinAddress, person, server, signedIn} from './people.ts';
import {until} from '../harness/until.ts';

test('at most 64 messages are in flight, and all arrive in order', async () => {
	const fake = await server();
	const someone = await signedIn(fake, alice);
	fake.interfere = request => (request.type === 'send' ? 'silence' : undefined);
	const sent = Array.from({length: 100}, (_, at) => entry(`${at}`));
	for (const each of sent) someone.link.send(each);
	await until(() => fake.asked('send').length === 64);
	await someone.link.request({type: 'ping'}); // whatever was sent before has arrived now
	expect(fake.asked('send')).toHaveLength(64);

	fake.interfere = () => undefined;
	fake.cut();
	await someone.comesBack();
	await someone.hears('stored', 100);
	expect(fake.stored.map(({text}) => text)).toEqual(sent.map(({text}) => text));
	expect(someone.told('stored').map(({sequence}) => sequence)).toEqual(sent.map((_, at) => at + 1));
});

test('a message that is refused for good is reported with its text, and the next one is sent', async () => {
	const fake = await server();
	const someone = await signedIn(fake, alice);
	const [lost, kept] = [entry('to nobody'), entry('to bob')];
	fake.interfere = request =>
		request.type === 'send' && request.text === lost.text
			? refuse('noSuchUser', {user: 'nobody'})
			: undefined;
	someone.link.send(lost);
	someone.link.send(kept);
	await someone.hears('stored');
	expect(someone.told('notSent')).toMatchObject([
		{entry: lost, problem: expect.stringContaining('nobody') as string},
	]);
	fake.cut();
	await someone.comesBack();
	expect(fake.asked('send').filter(({text}) => text === lost.text)).toHaveLength(1);
});

test('a refused message is kept with its reason over a restart, is not sent again, and can be removed', async () => {
	const fake = await server();
	const someone = await signedIn(fake, alice);
	const [refused, other] = [entry('to one who has blocked us'), entry('to another')];
	fake.interfere = request =>
		request.type === 'send' && request.text === refused.text ? refuse('blockedYou', {user: bob}) : undefined;
	someone.link.send(refused);
	someone.link.send(other);
	await someone.hears('notSent');
	await someone.hears('stored');
	const [told] = someone.told('notSent');
	await someone.link.close();

	fake.interfere = () => undefined;
	const again = await person({home: someone.home});
	await again.resume(fake.address, alice);
	await again.link.request({type: 'ping'});
	expect(again.told('outboxLoaded')).toEqual([
		{type: 'outboxLoaded', entries: [{...refused, problem: told!.problem}]},
	]);
	expect(fake.asked('send').filter(({text}) => text === refused.text)).toHaveLength(1);
	again.link.forget(refused.id);
	await again.link.close();
	const last = await person({home: someone.home});
	await last.resume(fake.address, alice);
	expect(last.told('outboxLoaded')).toEqual([]);
});

test('a refused message is removed only when its text is on disk elsewhere', async () => {
	const fake = await server();
	const someone = await signedIn(fake, alice);
	fake.interfere = request => (request.type === 'send' ? refuse('readOnly') : undefined);
	const sent = entry('to be edited');
	someone.link.send(sent);
	await someone.hears('notSent');
	const folder = path.join(serverFolder(someone.home, fake.address), 'alice');
	const onDisk = (name: string) => readFileSync(path.join(folder, name), 'utf8');
	await until(() => onDisk('outbox.json').includes('"problem"'));
	const place = sent.conversation;
	someone.link.keepDrafts(alice, fake.address, {drafts: new Map([[place, 'x']])});
	someone.link.keepDrafts(alice, fake.address, {drafts: new Map([[place, sent.text]])});
	someone.link.forget(sent.id);
	await until(() => !onDisk('outbox.json').includes(sent.text)); // the clock stands still: nobody waits for the second
	expect(onDisk('drafts.json')).toContain(sent.text);
});

/** A delivery whose server is a test: it answers when and what it likes. */
async function byHand() {
	const clock = testClock();
	const outbox = await Outbox.open(path.join(await freshFolder(), 'outbox.json'));
	const asked: Array<{text: string; answered: (answer: Answer<'send'>) => void}> = [];
	const told: LinkEvent[] = [];
	const delivery = new Delivery(outbox, clock, event => told.push(event));
	delivery.begin({
		call(request, answered) {
			// Nothing but `send` is ever asked here.
			asked.push({
				text: (request as unknown as {text: string}).text,
				answered: answered as (typeof asked)[0]['answered'],
			});
		},
	});
	return {clock, delivery, asked, told, texts: () => asked.map(({text}) => text)};
}

test('a message that the server refuses for now is sent again after a pause, before the later ones', async () => {
	const {clock, delivery, asked, told, texts} = await byHand();
	await delivery.add(entry('first'));
	asked[0]!.answered(refuse('busy', {seconds: 3}));
	await delivery.add(entry('second'));
	clock.advance(2999);
	expect(texts()).toEqual(['first']);
	clock.advance(1);
	expect(texts()).toEqual(['first', 'first', 'second']);
	expect(told).toEqual([]);
});

test('the reason why messages wait is reported once, until all of them are sent', async () => {
	const {clock, delivery, asked, told} = await byHand();
	const full = refuse('tooManyMessages', {seconds: 4});
	const stored = {sequence: 1, at: 1, waitsFor: []};
	const putOffs = () => told.filter(({type}) => type === 'putOff');
	for (const text of ['first', 'second']) await delivery.add(entry(text));
	for (const {answered} of asked.splice(0)) answered(full);
	clock.advance(4000);
	for (const {answered} of asked.splice(0)) answered(full);
	clock.advance(4000);
	const [first, second] = asked.splice(0);
	first!.answered(stored);
	second!.answered(full);
	expect(putOffs()).toMatchObject([{problem: expect.stringContaining('try again in 4 s') as string}]);
	clock.advance(4000);
	asked.splice(0)[0]!.answered(stored);
	await delivery.add(entry('third'));
	asked.splice(0)[0]!.answered(refuse('diskFull'));
	expect(putOffs()).toHaveLength(2);
});

test('after a message is put off, nothing is sent before the server has answered those behind it', async () => {
	const {clock, delivery, asked, texts} = await byHand();
	for (const text of ['first', 'second', 'third']) await delivery.add(entry(text));
	asked[0]!.answered(refuse('diskFull'));
	asked[1]!.answered(refuse('diskFull'));
	await delivery.add(entry('fourth'));
	clock.advance(60_000);
	expect(texts()).toEqual(['first', 'second', 'third']);
	asked[2]!.answered(refuse('diskFull')); // late, and no reason to wait once more
	expect(texts().slice(3)).toEqual(['first', 'second', 'third', 'fourth']);
});

test('a message that is put off in the middle of many keeps its place among them', async () => {
	const fake = await server();
	const someone = await signedIn(fake, alice);
	const sent = Array.from({length: 10}, (_, at) => entry(`${at}`));
	let times = 0;
	fake.interfere = request =>
		request.type === 'send' && request.text === '4' && ++times <= 3 ? refuse('diskFull') : undefined;
	for (const each of sent) someone.link.send(each);
	for (let time = 1; time <= 3; time++) {
		await until(() => times === time);
		await someone.link.request({type: 'ping'}); // those behind it have been answered too
		someone.clock.advance(3000);
	}

	await someone.hears('stored', 10);
	expect(fake.stored.map(({text}) => text)).toEqual(sent.map(({text}) => text));
});

test('a message may be sent only once it and those before it are on disk', async () => {
	const outbox = await Outbox.open(path.join(await freshFolder(), 'outbox.json'));
	const both = [entry('first'), entry('second')];
	const adding = both.map(async each => outbox.add(each));
	expect([...outbox.entries()]).toEqual([]);
	await Promise.all(adding);
	expect([...outbox.entries()]).toEqual(both);
});

test('a text that no server accepts is reported at once and never sent', async () => {
	const fake = await server();
	const someone = await signedIn(fake, alice);
	someone.link.send(entry('x'.repeat(4001)));
	someone.link.send(entry('a\0b'));
	expect(someone.told('notSent')).toHaveLength(2);
	await someone.link.request({type: 'ping'});
	expect(fake.asked('send')).toEqual([]);
});

test('messages that the disk refuses are sent, and it is reported once that they are not kept', async () => {
	const fake = await server();
	const someone = await signedIn(fake, alice);
	const folder = path.join(serverFolder(someone.home, fake.address), 'alice');
	await until(() => someone.told('signedIn').length === 1);
	const file = path.join(folder, 'outbox.json');
	await mkdir(path.join(file, 'in the way'), {recursive: true});
	for (const text of ['one', 'two']) someone.link.send(entry(text));
	await someone.hears('stored', 2);
	expect(fake.stored.map(({text}) => text)).toEqual(['one', 'two']);
	expect(someone.told('failed').map(({problem}) => problem)).toEqual([
		expect.stringMatching(/^What you send goes out, but .*outbox\.json cannot be written/),
	]);
	await until(() => !readdirSync(folder).some(name => name.endsWith('.new'))); // a write that is under way has one

	await rm(file, {recursive: true});
	someone.link.send(entry('three'));
	await someone.hears('stored', 3);
	await until(() => readFileSync(file, 'utf8').includes('"entries":[]'));
	await rm(file);
	await mkdir(path.join(file, 'in the way'), {recursive: true});
	someone.link.send(entry('four'));
	await someone.hears('stored', 4);
	expect(someone.told('failed')).toHaveLength(2); // there was room in between
});

test('messages that an earlier run has not sent are reported once, and sent', async () => {
	const fake = await server();
	const before = await signedIn(fake, alice);
	fake.interfere = request => (request.type === 'send' ? 'silence' : undefined);
	const left = [entry('one'), entry('two')];
	for (const each of left) before.link.send(each);
	await until(() => fake.asked('send').length === 2);
	await before.link.close();

	fake.interfere = () => undefined;
	const after = await person({home: before.home});
	expect(isRefusal(await after.resume(fake.address, 'alice'))).toBe(false);
	await after.hears('stored', 2);
	expect(after.told('outboxLoaded')).toEqual([{type: 'outboxLoaded', entries: left}]);
	expect(fake.stored.map(({text}) => text)).toEqual(['one', 'two']);
	fake.cut();
	await after.comesBack();
	expect(after.told('outboxLoaded')).toHaveLength(1);
});

test('a message written without a connection is sent when there is one', async () => {
	const fake = await server();
	const before = await signedIn(fake, alice);
	await before.link.close();
	await fake.close();

	const someone = await person({home: before.home});
	expect(await someone.resume(joinAddress(fake), 'alice')).toMatch(/^No server answers/);
	expect(someone.status()).toBe('waiting');
	someone.link.send(entry('are you there?'));
	const {identity} = fake;
	const back = await server({identity, port: fake.address.port});
	back.adoptTokens(fake);
	await someone.comesBack();
	await someone.hears('stored');
	expect(back.stored.map(({text}) => text)).toEqual(['are you there?']);
});

test('a damaged outbox is reported by name and left as it is', async () => {
	const fake = await server();
	const before = await signedIn(fake, alice);
	await before.link.close();
	const file = path.join(serverFolder(before.home, fake.address), 'alice', 'outbox.json');
	await writeFile(file, '{"format":1,"entries":[{"id":');
	const {resume} = await person({home: before.home});
	expect(await resume(fake.address, 'alice')).toBe(
		`${file} is damaged; move it away, or put a copy of it back, then try again.`,
	);
});

test('a request made after a message is sent behind it, though the message must be on disk first', async () => {
	const fake = await server();
	const someone = await signedIn(fake, alice);
	for (const text of ['one', 'two']) someone.link.send(entry(text));
	await someone.link.request({type: 'openChat', user: bob});
	expect(fake.requests.slice(-3).map(({type}) => type)).toEqual(['send', 'send', 'openChat']);
});
