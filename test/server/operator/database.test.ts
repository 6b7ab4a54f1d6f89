/** The database as a whole, under a running server: saved and copied while people write, and replaced. */
import {execFile} from 'node:child_process';
import {readdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {describe, expect, onTestFinished, test} from 'vitest';
import {DEFAULT_POLICY} from '../../../server/chat/rule.ts';
import {finishSwap} from '../../../server/database/swap.ts';
import {importDatabase} from '../../../server/database/import.ts';
import {ServerHost} from '../../../server/host.ts';
import type {Confirm} from '../../../server/operator/report.ts';
import {goOn, runOperator} from '../../../server/operator/run.ts';
import {entrance} from '../../attack/attacked-server.ts';
import {contentOf, makeSample} from '../../database/sample.ts';
import {program} from '../../harness/program.ts';
import {Serving} from '../../harness/serving.ts';
import {temporaryFolder} from '../../harness/temporary-folder.ts';
import {until} from '../../harness/until.ts';
import {Peer} from '../peer.ts';

type Ran = {readonly code: number; readonly out: string; readonly err: string};

async function run(...words: readonly string[]): Promise<Ran> {
	return new Promise(resolve =>
		execFile(process.execPath, [program, ...words], (error, out, err) =>
			resolve({code: error ? Number(error.code) : 0, out, err}),
		),
	);
}

async function served() {
	const place = await temporaryFolder();
	const folder = path.join(place, 'data');
	const server = new Serving('--port', '0', '--data', folder);
	const port = await server.port();
	const enters = async (user: string, how: 'signUp' | 'signIn' = 'signUp') => {
		const peer = await Peer.connectSecurely(port);
		await peer.ask('hello', {protocol: 1});
		return {peer, answer: await peer.ask(how, entrance(user))};
	};
	return {place, folder, server, enters};
}

/** Writes notes to oneself until told to stop; how many were acknowledged. */
function writes(peer: Peer, user: string) {
	const writer = {acknowledged: 0, isOver: false, end: Promise.resolve()};
	writer.end = (async () => {
		while (!writer.isOver) {
			const number = writer.acknowledged + 1;
			const messageId = `${user}device.s.${number}`;
			const sent = {conversation: `${user}+${user}`, messageId, text: `note ${number}`};
			const {refusal} = await peer.ask('send', sent);
			if (refusal === undefined) writer.acknowledged = number;
		}
	})();
	return writer;
}

const people = ['alice', 'bobby', 'carol', 'david'] as const;

test('what is saved or copied while four people write has all that was acknowledged before, and nothing half', async () => {
	const {place, folder, server, enters} = await served();
	const writers = [];
	for (const user of people) writers.push(writes((await enters(user)).peer, user));
	await Promise.all(
		writers.map(async writer => {
			while (writer.acknowledged < 10) await new Promise(setImmediate);
		}),
	);
	const [file, copy, other] = ['chat.json', 'copy', 'other'].map(name => path.join(place, name)) as [
		string,
		string,
		string,
	];
	const before = writers.map(({acknowledged}) => acknowledged);
	const saved = await run('admin', 'save', file, '--data', folder);
	expect(saved).toMatchObject({code: 0, out: expect.stringMatching(/chat\.json has \d+ messages/) as string});
	const copied = await run('backup', copy, '--data', folder);
	expect(copied).toMatchObject({code: 0, out: expect.stringMatching(/copy is in order\.\n$/) as string});
	for (const writer of writers) writer.isOver = true;
	await Promise.all(writers.map(async ({end}) => end));
	server.process.kill('SIGTERM');
	await server.ended;
	await importDatabase(file, other);
	const [whole, fromFile, fromCopy] = await Promise.all([folder, other, copy].map(contentOf));
	for (const [at, user] of people.entries()) {
		const all = whole![`messages of ${user}+${user}`] as unknown[];
		for (const found of [fromFile!, fromCopy!]) {
			const some = found[`messages of ${user}+${user}`] as unknown[];
			expect(some.length).toBeGreaterThanOrEqual(before[at]!);
			expect(all.slice(0, some.length)).toEqual(some);
		}
	}
});

test('/save and backup overwrite nothing', async () => {
	const {place, folder} = await served();
	await writeFile(path.join(place, 'there.json'), 'x');
	expect(await run('admin', 'save', path.join(place, 'there.json'), '--data', folder)).toMatchObject({
		code: 1,
		err: expect.stringContaining('is not overwritten') as string,
	});
	expect(await run('backup', folder, '--data', folder)).toMatchObject({
		code: 1,
		err: expect.stringContaining('is not empty') as string,
	});
});

test('export, import and doctor refuse a folder that a server uses', async () => {
	const {place, folder} = await served();
	const refused = {code: 1, err: expect.stringContaining('Another server uses') as string};
	expect(await run('export', path.join(place, 'x.json'), '--data', folder)).toMatchObject(refused);
	expect(await run('import', path.join(place, 'x.json'), '--data', folder)).toMatchObject(refused);
	expect(await run('doctor', '--data', folder)).toMatchObject(refused);
});

describe('/load', () => {
	test('asks first, then goes on with what the file holds, and keeps what stood before', async () => {
		const {place, folder, server, enters} = await served();
		const {peer} = await enters('alice');
		await peer.ask('send', {conversation: 'alice+alice', messageId: 'alicedevice.s.1', text: 'in the file'});
		const file = path.join(place, 'chat.json');
		await run('admin', 'save', file, '--data', folder);
		await peer.ask('send', {
			conversation: 'alice+alice',
			messageId: 'alicedevice.s.2',
			text: 'not in the file',
		});
		const store = (await peer.ask('hello', {protocol: 1}))['store'];
		expect(await run('admin', 'load', file, '--data', folder)).toMatchObject({
			code: 1,
			err: expect.stringMatching(/1 person is connected/) as string,
		});
		expect((await readdir(place)).sort()).toEqual(['chat.json', 'data']);
		expect(await run('admin', 'load', file, '--yes', '--data', folder)).toMatchObject({code: 0});
		await server.says(/loaded .*chat\.json; what stood before is kept as/);
		const again = await enters('alice', 'signIn');
		expect(again.answer).toMatchObject({user: 'alice'});
		const {messages} = await again.peer.ask('history', {conversation: 'alice+alice', limit: 10});
		expect(messages).toMatchObject([{text: 'in the file'}]);
		expect((await again.peer.ask('hello', {protocol: 1}))['store']).not.toBe(store);
		const aside = (await readdir(place)).find(name => name.startsWith('data.before-load-'))!;
		expect((await contentOf(path.join(place, aside)))['messages of alice+alice']).toHaveLength(2);
	});

	test('of a damaged file changes nothing, and nobody is disturbed', async () => {
		const {place, folder, enters} = await served();
		const {peer} = await enters('alice');
		const file = path.join(place, 'chat.json');
		await writeFile(file, 'not a database\n');
		expect(await run('admin', 'load', file, '--yes', '--data', folder)).toMatchObject({
			code: 1,
			err: expect.stringContaining('Nothing was changed') as string,
		});
		await peer.fence();
		expect((await readdir(place)).sort()).toEqual(['chat.json', 'data']);
	});

	test('is refused while another one, /save or /backup is under way, until the server listens again', async () => {
		const place = await temporaryFolder();
		const host = new ServerHost({
			folder: path.join(place, 'data'),
			host: '127.0.0.1',
			port: 0,
			plaintext: true,
			policy: DEFAULT_POLICY,
			write: () => undefined,
		});
		await host.open();
		onTestFinished(async () => host.stop('the test is over'));
		const file = path.join(place, 'chat.json');
		const saved = runOperator(`/save ${file}`, host);
		const busy = {
			problem: 'The database is being saved, copied or loaded already; try again when that is done.',
		};
		expect(await runOperator(`/backup ${path.join(place, 'copy')}`, host)).toEqual(busy);
		expect(await saved).toHaveProperty('lines');
		const checked = runOperator(`/load ${file}`, host);
		expect(await runOperator(`/load ${file}`, host)).toEqual(busy);
		const confirm = `Replace the database by 0 messages of ${file}? Nobody is connected.`;
		const asked = await checked;
		expect(asked).toMatchObject({confirm});
		const loaded = goOn(asked as Confirm, host);
		expect(await runOperator(`/load ${file}`, host)).toEqual(busy);
		expect(await loaded).toHaveProperty('lines');
		expect(await runOperator(`/load ${file}`, host)).toEqual(busy); // the server is stopping
		await until(() => host.status.is !== 'listening');
		await until(() => host.status.is === 'listening');
		expect(await runOperator(`/load ${path.join(place, 'none.json')}`, host)).not.toEqual(busy);
	});

	test('that is killed while the folders are swapped is finished at the next start', async () => {
		const place = await temporaryFolder();
		await makeSample(path.join(place, '.data.loaded'), 3);
		const loaded = await contentOf(path.join(place, '.data.loaded'));
		await finishSwap(path.join(place, 'data'));
		expect(await contentOf(path.join(place, 'data'))).toEqual(loaded);
		await makeSample(path.join(place, '.data.loaded'), 5);
		await finishSwap(path.join(place, 'data'));
		expect(await contentOf(path.join(place, 'data'))).toEqual(loaded);
		expect(await readdir(place)).toEqual(['data']);
	});
});
