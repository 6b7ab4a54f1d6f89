/** Servers that share a PostgreSQL record: one state, one order, typing, blocks for wrong passwords, and sentences where the record cannot be used. */
import {copyFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, onTestFinished, test, vi} from 'vitest';
import {createServerClock} from '../../lib/clock.ts';
import type {State} from '../../server/chat/state.ts';
import {DEFAULT_POLICY} from '../../server/chat/rule.ts';
import {runOperator} from '../../server/operator/run.ts';
import type {RunningServer} from '../../server/running-server.ts';
import {startServer} from '../../server/server.ts';
import {Store} from '../../server/store/store.ts';
import {volatileText} from '../../server/store/volatile.ts';
import {deviceOf, entrance, message} from '../attack/attacked-server.ts';
import {knock, passwords, personOn, placeOf, serverOn} from '../harness/on-record.ts';
import {Proxy} from '../chaos/proxy.ts';
import {NO_POSTGRES, type Postgres} from '../harness/postgres.ts';
import {usePostgres} from '../harness/use-postgres.ts';
import {Serving} from '../harness/serving.ts';
import {storedText} from '../harness/state-text.ts';
import {temporaryFolder} from '../harness/temporary-folder.ts';
import {until} from '../harness/until.ts';
import {Peer} from './peer.ts';

let postgres: Postgres;

function textOf(state: State): string {
	return `${storedText(state)}\n${volatileText(state)}`;
}

async function wantsOneState(...servers: RunningServer[]): Promise<void> {
	const journals = servers.map(({operated}) => operated.store.journal);
	const positions = () => new Set(journals.flatMap(({last, durable}) => [last, durable]));
	await until(() => positions().size === 1);
	const [first = '', ...others] = servers.map(({operated}) => textOf(operated.state));
	for (const other of others) expect(other).toBe(first);
}

describe.skipIf(NO_POSTGRES)('servers on one record', () => {
	usePostgres(started => (postgres = started));

	test('have one state, also one that joins later, and number the messages of all without a gap', async () => {
		const url = await postgres.database();
		const [one, two] = [await serverOn(url), await serverOn(url)];
		const [alice, bob] = [await personOn(one, 'alice'), await personOn(two, 'bob')];
		const sends = async (peer: Peer, from: string, to: string) =>
			Promise.all(
				Array.from({length: 50}, async (_, at) =>
					peer.ask('send', message(from, to, at + 1, `${from} ${at}`)),
				),
			);
		const replies = (await Promise.all([sends(alice, 'alice', 'bob'), sends(bob, 'bob', 'alice')])).flat();
		const sequences = replies.map(({sequence}) => sequence as number).sort((a, b) => a - b);
		expect(sequences).toEqual(Array.from({length: 100}, (_, at) => at + 1));
		const three = await serverOn(url);
		await bob.ask('setPresence', {presence: 'away'});
		await wantsOneState(one, two, three);
		expect(await bob.ask('history', {conversation: 'alice+bob', limit: 100})).toMatchObject({last: 100});
	});

	test('store a message once that a client sends again to another server', async () => {
		const url = await postgres.database();
		const [one, two] = [await serverOn(url), await serverOn(url)];
		const alice = await personOn(one, 'alice');
		const first = await alice.ask('send', message('alice', 'alice', 1, 'once'));
		alice.socket.destroy();
		const again = await knock(two);
		const entered = await again.ask('signIn', entrance('alice', {takeOver: true})); // the first server may not have noticed yet
		expect(entered).toMatchObject({user: 'alice'});
		expect(await again.ask('send', message('alice', 'alice', 1, 'once'))).toEqual(first);
	});

	test('let somebody in at once who has made an account, or was given a token, at another', async () => {
		const url = await postgres.database();
		const [one, two] = [await serverOn(url), await serverOn(url)];
		const users = Array.from({length: 8}, (_, at) => `person${at}`);
		const entered = await Promise.all(
			users.map(async user => {
				const there = await personOn(one, user);
				const here = await knock(two);
				const first = await here.ask('signIn', entrance(user, {takeOver: true}));
				const back = await knock(one);
				const resume = {token: first['token'], as: 'screen', device: deviceOf(user), takeOver: true};
				const second = await back.ask('resume', resume);
				there.socket.destroy();
				return [first['user'], second['user']];
			}),
		);
		expect(entered).toEqual(users.map(user => [user, user]));
	});

	test('pass on who is typing, and record nothing of it', async () => {
		const url = await postgres.database();
		const [one, two] = [await serverOn(url), await serverOn(url)];
		const [alice, bob] = [await personOn(one, 'alice'), await personOn(two, 'bob')];
		await alice.ask('send', message('alice', 'bob', 1, 'hello'));
		const {last} = one.operated.store.journal;
		await bob.ask('typing', {conversation: 'alice+bob'});
		await until(() => alice.heard.some(({type, user}) => type === 'typing' && user === 'bob'));
		expect(one.operated.store.journal.last).toBe(last);
	});

	test('block an account together after wrong passwords, whichever server they were given to', async () => {
		const url = await postgres.database();
		const [one, two] = [await serverOn(url), await serverOn(url)];
		await personOn(one, 'alice');
		for (const {port} of [one, two, one]) {
			const peer = await Peer.connect(port);
			onTestFinished(() => void peer.socket.destroy());
			await peer.ask('hello', {protocol: 1});
			await peer.ask('signIn', entrance('alice', {password: 'not-the-right-one'}));
		}

		const peer = await Peer.connect(two.port);
		onTestFinished(() => void peer.socket.destroy());
		await peer.ask('hello', {protocol: 1});
		expect(await peer.ask('signIn', entrance('alice'))).toMatchObject({refusal: 'signInBlocked'});
	});

	test('find everything again when all have stopped and one starts', async () => {
		const [url, folder] = [await postgres.database(), await temporaryFolder()];
		const one = await serverOn(url, {folder});
		const alice = await personOn(one, 'alice');
		await alice.ask('send', message('alice', 'alice', 1, 'kept'));
		await one.stop('the test wants it');
		const again = await serverOn(url, {folder});
		expect(again.operated.state.conversations.byId.get('alice+alice' as never)?.last).toBe(1);
		const other = await serverOn(url);
		await wantsOneState(again, other);
	});

	test.each([
		['that is no URL', () => 'mysql://x/y', 'takes the URL of a PostgreSQL database'],
		['with an option that is unknown', () => postgres.url('x', 'postgres', '?speed=fast'), 'and not speed'],
		[
			'where nobody answers',
			() => 'postgres://a@127.0.0.1:1/chat',
			'No PostgreSQL answers for the record 127.0.0.1:1/chat',
		],
		[
			'without such a database',
			() => postgres.url('missing'),
			'has no database missing; make it with createdb',
		],
		[
			'that asks for a password',
			() => postgres.url('postgres', 'guarded'),
			'asks for a password; set PGPASSWORD',
		],
		[
			'with a wrong password',
			() => postgres.url('postgres', 'guarded:wrong'),
			'refuses the password of guarded',
		],
		['without the right to make tables', () => postgres.url('postgres', 'guest'), 'guest lacks rights'],
		['of a newer version', async () => newer(), 'is of a newer chat-tui (format 99)'],
	])('say in a sentence why they cannot start on a record %s', async (_what, make, sentence) => {
		await postgres.query(
			`DO $$ BEGIN CREATE ROLE guarded LOGIN PASSWORD 'right'; CREATE ROLE guest LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$`,
		);
		const url = await make();
		const serving = new Serving('--port', '0', '--data', await temporaryFolder(), '--record', url);
		expect(await serving.ended).toBe(1);
		expect(serving.errors).toContain(sentence);
		expect(serving.errors).not.toContain('wrong@');
		expect(serving.errors.trim().split('\n')).toHaveLength(1);
	});

	async function newer(): Promise<string> {
		const url = await postgres.database();
		const server = await serverOn(url);
		await server.stop('the test wants it');
		await postgres.query('UPDATE chat_tui.record SET format = 99', url.split('/').at(-1));
		return url;
	}

	test('tell the operator which servers there are, and end the sessions of one that is killed', async () => {
		const url = await postgres.database();
		const lines: string[] = [];
		const one = await serverOn(url, {write: (line: string) => lines.push(line)});
		const words = ['--insecure-plaintext', '--plain', '--data', await temporaryFolder(), '--record', url];
		const other = new Serving('--port', '0', ...words);
		await personOn(one, 'alice');
		await personOn({port: await other.port()}, 'bob');
		const {sessions} = one.operated.state.presence;
		await until(() => sessions.size === 2);
		await until(() => one.operated.store.journal.shared?.servers.length === 2);
		const status = (await runOperator('/status', {server: one.operated} as never)) as {json: object};
		expect(status.json).toMatchObject({
			servers: expect.arrayContaining([expect.objectContaining({people: 1, isThis: false})]) as unknown,
		});
		other.process.kill('SIGKILL');
		await until(() => sessions.size === 1);
		await until(() => lines.some(line => / server \S+ is gone; its users go to another one/.test(line)));
		expect(lines.filter(line => line.includes(' is there, too'))).toHaveLength(1);
		expect(one.operated.state.presence.byUser.get('bob' as never)?.lostAt).toBeDefined();
	}, 60_000);

	test('are listed without whoever reads the record for an export', async () => {
		const url = await postgres.database();
		const one = await serverOn(url);
		const record = {place: placeOf(url), name: 'chat-tui export', failed: () => undefined};
		const exporting = await Store.open({folder: await temporaryFolder(), clock: createServerClock(), record});
		onTestFinished(async () => exporting.abandon());
		const two = await serverOn(url);
		const {shared} = one.operated.store.journal;
		const listed = () => shared?.servers.map(({run}) => run) ?? [];
		const runs = [shared?.run, two.operated.store.journal.shared?.run];
		await until(() => listed().includes(runs[1] ?? 0)); // which came after the other
		expect(new Set(listed())).toEqual(new Set(runs));
	});

	test('count what an account has used at any of them', async () => {
		const url = await postgres.database();
		const text = {of: 'account', burst: 100, refill: 100, per: 86_400_000} as const;
		const [one, two] = [await serverOn(url, {quotas: {text}}), await serverOn(url, {quotas: {text}})];
		const alice = await personOn(one, 'alice');
		const bob = await personOn(one, 'bob');
		const script = await Peer.connect(two.port);
		onTestFinished(() => void script.socket.destroy());
		await script.ask('hello', {protocol: 1});
		const who = {...entrance('alice'), as: 'script', device: 'script123456'};
		expect(await script.ask('signIn', who)).toMatchObject({user: 'alice'});
		/** Is refused in any case, with the time until there is room. */
		const wait = async () =>
			Number(
				(
					await script.ask('send', {
						...message('alice', 'bob', 1, 'x'.repeat(101)),
						messageId: 'script123456.s.1',
					})
				)['seconds'],
			);
		const atFirst = await wait();
		await alice.ask('send', message('alice', 'bob', 1, 'x'.repeat(80)));
		let later = atFirst;
		while (later < 10 * atFirst) later = await wait();
		expect(bob.ended).toBe(false);
	});

	test('say in their logs, and to their users, when the record does not answer, and when it does again', async () => {
		const lines: string[] = [];
		const write = (line: string) => lines.push(line);
		const server = await serverOn(await postgres.database(), {write});
		const alice = await personOn(server, 'alice');
		const told = () => alice.heard.findLast(({type}) => type === 'storingChanged')?.['isStoring'];
		const script = await knock(server);
		const who = {...entrance('alice'), as: 'script', device: 'script123456'};
		expect(await script.ask('signIn', who)).toMatchObject({user: 'alice'});
		const has = (words: string) => lines.some(line => line.includes(words));
		await postgres.kill();
		await until(() => has('the record does not answer'));
		await until(() => told() === false);
		expect(has('the record answers again')).toBe(false);
		const stored = alice.ask('send', message('alice', 'bob', 1, 'waits'));
		expect(await alice.ask('ping')).toEqual({});
		const late = await Peer.connect(server.port);
		onTestFinished(() => void late.socket.destroy());
		expect(await late.ask('hello', {protocol: 1})).toMatchObject({isStoring: false});
		await postgres.open();
		await until(() => has('the record answers again'));
		await until(() => told() === true);
		await stored;
		expect(script.heard.filter(({type}) => type === 'storingChanged')).toEqual([]);
	});

	test('count nobody as lost while the record is away, for however long', async () => {
		const url = await postgres.database();
		const lines: string[] = [];
		const write = (line: string) => lines.push(line);
		const [one, two] = [await serverOn(url, {write}), await serverOn(url, {write})];
		const [alice, bob] = [await personOn(one, 'alice'), await personOn(two, 'bob')];
		const count = (words: string) => lines.filter(line => line.includes(words)).length;
		await until(() => count('is there, too') === 2);
		const now = performance.now.bind(performance);
		const later = vi.spyOn(performance, 'now').mockImplementation(() => now() + 10_000);
		onTestFinished(() => later.mockRestore());
		await postgres.kill();
		await until(() => count('the record does not answer') === 2);
		await postgres.open();
		await until(() => count('the record answers again') === 2);
		expect(await bob.ask('send', message('bob', 'alice', 1, 'there?'))).toMatchObject({sequence: 1});
		expect(await alice.ask('send', message('alice', 'bob', 1, 'yes'))).toMatchObject({sequence: 2});
		expect(count('is gone')).toBe(0);
	});

	test('say so, too, where the database is silent and its connections stay', async () => {
		const url = await postgres.database();
		const proxy = await Proxy.start(postgres.port);
		onTestFinished(() => proxy.stop());
		const lines: string[] = [];
		const write = (line: string) => lines.push(line);
		const slow = url.replace(`:${postgres.port}/`, `:${proxy.port}/`);
		const both = [await serverOn(slow, {write}), await serverOn(slow, {write})];
		const count = (words: string) => lines.filter(line => line.includes(words)).length;
		await until(() => count('is there, too') === 2);
		proxy.freeze();
		await until(() => count('the record does not answer') === 2);
		const now = performance.now.bind(performance);
		const later = vi.spyOn(performance, 'now').mockImplementation(() => now() + 10_000);
		onTestFinished(() => later.mockRestore());
		expect(both.map(({operated}) => operated.store.journal.shared?.lost)).toEqual([[], []]);
		proxy.thaw();
		await until(() => count('the record answers again') === 2);
		expect(count('is gone')).toBe(0);
	});

	test('end none that was heard of again before the turn in which they would', async () => {
		const url = await postgres.database();
		const [one, two] = [await serverOn(url), await serverOn(url)];
		const alice = await personOn(one, 'alice');
		const [shared, other] = [one, two].map(({operated}) => operated.store.journal.shared);
		const lost = vi.spyOn(shared!, 'lost', 'get').mockReturnValueOnce([other!.run]);
		await until(() => lost.mock.calls.length > 0);
		await alice.ask('send', message('alice', 'alice', 1, 'in a turn behind that one'));
		expect(await postgres.query('SELECT FROM chat_tui.server', url.split('/').at(-1))).toHaveLength(2);
	});

	test('tell clients where all of them are, also when one comes or leaves', async () => {
		const url = await postgres.database();
		const one = await serverOn(url);
		const alice = await personOn(one, 'alice');
		const at = ({port}: RunningServer) => `127.0.0.1:${port}`;
		const told = () => alice.heard.findLast(({type}) => type === 'serversChanged')?.['servers'];
		const two = await serverOn(url);
		await until(() => String(told()) === [at(one), at(two)].sort().join());
		const bob = await Peer.connect(two.port);
		onTestFinished(() => void bob.socket.destroy());
		await bob.ask('hello', {protocol: 1});
		expect(await bob.ask('signUp', entrance('bob'))).toMatchObject({servers: told()});
		await two.stop('the test wants it');
		await until(() => String(told()) === at(one));
	});

	test('show one key, kept in the record, and refuse a folder with another', async () => {
		const url = await postgres.database();
		const [one, two] = [await serverOn(url, {plaintext: false}), await serverOn(url, {plaintext: false})];
		expect(one.fingerprint).toMatch(/^\S{43}$/);
		expect(two.fingerprint).toBe(one.fingerprint);
		const [folder, alone] = [await temporaryFolder(), await temporaryFolder()];
		const other = await serverOn(await postgres.database(), {folder: alone, plaintext: false});
		await other.stop('the test wants it');
		for (const name of ['server-key.pem', 'server-cert.pem'])
			await copyFile(join(alone, name), join(folder, name));
		await expect(serverOn(url, {folder, plaintext: false})).rejects.toThrow('is not that of the record');
	});

	test('bring the record of an older version up to date, once none of its servers runs', async () => {
		const url = await postgres.database();
		const database = url.split('/').at(-1);
		await (await serverOn(url)).stop('the test wants it');
		const older =
			'DROP TABLE chat_tui.snapshot, chat_tui.snapshot_file, chat_tui.content_part, chat_tui.content; ALTER TABLE chat_tui.server DROP COLUMN stored, DROP COLUMN address, DROP COLUMN hash_at, DROP COLUMN people, DROP COLUMN hash; ALTER TABLE chat_tui.record DROP COLUMN key, DROP COLUMN cert; UPDATE chat_tui.record SET format = 1';
		await postgres.query(older, database);
		await postgres.query(
			"INSERT INTO chat_tui.server VALUES (1, 'home', 'older', 0, extract(epoch FROM now()) * 1000, 0, true)",
			database,
		);
		await expect(serverOn(url)).rejects.toThrow('in use by 1 server of that version; stop what uses it');
		await postgres.query('DELETE FROM chat_tui.server', database);
		const after = await serverOn(url, {plaintext: false});
		expect(after.fingerprint).toBeDefined();
		expect(await postgres.query('SELECT format FROM chat_tui.record', database)).toEqual([{format: 6}]);
	});

	test('refuse a data folder of another record, and one that has a chat of its own', async () => {
		const folder = await temporaryFolder();
		const one = await serverOn(await postgres.database(), {folder});
		await one.stop('the test wants it');
		await expect(serverOn(await postgres.database(), {folder})).rejects.toThrow('is of another record');
		const alone = {
			host: '127.0.0.1',
			port: 0,
			plaintext: true,
			policy: DEFAULT_POLICY,
			write: () => undefined,
		};
		await expect(startServer({...alone, folder})).rejects.toThrow('holds the copy of a record');
		const own = await temporaryFolder();
		const server = await startServer({...alone, folder: own, passwords});
		await server.stop('the test wants it');
		await expect(serverOn(await postgres.database(), {folder: own})).rejects.toThrow(
			'holds a chat that is on no record',
		);
	});
});
