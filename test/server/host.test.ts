/** One program that starts and stops its server again and again: is a stop obeyed, whenever it comes? */
import {once} from 'node:events';
import {createServer} from 'node:net';
import {describe, expect, onTestFinished, test} from 'vitest';
import {Passwords} from '../../server/auth/passwords.ts';
import {DEFAULT_POLICY} from '../../server/chat/rule.ts';
import {ServerHost} from '../../server/host.ts';
import {askServer} from '../../source/client/host.ts';
import {temporaryFolder} from '../harness/temporary-folder.ts';

/** A host whose server listens, and what is seen of it. */
async function hosted({hasConsole}: {hasConsole: boolean}) {
	const folder = await temporaryFolder();
	const host = new ServerHost({
		folder,
		host: '127.0.0.1',
		port: 0,
		plaintext: true,
		policy: DEFAULT_POLICY,
		passwords: new Passwords({cost: {ln: 4, r: 8, p: 1}}),
		write: () => undefined,
	});
	if (hasConsole) host.onQuit = () => undefined;
	const {port} = await host.open();
	onTestFinished(async () => host.stop('the test is over'));
	return {host, port, isRunning: async () => (await askServer(folder)) !== undefined};
}

describe.each([{hasConsole: true}, {hasConsole: false}])('with %j', given => {
	test.each(['stopping', 'stopped', 'starting'] as const)(
		'a stop that comes while the server is %s for a restart is obeyed, and the work is done',
		async phase => {
			const {host, isRunning} = await hosted(given);
			let works = 0;
			let stopped: Promise<void> | undefined;
			host.onStatus = ({is}) => {
				if (is !== phase) return;
				host.onStatus = () => undefined;
				stopped = host.stop('by chat-tui serve --stop');
			};
			const work = () => {
				works++;
				return Promise.resolve();
			};
			expect(await host.restart('to load chat.json', work)).toBeUndefined();
			await stopped;
			expect(works).toBe(1);
			expect(await isRunning()).toBe(false);
			expect(host.status.is).toBe('stopped');
			if (!given.hasConsole) expect(await host.ended).toBe(0);
		},
	);
});

test('a stop before a restart holds: the work is done, and nothing starts', async () => {
	const {host, isRunning} = await hosted({hasConsole: true});
	await host.stop('by /stop');
	expect(await host.restart('to load chat.json', () => Promise.resolve())).toBeUndefined();
	expect(await isRunning()).toBe(false);
	expect(host.status).toEqual({is: 'stopped', why: 'by /stop'});
	expect(await host.start()).toBeUndefined();
	expect(await isRunning()).toBe(true);
});

test('a stop that comes while the server is stopped for a restart has ended only once the work is done', async () => {
	const {host} = await hosted({hasConsole: true});
	let stopped: Promise<string> | undefined;
	let isDone = false;
	await host.restart('to load chat.json', async () => {
		stopped = host.stop('by /stop').then(() => (isDone ? 'after the work' : 'before it was done'));
		await new Promise(resolve => setImmediate(resolve));
		isDone = true;
	});
	expect(await stopped).toBe('after the work');
});

test('a restart in a program without a console does not end it, and a stop afterwards does', async () => {
	const {host, isRunning} = await hosted({hasConsole: false});
	let ended: number | undefined;
	void host.ended.then(code => (ended = code));
	expect(await host.restart('to load chat.json', () => Promise.resolve())).toBeUndefined();
	expect([await isRunning(), ended]).toEqual([true, undefined]);
	await host.stop('by chat-tui serve --stop');
	expect(await host.ended).toBe(0);
});

test('a restart that cannot start the server again ends a program without a console with 1, and says why', async () => {
	const {host, port} = await hosted({hasConsole: false});
	const taken = createServer();
	onTestFinished(() => void taken.close());

	const problem = await host.restart('to load chat.json', async () => {
		await once(taken.listen(port, '127.0.0.1'), 'listening');
	});
	expect(problem?.problem).toContain(String(port));
	expect(await host.ended).toBe(1);
});

test('a stop while the server starts is obeyed, and the start says so', async () => {
	const {host, isRunning} = await hosted({hasConsole: true});
	await host.stop('by /stop');
	const started = host.start();
	await host.stop('by /quit');
	expect(await started).toEqual({problem: 'The server was stopped while it started.'});
	expect(await isRunning()).toBe(false);
	expect(host.status).toEqual({is: 'stopped', why: 'by /quit'});
});
