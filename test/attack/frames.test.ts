/** Which frames can a stranger or somebody with an account send, and what becomes of the server? */
import {expect, test} from 'vitest';
import {until} from '../harness/until.ts';
import {UNLIMITED, entrance, frame, message, openHouse} from './attacked-server.ts';
import {nastyFrames} from './nasty.ts';

const BROKEN = [
	'',
	'null',
	'[]',
	'"send"',
	'{"id":1}',
	'{"id":-1,"type":"ping"}',
	'{"id":1.5,"type":"ping"}',
	'{"id":1e400,"type":"ping"}',
	`{"id":${'9'.repeat(400)},"type":"ping"}`,
	'{"id":"1","type":"ping"}',
	'{"id":{"__proto__":1},"type":"ping"}',
	'{"id":1,"type":"__proto__"}',
	'{"id":1,"type":"constructor"}',
	'{"id":1,"type":"toString"}',
	'{"id":1,"type":["ping"]}',
	'{"id":1,"type":"ping","__proto__":{"session":1}}',
	'{"id":1,"type":"ping","constructor":{"prototype":{"session":1}}}',
	`{"id":1,"type":"ping","deep":${'['.repeat(900)}${']'.repeat(900)}}`,
	'{"id":1,"type":"hello","protocol":1,"from":"alice"}',
	'{"id":1,"type":"ping"}{"id":2,"type":"ping"}',
	'{"id":1,"type":"ping",}',
	'\ufeff{"id":1,"type":"ping"}',
];

test('a stranger who sends anything but a request is cut, and told no more than that', async () => {
	const {knock, log} = await openHouse({limits: UNLIMITED});
	for (const line of BROKEN) {
		const peer = await knock();
		peer.write(`${line}\n`);
		await peer.end();
		expect(peer.refusals, line).toEqual(['badRequest']);
	}

	expect(({} as Record<string, unknown>)['session']).toBeUndefined();
	expect(log.join('')).not.toMatch(/fault/);
});

test('somebody with an account who sends thousands of broken frames is answered each time and disturbs nobody', async () => {
	const {newcomer, log} = await openHouse({limits: UNLIMITED});
	const {peer: alice} = await newcomer('alice');
	const {peer: mallory} = await newcomer('mallory');
	const deep = `{"id":1,"type":"send","text":${'['.repeat(60_000)}${']'.repeat(60_000)}}`;
	for (const line of [...BROKEN, deep]) mallory.write(`${line}\n`);
	for (let round = 0; round < 5; round++)
		for (const line of nastyFrames(round, 300)) mallory.write(`${line}\n`);
	await mallory.fence();
	expect(new Set(mallory.refusals)).toEqual(new Set(['badRequest']));
	expect(await alice.ask('who')).toMatchObject({people: [{user: 'alice'}, {user: 'mallory'}]});
	expect(log.join('')).not.toMatch(/fault/);
});

test('nobody reads, marks, types into or writes in a conversation of others, or as another', async () => {
	const {newcomer} = await openHouse({limits: UNLIMITED});
	const {peer: alice} = await newcomer('alice');
	const {peer: bob} = await newcomer('bob');
	const {peer: eve} = await newcomer('eve');
	await alice.ask('send', message('alice', 'bob', 1, 'between us'));
	const theirs = {conversation: 'alice+bob'};
	for (const [type, fields] of [
		['send', {...message('eve', 'eve', 1, 'forged'), ...theirs}],
		['history', {...theirs, limit: 200}],
		['mark', {...theirs, read: 1}],
		['typing', theirs],
	] as const)
		expect(await eve.ask(type, fields), type).toEqual({refusal: 'notYourConversation'});
	for (const [type, fields] of [
		['send', {...message('eve', 'eve', 1, 'forged'), conversation: '#build'}],
		['history', {conversation: '#build', limit: 1}],
	] as const)
		expect(await eve.ask(type, fields), type).toEqual({refusal: 'notMember', room: '#build'});
	for (const conversation of [
		'bob+alice',
		'alice+bob+eve',
		'Alice+bob',
		'alice',
		'+',
		'eve+../../users',
		'eve+__proto__',
	])
		expect(await eve.ask('history', {conversation, limit: 1})).toEqual({refusal: 'badRequest'});
	expect(await eve.ask('send', {...message('eve', 'bob', 1, 'hi'), from: 'alice'})).toEqual({
		refusal: 'badRequest',
	});
	expect(await eve.ask('send', message('eve', 'nobody', 2, 'hi'))).toEqual({
		refusal: 'noSuchUser',
		user: 'nobody',
	});
	await eve.ask('send', message('eve', 'bob', 3, 'hi'));
	await until(() => bob.heard.filter(({type}) => type === 'message').length === 2);
	expect(bob.heard.filter(({type}) => type === 'message').map(({from}) => from)).toEqual(['alice', 'eve']);
});

test('numbers beyond all measure ask for what there is, and mark no further than that', async () => {
	const {newcomer} = await openHouse({limits: UNLIMITED});
	const {peer: alice} = await newcomer('alice');
	const {peer: bob} = await newcomer('bob');
	for (let count = 1; count <= 3; count++)
		await alice.ask('send', message('alice', 'bob', count, `${count}`));
	const conversation = 'alice+bob';
	const huge = Number.MAX_SAFE_INTEGER;
	const sequences = async (range: object) => {
		const page = await bob.ask('history', {conversation, limit: 200, ...range});
		return (
			(page['messages'] as Array<{sequence: number}> | undefined)?.map(({sequence}) => sequence) ??
			page['refusal']
		);
	};
	expect(await sequences({before: huge})).toEqual([1, 2, 3]);
	expect(await sequences({after: huge})).toEqual([]);
	expect(await sequences({after: 2, before: huge})).toEqual([3]);
	expect(await sequences({before: 1})).toEqual([]);
	for (const range of [{before: 0}, {after: -1}, {limit: 201}, {limit: 0}, {before: 2 ** 53}, {after: 0.5}])
		expect(await sequences(range)).toBe('badRequest');
	await bob.ask('mark', {conversation, delivered: huge, read: huge});
	await until(() => alice.heard.some(({type, user}) => type === 'marked' && user === 'bob'));
	expect(alice.heard.find(({type}) => type === 'marked')).toMatchObject({delivered: 3, read: 3});
});

test('an id that is sent again is stored once, however often and whatever stands beside it', async () => {
	const {newcomer, knock} = await openHouse({limits: UNLIMITED});
	await newcomer('bob');
	const {peer: alice, token} = await newcomer('alice');
	const first = await alice.ask('send', message('alice', 'bob', 1, 'once'));
	for (let count = 0; count < 5; count++)
		expect(await alice.ask('send', message('alice', 'bob', 1, 'once'))).toEqual(first);
	expect(await alice.ask('send', message('alice', 'bob', 1, 'other'))).toEqual({refusal: 'idReused'});
	expect(
		await alice.ask('send', {...message('alice', 'bob', 1, 'once'), conversation: 'alice+alice'}),
	).toEqual({
		refusal: 'idReused',
	});
	alice.socket.destroy();
	const again = await knock();
	await again.ask('resume', {token, as: 'screen', device: entrance('alice')['device']});
	expect(await again.ask('send', message('alice', 'bob', 1, 'once'))).toEqual(first);
	expect(await again.ask('history', {conversation: 'alice+bob', limit: 9})).toMatchObject({last: 1});
});

test('requests that come in single bytes, or many in one piece, are the same requests', async () => {
	const {newcomer} = await openHouse({limits: UNLIMITED});
	const {peer: alice} = await newcomer('alice');
	for (const byte of Buffer.from(frame(900, 'send', message('alice', 'alice', 1, 'ünï😀'))))
		alice.write(Buffer.of(byte));
	for (let id = 901; id < 950; id++) alice.write(frame(id, 'ping'));
	await until(() => alice.heard.some(({re}) => re === 949));
	expect(alice.heard.find(({re}) => re === 900)).toMatchObject({ok: {sequence: 1}});
});
