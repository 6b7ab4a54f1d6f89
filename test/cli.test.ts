/** The command line as people mistype it: is each mistake answered with one sentence that says what to do, and the right exit code? */
import {execFile} from 'node:child_process';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {promisify} from 'node:util';
import stringWidth from 'string-width';
import {expect, test} from 'vitest';
import {root} from '../scripts/project-files.ts';
import {COMMANDS, commandWords} from '../source/command-line/commands.ts';
import {helpOf, optionName} from '../source/command-line/help.ts';

const program = path.join(root, 'dist/cli.cjs');

type Outcome = {readonly code: number; readonly output: string; readonly errors: string};

function run(words: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Outcome> {
	return new Promise(resolve => {
		const child = execFile(
			process.execPath,
			[program, ...words],
			{cwd: tmpdir(), env: {PATH: process.env['PATH'], ...env}, timeout: 10_000},
			(_, output, errors) => resolve({code: child.exitCode ?? -1, output, errors}),
		);
	});
}

test.each([
	['sned bob x', 'chat-tui send'],
	['histroy bob', 'chat-tui history'],
	['sevre', 'chat-tui serve'],
	['serv', 'chat-tui serve'],
	['host', 'chat-tui serve'],
	['SEND bob x', 'chat-tui send'],
	['xyzzy bob x', 'There is no command "xyzzy"'],
	['--hlep', '--hlep here; --help may be what you want'],
	['serve --prot 1', '--prot here; --port may be what you want'],
	['serve --pot 1', '--port may be what you want'],
	['-p 10001', 'There is no option -p here'],
	['::1 x', 'Too many arguments, from "x" on'],
])('%s ends with 2 and names the mistake', async (line, proposal) => {
	const {code, errors} = await run(line.split(' '));
	expect(code).toBe(2);
	expect(errors).toMatch(/^chat-tui: [^\n]+\n$/);
	expect(errors).toContain(proposal);
});

test('a mistyped word is shown without a character that a terminal would obey', async () => {
	for (const words of [['::1', 'x\u009b2J\u202ey'], ['--x\u009b2J\u202ey'], ['admin', 'x', '--x\u009b2Jy']]) {
		const {code, errors} = await run(words);
		expect(code).toBe(2);
		expect(errors).toMatch(/^chat-tui: [^\p{Cc}\p{Cf}]+\n$/u);
	}
});

test('the program starts as an executable, also where scripts look for dist/cli.js', async () => {
	for (const name of ['cli.cjs', 'cli.js']) {
		const {stdout} = await promisify(execFile)(path.join(root, 'dist', name), ['--version']);
		expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
	}
});

test('-h and -v print the help and the version', async () => {
	expect(await run(['-h'])).toMatchObject({
		code: 0,
		errors: '',
		output: expect.stringContaining('Usage') as string,
	});
	expect((await run(['serve', '--data', 'x', '-h'])).output).toContain('Usage');
	expect((await run(['-?'])).output).toContain('Usage');
	expect((await run(['-v'])).output).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test('the words help and version alone do the same, and are names of users elsewhere', async () => {
	expect((await run(['help'])).output).toBe((await run(['--help'])).output);
	expect((await run(['version'])).output).toBe((await run(['--version'])).output);
	const {errors} = await run(['send', 'help', 'x'], {CHAT_TUI_HOME: '/nonexistent'});
	expect(errors).not.toContain('Usage');
});

test.each(commandWords())('%s --help names its ways to be used and its own options alone', async word => {
	const {code, output} = await run([word, '--help']);
	expect(code).toBe(0);
	expect(output).toBe((await run(['help', word])).output);
	expect(output.split('\n').filter(line => stringWidth(line) > 80)).toEqual([]);
	for (const words of COMMANDS[word].words)
		expect(output).toContain(`  npx chat-tui ${word} ${words}`.trimEnd());
	const named = [...output.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, name]) => name);
	expect(named.map(name => name?.replace('--no-', '--')).sort()).toEqual(
		Object.keys(COMMANDS[word].options).map(optionName).sort(),
	);
	expect((await run([word, '--version'])).output).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test('--help fits on a screen of 80 columns, and names each command', async () => {
	const {output} = await run(['--help']);
	expect(output.split('\n').filter(line => stringWidth(line) > 80)).toEqual([]);
	for (const word of commandWords()) expect(output).toContain(`  npx chat-tui ${word} `);
});

test('--help tells what each exit code means', async () => {
	const {output} = await run(['--help']);
	expect(output.replace(/\s+/g, ' ')).toContain(
		'Exit codes: 0 done, 1 it failed, 2 the command line is wrong; 128 and more: a signal ended it.',
	);
});

test('serve --help names an option as it is typed, --no- included, with what stands for its value', async () => {
	const {output} = await run(['serve', '--help']);
	expect(output).toMatch(/^ {2}--no-announce {2,}other machines/m);
	expect(output).not.toMatch(/^ {2}--announce/m);
	expect(output).toMatch(/^ {2}--block-duration SECONDS {2,}how long/m);
	expect(output).toMatch(/^ {2}--plain {2,}log lines/m);
});

const noted = commandWords().flatMap(word => {
	const {notes}: {does: string; notes?: string} = COMMANDS[word];
	return notes === undefined ? [] : [[word, notes] as const];
});

test.each(noted)(
	'the help of %s says what else one should know, as a paragraph of its own',
	(word, notes) => {
		expect(`${helpOf(word)}\n\n`).toContain(`\n\n${notes}\n\n`);
	},
);

test('status says that no server runs, and how to start one', async () => {
	const {code, errors} = await run(['status'], {CHAT_TUI_HOME: '/nonexistent'});
	expect(code).toBe(1);
	expect(errors).toContain('start one with npx chat-tui serve');
});

test('a password with a control character is refused before it has to be typed', async () => {
	const words = ['send', 'bob', 'x', '--server', '127.0.0.1:1', '--user', 'alice'];
	const {code, errors} = await run(words, {
		CHAT_TUI_PASSWORD: 'tulip\ttree 42',
		CHAT_TUI_HOME: '/nonexistent',
	});
	expect(code).toBe(2);
	expect(errors).toContain('control character');
});

test('a value from a file is read without its line end and byte order mark', async () => {
	const fingerprint = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJ_-01234';
	const words = ['send', 'bob', 'x', '--server', '\ufeff127.0.0.1:1\r\n', '--user', 'alice\n'];
	const env = {CHAT_TUI_HOME: `${tmpdir()}/no-such-folder\n`, CHAT_TUI_PASSWORD: 'tulip tree 42\r\n'};
	const {code, errors} = await run([...words, '--trust', `sha256:${fingerprint}=\n`], env);
	expect(errors).toMatch(/^chat-tui: No server answers at 127\.0\.0\.1:1;/);
	expect(code).toBe(1);
});

test.each([
	['--data', ' '],
	['--users', '\n'],
	['--host', 'a\tb'],
])('%s %j is refused by name', async (option, value) => {
	const {code, errors} = await run(['serve', option, value]);
	expect(code).toBe(2);
	expect(errors).toMatch(new RegExp(`^chat-tui: ${option} [^\\n]+\\n$`));
});
