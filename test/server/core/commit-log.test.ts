/** Is what was committed durable, and told in frames that a client takes? */
import {expect, test} from 'vitest';
import {FRAME_CAP} from '../../../protocol/frames.ts';
import {roomName, userName} from '../../../protocol/names.ts';
import {MAX_AWAY_TEXT} from '../../../protocol/bounds.ts';
import type {ChatEvent} from '../../../server/chat/event.ts';
import {Client} from '../../../server/core/client.ts';
import {ConnectionRegistry} from '../../../server/core/connection-registry.ts';
import {CommitLog} from '../../../server/core/commit-log.ts';
import {Store} from '../../../server/store/store.ts';
import {manualClock, type ManualClock} from '../../harness/manual-clock.ts';
import {MemoryDisk} from '../../harness/memory-disk.ts';
import {openEdge} from '../net/edge.ts';

/** With nobody connected. */
function commitLogOf(store: Store, clock: ManualClock, space = {isFull: false}): CommitLog {
	return new CommitLog({
		store,
		space,
		registry: new ConnectionRegistry(),
		relays: {end: () => undefined},
		clock,
		audit: () => undefined,
		fatal: () => undefined,
	});
}

test('wrong passwords before a right one are forgiven, also after a kill', async () => {
	const alice = userName('alice')!;
	const [user, address] = ['alice', '127.0.0.1'];
	const [disk, clock] = [new MemoryDisk(), manualClock()];
	const store = await Store.open({folder: '/data', clock, disk});
	const commitLog = commitLogOf(store, clock);
	commitLog.commit([{type: 'passwordFailed', user, address, count: 1, at: clock.now(), uptime: 0}]);
	commitLog.commit([{type: 'passwordFailed', user: 'bob', address, count: 1, at: clock.now(), uptime: 0}]);
	commitLog.commit([
		{type: 'passwordRight', user, address},
		{type: 'tokenIssued', user: alice, device: 'device00', token: 'hash', at: clock.now(), expires: 9e12},
	]);
	await commitLog.settle();
	const again = await Store.open({folder: '/data', clock, disk: disk.afterKill()});
	expect([...again.state.signIns.failures.values()].map(({user}) => user)).toEqual(['bob']);
	expect(again.state.signIns).toEqual(commitLog.state.signIns);
});

test('invite codes that are forgotten at the same time are all forgotten, also after a kill', async () => {
	const [disk, clock] = [new MemoryDisk(), manualClock()];
	const store = await Store.open({folder: '/data', clock, disk});
	const commitLog = commitLogOf(store, clock);
	const made = (code: string) => ({type: 'inviteCodeMade', code, by: 'operator', at: clock.now()}) as const;
	const forgotten = (code: string) => ({type: 'inviteCodesForgotten', codes: [code]}) as const;
	commitLog.commit(['one', 'two', 'three'].map(made));
	commitLog.commit([forgotten('one')]);
	commitLog.commit([forgotten('two')]);
	commitLog.commit([forgotten('three'), made('four')]);
	await commitLog.settle();
	const again = await Store.open({folder: '/data', clock, disk: disk.afterKill()});
	expect([...again.state.inviteCodes.keys()]).toEqual(['four']);
});

test('what happened while the disk was full is journaled before what happens once there is room', async () => {
	const [disk, clock] = [new MemoryDisk(), manualClock()];
	const store = await Store.open({folder: '/data', clock, disk});
	const space = {isFull: true};
	const commitLog = commitLogOf(store, clock, space);
	const [user, room] = [userName('alice')!, roomName('#build')!];
	const [joined, left] = [{type: 'memberJoined'} as const, {type: 'memberLeft'} as const];
	const membership = {conversation: room, user, at: clock.now()};
	commitLog.commitUnasked(() => [{...joined, ...membership}]);
	space.isFull = false;
	commitLog.commitUnasked(() => [{...left, ...membership}]);
	await commitLog.settle();
	const again = await Store.open({folder: '/data', clock, disk: disk.afterKill()});
	expect(again.state.conversations.byId.get(room)?.members.size).toBe(0);
});

test('of thousands who go at once whoever lists them hears, in frames that a client takes', async () => {
	const {visit, clock} = await openEdge();
	const {peer, session} = await visit();
	const [disk, registry] = [new MemoryDisk(), new ConnectionRegistry()];
	const store = await Store.open({folder: '/data', clock, disk});
	const commitLog = new CommitLog({
		store,
		space: {isFull: false},
		registry,
		relays: {end: () => undefined},
		clock,
		audit: () => undefined,
		fatal: () => undefined,
	});
	registry.add(new Client(session, () => undefined));
	const [at, address, token] = [clock.now(), '127.0.0.1', ''];
	const alice = {user: userName('alice')!, connection: session.id, address, token, at, uptime: 0} as const;
	const crowd = Array.from({length: 10_000}, (_, number) => userName(`somebody.with.a.name${number}`)!);
	const remark = '\u0001'.repeat(MAX_AWAY_TEXT);
	commitLog.commit([
		...[alice.user, ...crowd].map((user): ChatEvent => ({type: 'accountCreated', user, password: '', at})),
		{type: 'signedIn', as: 'screen', device: 'device00', ...alice},
		...crowd.map((other): ChatEvent => ({type: 'blocked', user: alice.user, other})),
		...crowd.map((user): ChatEvent => ({type: 'presenceChanged', user, presence: 'away', remark, at})),
	]);
	clock.advance(1000);
	await peer.fence();
	const told = peer.heard.filter(({type}) => type === 'presence') as Array<{people: unknown[]}>;
	expect(told.flatMap(({people}) => people)).toHaveLength(1 + crowd.length);
	for (const frame of told) expect(JSON.stringify(frame).length).toBeLessThan(FRAME_CAP.server);
	await commitLog.settle();
});
