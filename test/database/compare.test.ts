/** Does `chat-tui doctor --record` find the server whose state differs, and no other? */
import {describe, expect, test} from 'vitest';
import {runDoctor} from '../../server/database/cli.ts';
import {compareServers, verdictOf} from '../../server/database/compare.ts';
import {hashOf} from '../../server/store/state-hash.ts';
import type {Snapshot} from '../../server/store/snapshot.ts';
import {message} from '../attack/attacked-server.ts';
import {NO_POSTGRES, type Postgres} from '../harness/postgres.ts';
import {usePostgres} from '../harness/use-postgres.ts';
import {temporaryFolder} from '../harness/temporary-folder.ts';
import {personOn, placeOf, serverOn} from '../harness/on-record.ts';

let postgres: Postgres;

async function compared(url: string): Promise<{isSame: boolean; lines: string[]}> {
	const lines: string[] = [];
	return {isSame: await compareServers(placeOf(url), line => lines.push(line)), lines};
}

async function problemOf(url: string): Promise<string> {
	let problem = '';
	const code = await runDoctor({record: url}, (sentence: string) => {
		problem = sentence;
		return 1;
	});
	expect(code).toBe(1);
	return problem;
}

describe.skipIf(NO_POSTGRES)('the servers of a record', () => {
	usePostgres(started => (postgres = started));

	test('have one hash while people talk, also one that has read its state from files', async () => {
		const url = await postgres.database();
		const folder = await temporaryFolder();
		const [one, first] = [await serverOn(url), await serverOn(url, {folder})];
		const [alice, bob] = [await personOn(one, 'alice'), await personOn(first, 'bob')];
		expect(await alice.ask('join', {room: '#build'})).toMatchObject({created: true});
		expect(await alice.ask('block', {user: 'bob'})).not.toHaveProperty('refusal');
		await bob.ask('send', message('bob', 'bob', 1, 'a note'));
		await first.stop('the test wants it');
		const two = await serverOn(url, {folder});
		await personOn(two, 'carol');
		const three = await serverOn(url);
		let sequence = 0;
		const over = new AbortController();
		const talk = (async () => {
			while (!over.signal.aborted)
				await alice.ask('send', message('alice', 'alice', ++sequence, `note ${sequence}`));
		})();
		const found = await compared(url);
		over.abort();
		await talk;
		expect(found.lines.at(-1)).toMatch(/^All 3 servers have the same state at entry \d+\.$/);
		expect(found.isSame).toBe(true);
		expect(new Set(found.lines.slice(0, 3).map(line => line.replace(/^\S+: /, ''))).size).toBe(1);
		expect([two, three].map(({failure}) => failure)).toEqual([undefined, undefined]);
	});

	test('are told apart when one has another state, which is named', async () => {
		const url = await postgres.database();
		const all = [await serverOn(url), await serverOn(url), await serverOn(url)];
		await personOn(all[0]!, 'alice');
		expect((await compared(url)).isSame).toBe(true);
		const {accounts} = all[1]!.operated.state;
		const [name, account] = [...accounts.byName][0]!;
		accounts.byName.set(name, {...account, lastSeen: 1} as typeof account);
		const {isSame, lines} = await compared(url);
		expect(isSame).toBe(false);
		expect(lines.at(-1)).toMatch(/ differs from the 2 others; stop what differs/);
	});

	test('answer several doctors at once', async () => {
		const url = await postgres.database();
		await serverOn(url);
		await serverOn(url);
		const found = await Promise.all([compared(url), compared(url), compared(url)]);
		expect(found.map(({isSame}) => isSame)).toEqual([true, true, true]);
	});

	test('need not run: then there is nothing to compare', async () => {
		const url = await postgres.database();
		await (await serverOn(url)).stop('the test wants it');
		expect((await compared(url)).lines).toEqual([expect.stringMatching(/^No server runs on the record/)]);
	});

	test('cannot be asked where the record cannot be used, which one sentence says', async () => {
		expect(await problemOf('postgres://a@127.0.0.1:1/chat')).toMatch(/^No PostgreSQL answers/);
		expect(await problemOf('mysql://a/b')).toMatch(/takes the URL of a PostgreSQL database/);
		expect(await problemOf(postgres.url('missing'))).toMatch(/has no database missing/);
		const url = await postgres.database();
		expect(await problemOf(url)).toMatch(/^No server has used the record/);
		await (await serverOn(url)).stop('the test wants it');
		await postgres.query('UPDATE chat_tui.record SET format = 99', url.split('/').at(-1));
		expect(await problemOf(url)).toMatch(/is of a newer chat-tui \(format 99\)/);
	});
});

test('a state has one hash, in whatever order its parts, their fields and its sessions came', async () => {
	const session = {user: 'alice', as: 'screen'};
	const hash = async (parts: object[], ids: number[]) => {
		const snapshot = {parts: () => parts, close: () => undefined} as unknown as Snapshot;
		const sessions = new Map(ids.map(id => [id, session]));
		return (await hashOf(snapshot, {sessions, byUser: new Map()} as never, 1)).hash;
	};
	const one = {name: 'accounts', key: 'users', data: [{user: 'alice', at: {a: 1, b: [{c: 2, d: 3}]}}]};
	const same = {
		name: 'accounts',
		key: 'users',
		data: [{at: {b: [{d: 3, c: 2}], a: 1}, user: 'alice', x: undefined}],
	};
	const other = {name: 'devices', key: 'alice', data: ['x']};
	const first = await hash([one, other], [1, 2]);
	expect(await hash([other, same], [2, 1])).toBe(first);
	expect(await hash([one], [1, 2])).not.toBe(first);
	expect(await hash([one, other], [1])).not.toBe(first);
	expect(await hash([one, {...other, data: ['y']}], [1, 2])).not.toBe(first);
});

test('the verdict names who differs from most, or all where no state is that of most', () => {
	const of = (...hashes: Array<string | undefined>) =>
		verdictOf(
			hashes.map((hash, at) => ({name: `s${at}`, people: 1, hash})),
			9,
		).sentence;
	expect(of('a')).toBe('The one server has told its state at entry 9.');
	expect(of('a', 'a')).toBe('All 2 servers have the same state at entry 9.');
	expect(of('a', 'b', 'a')).toMatch(/^s1 differs from the 2 others;/);
	expect(of('a', 'b', 'a', 'c', 'a')).toMatch(/^s1, s3 differ from the 3 others;/);
	expect(of('a', 'b')).toMatch(/^s0, s1 differ, and no state is that of most;/);
	expect(of('a', undefined)).toMatch(/^s1 did not answer in time;/);
});
