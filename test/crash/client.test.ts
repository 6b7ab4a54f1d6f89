/** Is anything lost or doubled when a client is killed, again and again, while somebody writes? */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {parseAddress} from '../../protocol/address.ts';
import {serverFolder} from '../../source/link/client-folder.ts';
import {ownFolder, PASSWORD, startServer, textsWith} from '../harness/program.ts';
import {until} from '../harness/until.ts';

const program = path.join(import.meta.dirname, 'writing-process.ts');
const MESSAGES = 50;
const RUNS = 5;

test(
	'a client that is killed at any moment sends what was on its disk when it is back, and all of it once',
	{timeout: 60_000},
	async () => {
		const server = await startServer();
		const home = await ownFolder();
		const outbox = path.join(serverFolder(home, parseAddress(server.joinLine)!), 'alice', 'outbox.json');
		const said: string[] = [];
		const promised = new Set<string>();

		async function run(number: number, most: number, isOver: () => boolean): Promise<void> {
			const args = ['--import', 'tsx', program, home, server.joinLine, `run${number}`, String(most)];
			const client = spawn(process.execPath, args, {
				stdio: ['ignore', 'pipe', 'inherit'],
				env: {...process.env, CHAT_TUI_PASSWORD: PASSWORD},
			});
			onTestFinished(() => void client.kill('SIGKILL'));
			client.stdout.setEncoding('utf8').on('data', (text: string) => said.push(...text.trim().split('\n')));
			await until(() => isOver() || client.exitCode !== null);
			client.kill('SIGKILL');
			await once(client, 'close');
			const {entries} = JSON.parse(readFileSync(outbox, 'utf8')) as {entries: Array<{text: string}>};
			for (const {text} of entries) promised.add(text);
		}

		for (let number = 1; number <= RUNS; number++) {
			const enough = said.length + 1 + Math.floor(Math.random() * MESSAGES);
			await run(number, MESSAGES, () => said.length >= enough);
		}

		said.push('last run');
		await run(RUNS + 1, 0, () => said.at(-1) === 'nothing waits');
		expect(promised.size).toBeGreaterThan(0);
		const texts = await textsWith(server, 'alice', 'alice');
		expect(texts).toEqual([...new Set(texts)]);
		const stored = said.flatMap(line => /^stored alicedevice\.(.*)$/.exec(line)?.[1] ?? []);
		expect(texts).toEqual(expect.arrayContaining([...stored, ...promised]));
		const inOrder = (text: string) =>
			text.split('.').reduce((sum, part) => 1000 * sum + Number(part.replace(/\D/g, '')), 0);
		expect(texts.map(inOrder)).toEqual(texts.map(inOrder).sort((a, b) => a - b));
		expect(said.filter(line => line.startsWith('not sent'))).toEqual([]);
	},
);
