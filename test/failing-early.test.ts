/** What cannot work from the start: does the program say so in one sentence, end at once, and obey a signal at any time? */
import {spawn, type ChildProcess, type SpawnOptions} from 'node:child_process';
import {existsSync} from 'node:fs';
import {chmod, mkdir, readdir, stat, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {describe, expect, onTestFinished, test} from 'vitest';
import {ownFolder, PASSWORD, program, sharedServer} from './harness/program.ts';
import {Serving} from './harness/serving.ts';

type Outcome = {
	readonly ended: number | NodeJS.Signals | null;
	readonly output: string;
	readonly errors: string;
};
type Run = SpawnOptions & {readonly command?: string; readonly end?: (child: ChildProcess) => void};

/** Runs to the end with this environment alone; one that has not ended after 10 s is killed, which the outcome shows. */
async function run(
	words: readonly string[],
	env: NodeJS.ProcessEnv,
	{end, command, ...options}: Run = {},
): Promise<Outcome> {
	const [file, args] = command === undefined ? [process.execPath, [program, ...words]] : [command, words];
	const child = spawn(file, args, {
		stdio: ['ignore', 'pipe', 'pipe'],
		timeout: 10_000,
		killSignal: 'SIGKILL',
		env: {PATH: process.env['PATH'], ...env},
		...options,
	});
	onTestFinished(() => void child.kill('SIGKILL'));
	let [output, errors] = ['', ''];
	child.stdout?.on('data', (part: Buffer) => (output += part.toString()));
	child.stderr?.on('data', (part: Buffer) => (errors += part.toString()));
	end?.(child);
	return new Promise(resolve => {
		child.on('close', (code, signal) => resolve({ended: code ?? signal, output, errors}));
	});
}

const SENTENCE = /^chat-tui: [^\n]+\n$/;
const proc = existsSync('/proc/self');
const root = process.getuid?.() === 0;
/** Of nobody: not in the list of users. */
const STRANGER = {uid: 54_321, gid: 54_321};

describe.runIf(proc)('where the system makes no folders', () => {
	test.each([
		[['serve', '--port', '0', '--data', '/proc/x'], {}],
		[['serve', '--port', '0'], {HOME: '/proc/self'}],
		[['serve', '--port', '0'], {CHAT_TUI_HOME: '/proc/self/a/b'}],
	])('%j with %j says so', async (words, env) => {
		const {ended, errors} = await run(words, env);
		expect(errors).toMatch(SENTENCE);
		expect(errors).toContain('/proc/');
		expect(ended).toBe(1);
	});
});

describe('a home that is none', () => {
	test.each(['', 'somewhere'])('HOME=%j is named', async HOME => {
		for (const words of [
			['serve', '--stop'],
			['send', 'bob', 'x'],
			['history', 'bob'],
			['forget-server', '::1'],
		]) {
			const {ended, errors} = await run(words, {HOME});
			expect(errors).toMatch(SENTENCE);
			expect(errors).toContain('HOME');
			expect(ended).toBe(1);
		}
	});

	describe.runIf(root)('of a user who is in no list', () => {
		test('is named where it is needed', async () => {
			for (const words of [['serve'], ['send', 'bob', 'x'], ['history', 'bob'], ['forget-server', '::1']]) {
				const {ended, errors} = await run(words, {}, STRANGER);
				expect(errors).toMatch(SENTENCE);
				expect(errors).toContain('CHAT_TUI_HOME');
				expect(ended).toBe(1);
			}
		});

		test("cannot use somebody else's folder, and reads that as the reason", async () => {
			const folder = await ownFolder();
			const {ended, errors} = await run(['serve', '--port', '0', '--data', folder], {}, STRANGER);
			expect(errors).toMatch(SENTENCE);
			expect(errors).toContain('cannot be used (EACCES)');
			expect(ended).toBe(1);
		});

		test('is not asked for where --data or CHAT_TUI_HOME says it', async () => {
			const folder = await ownFolder();
			await chmod(folder, 0o777);
			const data = path.join(folder, 'x'.repeat(100)); // its control socket lies below the temporary folder
			expect(await run(['serve', '--stop', '--data', data], {TMPDIR: folder}, STRANGER)).toMatchObject({
				ended: 0,
				errors: '',
			});
			const words = ['send', 'bob', 'x', '--server', '127.0.0.1:1', '--user', 'alice'];
			const {errors} = await run(
				words,
				{CHAT_TUI_HOME: path.join(folder, 'home'), CHAT_TUI_PASSWORD: PASSWORD},
				STRANGER,
			);
			expect(errors).toMatch(/^chat-tui: No server answers[^\n]+\n$/);
			expect((await run(['--help'], {}, STRANGER)).ended).toBe(0);
		});
	});
});

describe('a folder of the client in which nothing can be written', () => {
	const shared = sharedServer('alice');
	const words = (text: string) => ['send', 'alice', text, '--user', 'alice', '--server'];

	test.runIf(proc)(
		'keeps no script from its work: with the fingerprint nothing is written, without it this is said',
		async () => {
			const {address, joinLine} = shared();
			const env = {CHAT_TUI_HOME: '/proc/self/none', CHAT_TUI_PASSWORD: PASSWORD};
			expect(await run([...words('one'), joinLine], env)).toEqual({ended: 0, output: '', errors: ''});
			const {ended, errors} = await run([...words('two'), address], env);
			expect(ended).toBe(0);
			expect(errors).toMatch(/server\.json cannot be written \(ENOENT\)/);
		},
	);

	test.each([
		['is a file', async (home: string): Promise<unknown> => writeFile(home, ''), 'ENOTDIR'],
		[
			'holds a folder in the place of a file',
			async (home: string): Promise<unknown> => mkdir(home),
			'EISDIR',
		],
	])('and which %s is named, and the script ends', async (_, make, code) => {
		const home = path.join(await ownFolder(), 'home');
		await make(home);
		const {joinLine, address} = shared();
		if (code === 'EISDIR')
			await mkdir(path.join(home, `server+${address.replace(':', '+')}`, 'server.json'), {recursive: true});
		const {ended, errors} = await run([...words('three'), joinLine], {
			CHAT_TUI_HOME: home,
			CHAT_TUI_PASSWORD: PASSWORD,
		});
		expect(errors).toMatch(SENTENCE);
		expect(errors).toContain(code);
		expect(ended).toBe(1);
	});

	test('a password with the line end of the file that it came from is the password', async () => {
		const env = {CHAT_TUI_HOME: await ownFolder()};
		for (const end of ['\n', '\r\n', '\n\n'])
			expect(
				(await run([...words('four'), shared().joinLine], {...env, CHAT_TUI_PASSWORD: PASSWORD + end})).ended,
			).toBe(0);
	});

	test('what others could read there is closed to them', async () => {
		const home = await ownFolder();
		const {joinLine} = shared();
		const send = async () =>
			run([...words('five'), joinLine], {CHAT_TUI_HOME: home, CHAT_TUI_PASSWORD: PASSWORD});
		await send();
		const [name = ''] = (await readdir(home)).filter(each => each.startsWith('server+'));
		const file = path.join(home, name, 'server.json');
		await chmod(file, 0o644);
		expect((await send()).ended).toBe(0);
		expect((await stat(file)).mode & 0o777).toBe(0o600);
	});
});

describe('a signal', () => {
	test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
		'%s right after the start ends every command',
		async signal => {
			const env = {CHAT_TUI_HOME: await ownFolder()};
			for (const words of [['serve', '--port', '0'], ['send', 'bob'], ['history', 'bob'], ['--help']]) {
				const {ended} = await run(words, env, {end: child => void child.kill(signal)});
				expect(ended).toBe(signal);
			}
		},
	);

	test('that comes while a server starts leaves nothing that keeps the next one from starting', async () => {
		const folder = path.join(await ownFolder(), 'chat');
		const first = new Serving('--port', '0', '--data', folder);
		while (!existsSync(path.join(folder, 'control.sock'))) await new Promise(setImmediate);
		first.process.kill('SIGTERM');
		expect(['SIGTERM', 0]).toContain(await first.ended);
		expect(await new Serving('--port', '0', '--data', folder).port()).toBeGreaterThan(0);
	});
});

test.runIf(process.platform !== 'win32')(
	'a folder that is removed while one stands in it is named where it matters',
	async () => {
		const folder = path.join(await ownFolder(), 'gone');
		await mkdir(folder);
		const shell = async (...words: string[]) => {
			const line = `mkdir -p '${folder}'; cd '${folder}'; rmdir '${folder}'; exec '${process.execPath}' '${program}' "$@"`;
			return run(['-c', line, 'sh', ...words], {}, {command: 'sh'});
		};
		const {ended, errors} = await shell('serve', '--data', 'chat');
		expect(errors).toMatch(SENTENCE);
		expect(errors).toContain('has been removed');
		expect(ended).toBe(1);
		expect((await shell('serve', '--stop', '--data', path.dirname(folder))).ended).toBe(0);
	},
);

test('names that are too long for a socket are named', async () => {
	const data = path.join(await ownFolder(), 'x'.repeat(100));
	const env = {TMPDIR: path.join(await ownFolder(), 'y'.repeat(100))};
	for (const words of [['--port', '0'], ['--stop']]) {
		const {ended, errors} = await run(['serve', '--data', data, ...words], env);
		expect(errors).toMatch(SENTENCE);
		expect(errors).toContain('too long for a socket');
		expect(ended).toBe(1);
	}
});

test.runIf(existsSync('/dev/zero'))('a user file that never ends is not read to its end', async () => {
	const words = [
		'serve',
		'--port',
		'0',
		'--data',
		path.join(await ownFolder(), 'chat'),
		'--users',
		'/dev/zero',
	];
	const {ended, errors} = await run(words, {});
	expect(errors).toMatch(/^chat-tui: \/dev\/zero has more than 16 MiB[^\n]+\n$/);
	expect(ended).toBe(1);
});

test.runIf(existsSync('/dev/full'))('a full disk behind stdout or stderr is no crash', async () => {
	const {openSync, closeSync} = await import('node:fs');
	const full = openSync('/dev/full', 'w');
	onTestFinished(() => closeSync(full));
	const env = {CHAT_TUI_HOME: await ownFolder()};
	const stop = await run(['serve', '--stop'], env, {stdio: ['ignore', full, 'pipe']});
	expect(stop.errors).toBe('');
	expect((await run(['--bad'], env, {stdio: ['ignore', 'pipe', full]})).ended).toBe(2);
});
