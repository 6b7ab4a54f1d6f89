/** One program that starts and stops its server again and again: is a stop obeyed, whenever it comes? */
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
	await host.open();
	onTestFinished(async () => host.stop('the test is over'));
	return {host, isRunning: async () => (await askServer(folder)) !== undefined};
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

test('a stop while the server starts is obeyed, and the start says so', async () => {
	const {host, isRunning} = await hosted({hasConsole: true});
	await host.stop('by /stop');
	const started = host.start();
	await host.stop('by /quit');
	expect(await started).toEqual({problem: 'The server was stopped while it started.'});
	expect(await isRunning()).toBe(false);
	expect(host.status).toEqual({is: 'stopped', why: 'by /quit'});
});
