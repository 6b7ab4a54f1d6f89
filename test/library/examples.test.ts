/** The examples and the documentation of the library: do they run, and type-check, as they stand there? */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, readFileSync} from 'node:fs';
import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import ts from 'typescript';
import {expect, onTestFinished, test} from 'vitest';
import {root} from '../../scripts/project-files.ts';
import {connect} from '../../source/library/index.ts';
import {ownFolder, PASSWORD, startServer, textsWith, type RunningServer} from '../harness/program.ts';
import {until} from '../harness/until.ts';

const examples = path.join(root, 'examples');

type Running = {readonly out: () => string; end(stdin?: string): Promise<number | null>};

/** Starts an example; `end` gives it what is on stdin, or else a SIGTERM, and waits. */
async function run(name: string, ...args: readonly string[]): Promise<Running> {
	const program = spawn(process.execPath, [path.join(examples, name), ...args], {
		env: {...process.env, CHAT_TUI_HOME: await ownFolder(), CHAT_TUI_PASSWORD: PASSWORD},
	});
	onTestFinished(() => void program.kill('SIGKILL'));
	let out = '';
	for (const stream of [program.stdout, program.stderr])
		stream.on('data', (part: Buffer) => (out += part.toString()));
	const ended = once(program, 'close') as Promise<[number | null]>;
	return {
		out: () => out,
		async end(stdin) {
			if (stdin === undefined) program.kill('SIGTERM');
			else program.stdin.end(stdin);
			const [code] = await ended;
			expect(code, out).toBe(0);
			return code;
		},
	};
}

async function alice(server: RunningServer) {
	const chat = await connect({
		server: server.joinLine,
		user: 'alice',
		password: PASSWORD,
		home: await ownFolder(),
	});
	onTestFinished(() => chat.close());
	const texts: string[] = [];
	chat.on('message', ({text}) => texts.push(text));
	return {chat, texts};
}

test('the echo bot answers every direct message with its own text, until it is told to end', async () => {
	const server = await startServer({people: ['alice', 'echo']});
	const bot = await run('echo-bot.mjs', server.joinLine, 'echo');
	await until(() => bot.out().includes('echo answers at'));
	const {chat, texts} = await alice(server);
	await chat.send('#lobby', 'not for the bot');
	await chat.send('echo', 'hello');
	await chat.send('echo', 'and\n\ttabs');
	await until(() => texts.length === 2);
	expect(texts).toEqual(['hello', 'and\n\ttabs']);
	await bot.end();
});

test('the build announcer sends what comes on stdin, as many messages as it takes', async () => {
	const server = await startServer({people: ['alice', 'builder']});
	const {chat} = await alice(server);
	await chat.rooms.join('#build');
	const output = Array.from({length: 1000}, (_, at) => `${at}\tok`);
	const announcer = await run('build-announcer.mjs', server.joinLine, 'builder', '#build');
	await announcer.end(output.join('\n') + '\n');
	const [head, ...blocks] = await textsWith(server, 'alice', '#build');
	expect(head).toBe('The build has ended, with 1000 lines:');
	expect(blocks.length).toBeGreaterThan(1);
	expect(
		blocks
			.map(block => /^```\n(.*)\n```$/s.exec(block)?.[1])
			.join('\n')
			.split('\n'),
	).toEqual(output);
});

test('the bridge copies a room into a file, each message once, also after it was away', async () => {
	const server = await startServer({people: ['alice', 'scribe']});
	const {chat} = await alice(server);
	await chat.rooms.join('#build');
	const file = path.join(await ownFolder(), 'build.log');
	const copied = () => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : []);
	const bridge = async () => {
		const running = await run('room-to-file.mjs', server.joinLine, 'scribe', '#build', file);
		await until(() => running.out().includes('copying #build'));
		return running;
	};
	const first = await bridge();
	await chat.send('#build', 'one');
	await chat.send('#build', 'two\nlines\x1b[2J');
	await until(() => copied().length === 2);
	await first.end();
	await chat.send('#build', 'three');
	const second = await bridge();
	await chat.send('#build', 'four');
	await until(() => copied().length === 4);
	await second.end();
	expect(copied().map(line => line.split('\t').slice(2))).toEqual([
		['alice', 'one'],
		['alice', 'two ⏎ lines\ufffd'],
		['alice', 'three'],
		['alice', 'four'],
	]);
});

test(
	'the types that are shipped fit the examples and every piece of code in the documentation',
	{timeout: 120_000},
	async () => {
		const sources = new Map<string, string>();
		for (const name of await readdir(examples))
			sources.set(path.join(examples, name), await readFile(path.join(examples, name), 'utf8'));
		const documentation = await readFile(path.join(root, 'docs/library.md'), 'utf8');
		const pieces = [...documentation.matchAll(/```js\n(.*?)```/gs)].map(([, code = '']) => code);
		expect(pieces.length).toBeGreaterThan(5);
		for (const [at, code] of pieces.entries()) {
			const isWhole = code.includes("from 'chat-tui'");
			const start = isWhole ? '' : `import {connect} from 'chat-tui';\nconst chat = await connect();\n`;
			sources.set(path.join(root, 'docs', `piece-${at}.mjs`), start + code);
		}

		sources.set(path.join(root, 'docs/wrong.mjs'), `import {conect} from 'chat-tui';\nawait conect();\n`);
		expect(faultsOf(sources)).toEqual([expect.stringMatching(/^wrong\.mjs:1 .*conect/)]);
	},
);

/** Compiles sources that need not be on disk, as a strict project that has installed the package does. */
function faultsOf(sources: ReadonlyMap<string, string>): string[] {
	const options: ts.CompilerOptions = {
		allowJs: true,
		checkJs: true,
		noEmit: true,
		strict: true,
		noImplicitAny: false, // of a program in JavaScript, whose own functions have no types
		target: ts.ScriptTarget.ES2022,
		module: ts.ModuleKind.NodeNext,
		moduleResolution: ts.ModuleResolutionKind.NodeNext,
		lib: ['lib.es2023.d.ts'],
		types: ['node'],
		skipLibCheck: true, // the types themselves are checked with the sources
	};
	const host = ts.createCompilerHost(options);
	host.fileExists = file => sources.has(file) || ts.sys.fileExists(file);
	host.readFile = file => sources.get(file) ?? ts.sys.readFile(file);
	host.getSourceFile = (file, language) => {
		const text = host.readFile(file);
		return text === undefined ? undefined : ts.createSourceFile(file, text, language);
	};
	host.getCurrentDirectory = () => root;
	const program = ts.createProgram([...sources.keys()], options, host);
	return ts
		.getPreEmitDiagnostics(program)
		.filter(({file}) => file === undefined || sources.has(file.fileName) || file.fileName.includes('/dist/'))
		.map(({file, start, messageText}) => {
			const line = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
			return `${path.basename(file?.fileName ?? '')}:${line} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
		});
}
