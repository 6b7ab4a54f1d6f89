/** Do `send`, `history` and `forget-server` do what scripts rely on: exit codes, one sentence, nothing left behind? */
import {readdir} from 'node:fs/promises';
import {PassThrough, Readable, Writable} from 'node:stream';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {refuse} from '../../protocol/refusals.ts';
import {addressText} from '../../protocol/address.ts';
import {forgetServer} from '../../source/scripts/forget-server.ts';
import {history} from '../../source/scripts/history.ts';
import type {Clock} from '../../lib/clock.ts';
import type {ScriptEnvironment} from '../../source/scripts/script.ts';
import {send} from '../../source/scripts/send.ts';
import type {FakeServer} from './fake-server.ts';
import {
	alice,
	aliceAndBob,
	freshFolder,
	joinAddress,
	PASSWORD,
	server,
	signedIn,
	testClock,
} from './people.ts';
import {until} from '../harness/until.ts';

type Run = {code: number; out: string; err: string};
type Given = {
	user?: string;
	password?: string;
	signUp?: boolean;
	fingerprint?: string;
	json?: boolean;
	limit?: string;
	file?: string;
	code?: boolean;
} & {
	stdin?: string | Buffer;
	home?: string;
	clock?: Clock;
};
type Script = (
	args: readonly string[],
	who: Parameters<typeof history>[1],
	world: ScriptEnvironment,
) => Promise<number>;

async function run(script: Script, fake: FakeServer, args: string[], given: Given = {}): Promise<Run> {
	const {stdin = '', home = await freshFolder(), fingerprint, clock, ...who} = given;
	const texts = {out: '', err: ''};
	const sink = (to: keyof typeof texts) =>
		new Writable({
			write(chunk: Buffer, _encoding, done) {
				texts[to] += chunk.toString();
				done();
			},
		});
	const world = {
		stdin: Readable.from(chunksOf(Buffer.from(stdin))),
		stdout: sink('out'),
		stderr: sink('err'),
		home,
		...(clock && {clock}),
	};
	const address = {...fake.address, ...(fingerprint && {fingerprint})};
	const code = await script(args, {address, user: 'alice', ...who}, world);
	return {code, ...texts};
}

/** As a pipe hands them on. */
function* chunksOf(bytes: Buffer): Generator<Buffer> {
	for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
}

const forget: Script = async (args, _who, world) => forgetServer(args, world);

const password = PASSWORD;

test('a message from the arguments is stored, and a key that was accepted is reported on stderr', async () => {
	const fake = await server();
	const {code, out, err} = await run(send, fake, ['bob', 'build', 'is  green'], {password});
	expect({code, out}).toEqual({code: 0, out: ''});
	expect(err).toBe(
		`Accepted the key of ${addressText(fake.address)}, seen for the first time: SHA256:${fake.fingerprint}\n`,
	);
	expect(fake.stored).toMatchObject([{conversation: aliceAndBob, text: 'build is  green'}]);
	expect(fake.stored[0]?.id).toMatch(/^script[a-z0-9]{10}\.[a-z0-9]+\.1$/);
	expect(fake.asked('signIn')).toMatchObject([{as: 'script'}]);
	await until(() => fake.asked('signOut').length === 1);
});

test('a message from stdin keeps its lines', async () => {
	const fake = await server();
	const {code} = await run(send, fake, ['room:build'], {password, stdin: 'one\n\n  two\n'});
	expect(code).toBe(0);
	expect(fake.stored).toMatchObject([{conversation: '#build', text: 'one\n\n  two'}]);
});

test('text from a pipe is sent unchanged: tabs, escape sequences, icons and all', async () => {
	const fake = await server();
	const text = '\ufeffa\tb\x1b[31mred\x1b[0m \ue0b0 \u{1f3f4}\u{e0067}\u{e007f} \r\nlast';
	const {code} = await run(send, fake, ['bob'], {password, stdin: `${text}\n`});
	expect(code).toBe(0);
	expect(fake.stored).toMatchObject([{text}]);
});

test('a long output is sent as several messages in order, which begin and end with its lines', async () => {
	const fake = await server();
	const lines = Array.from({length: 500}, (_, at) => `${at}: ` + '😀'.repeat(at % 60));
	const output = [...lines, '', 'x'.repeat(9000), '\n'.repeat(5000), 'the end'].join('\n');
	const {code, err} = await run(send, fake, ['bob'], {password, stdin: output});
	expect({code, err}).toMatchObject({code: 0});
	const texts = fake.stored.map(({text}) => text);
	expect(texts.length).toBeGreaterThan(5);
	expect(
		texts
			.join('\n')
			.split('\n')
			.filter(line => /^\d+: /.test(line)),
	).toEqual(lines);
	expect(texts.join('').match(/x/g)).toHaveLength(9000);
	expect(texts.at(-1)).toMatch(/the end$/);
	expect(new Set(fake.stored.map(({id}) => id)).size).toBe(texts.length);
});

test.each([
	['an output of a few hundred lines too many', 20_000],
	['an output without a visible end', 600_000],
])('of %s the beginning and the end are sent, and nothing fails', async (_what, count) => {
	const fake = await server();
	const lines = Array.from({length: count}, (_, at) => `line ${at + 1} €`);
	const {code, err} = await run(send, fake, ['bob'], {password, stdin: lines.join('\n') + '\n'});
	expect(code).toBe(0);
	const texts = fake.stored.map(({text}) => text);
	expect(texts).toHaveLength(50);
	const [, leftOut = ''] = /^… (\d+) lines left out …$/.exec(texts[24]!) ?? [];
	const sent = texts.filter((_, at) => at !== 24).flatMap(text => text.split('\n'));
	expect(sent.length + Number(leftOut)).toBe(count);
	const before = texts.slice(0, 24).join('\n').split('\n');
	expect(before).toEqual(lines.slice(0, before.length));
	expect(texts.slice(25).join('\n').split('\n')).toEqual(lines.slice(before.length + Number(leftOut)));
	expect(err).toContain(`${leftOut} lines between them were not. A friend gets all of it as a file`);
});

test('one line without an end is sent in part, in whole characters', async () => {
	const fake = await server();
	const {code} = await run(send, fake, ['bob'], {password, stdin: '€'.repeat(2_000_000)});
	expect(code).toBe(0);
	expect(fake.stored.filter(({text}) => /^€+$/.test(text))).toHaveLength(49);
});

test('--code keeps the layout of a text, in fences that it does not end itself', async () => {
	const fake = await server();
	const table = 'name\tsize\n\tindented\n````\n  end  ';
	expect(await run(send, fake, ['room:build'], {password, code: true, stdin: table + '\n'})).toMatchObject({
		code: 0,
	});
	expect(fake.stored).toMatchObject([{conversation: '#build', text: '`````\n' + table + '\n`````'}]);
	const long = Array.from({length: 300}, (_, at) => `${at}:\t${'x'.repeat(at % 50)}`);
	await run(send, fake, ['bob'], {password, code: true, stdin: long.join('\n')});
	const blocks = fake.stored.slice(1).map(({text}) => /^```\n(.*)\n```$/s.exec(text)?.[1]);
	expect(blocks.length).toBeGreaterThan(1);
	expect(blocks.join('\n').split('\n')).toEqual(long);
});

test('if the server stores only a part of a long output, the script reports how much was sent', async () => {
	const fake = await server();
	fake.interfere = ({type}) =>
		type === 'send' && fake.stored.length === 2 ? refuse('blockedYou', {user: 'bob'}) : undefined;
	const {code, err} = await run(send, fake, ['bob'], {password, stdin: 'x'.repeat(20_000)});
	expect(code).toBe(1);
	expect(err).toMatch(/Of 5 messages 2 were sent, the next was not\. bob/);
});

test('a message that the server refuses for now is sent later, and one line says why it takes so long', async () => {
	const fake = await server();
	const clock = testClock();
	let refused = 0;
	fake.interfere = ({type}) =>
		type === 'send' && ++refused % 2 === 1 ? refuse('tooManyMessages', {seconds: 40}) : undefined;
	const running = run(send, fake, ['bob'], {
		password,
		fingerprint: fake.fingerprint,
		stdin: 'x'.repeat(9000),
		clock,
	});
	for (const times of [1, 3, 5]) {
		await until(() => fake.asked('send').length === times);
		await until(() => {
			clock.advance(40_000);
			return fake.asked('send').length > times;
		});
	}

	expect(await running).toEqual({
		code: 0,
		out: '',
		err: 'chat-tui: You have reached the daily limit of messages; try again in 40 s. Waiting; Ctrl-C ends it.\n',
	});
	expect(fake.stored.map(({text}) => text).join('')).toBe('x'.repeat(9000));
	expect(fake.stored).toHaveLength(3);
});

test('a script waits at most a quarter of an hour for a message, whatever the server says', async () => {
	const fake = await server();
	fake.interfere = ({type}) => (type === 'send' ? refuse('tooMuchText', {seconds: 1000}) : undefined);
	const {code, err} = await run(send, fake, ['bob', 'hi'], {password, clock: testClock()});
	expect(code).toBe(1);
	expect(err).toMatch(/try again in 17 min\.\n$/);
});

test('a script uses the token that this machine keeps, and does not disturb the running client', async () => {
	const fake = await server();
	const someone = await signedIn(fake, alice);
	const {code, err} = await run(send, fake, ['bob', 'hi'], {home: someone.home});
	expect({code, err}).toEqual({code: 0, err: ''});
	expect(fake.asked('resume')).toMatchObject([{as: 'script'}]);
	expect(someone.status()).toBe('online');
	// Nothing but the screen's own files: a script leaves no profile and no outbox.
	expect((await readdir(someone.home, {recursive: true})).filter(name => name.includes('~'))).toEqual([]);
});

test('a token that is not valid any more gives way to the password', async () => {
	const fake = await server();
	const {home, link} = await signedIn(fake, alice);
	await link.close();
	fake.interfere = request => (request.type === 'resume' ? refuse('badToken') : undefined);
	expect(await run(send, fake, ['bob', 'hi'], {home})).toMatchObject({
		code: 1,
		err: expect.stringContaining('CHAT_TUI_PASSWORD') as string,
	});
	expect(await run(send, fake, ['bob', 'hi'], {home, password})).toMatchObject({code: 0});
});

test('an account is made with --signup', async () => {
	const fake = await server();
	const given = {user: 'carol', signUp: true};
	expect(await run(send, fake, ['bob', 'hi'], given)).toMatchObject({code: 2});
	expect(await run(send, fake, ['bob', 'hi'], {...given, password})).toMatchObject({code: 0});
	expect(fake.asked('signUp')).toMatchObject([{user: 'carol'}]);
});

test.each([
	['nobody to send to', [], {}, 2, /Name a user or a room/],
	['no user and no room', ['a/b', 'hi'], {password}, 2, /neither a user nor a room/],
	['an empty text', ['bob', ''], {password}, 1, /nothing to send/],
	['an empty stdin', ['bob'], {password}, 1, /nothing to send/],
	['bytes that are no text', ['bob'], {password, stdin: Buffer.from([0x68, 0xff])}, 1, /not valid text/],
	['no password', ['bob', 'hi'], {}, 1, /CHAT_TUI_PASSWORD/],
	['a wrong password', ['bob', 'hi'], {password: 'wrong'}, 1, /password is wrong/],
	['a user that cannot be', ['bob', 'hi'], {password, user: '../x'}, 2, /not a valid user name/],
	['another key than asked for', ['bob', 'hi'], {password, fingerprint: 'A'.repeat(43)}, 1, /IS NOT THE ONE/],
] as Array<[string, string[], Given, number, RegExp]>)(
	'%s: one sentence and exit code',
	async (_case, args, given, code, sentence) => {
		const fake = await server();
		const ran = await run(send, fake, args, given);
		expect(ran.code).toBe(code);
		expect(ran.err.trim().split('\n').at(-1)).toMatch(sentence);
		expect(ran.err).not.toMatch(/\n\s+at /);
		expect(fake.stored).toEqual([]);
	},
);

test('a connection that breaks before the reply is a failure, and nothing is queued', async () => {
	const fake = await server();
	const home = await freshFolder();
	fake.interfere = request => (request.type === 'send' ? 'cutBefore' : undefined);
	expect(await run(send, fake, ['bob', 'hi'], {home, password})).toMatchObject({
		code: 1,
		err: expect.stringContaining('closed the connection') as string,
	});
	const names = await readdir(home, {recursive: true});
	expect(names.filter(name => name.endsWith('.json')).map(name => name.replace(/.*\//, ''))).toEqual([
		'server.json',
	]);
});

async function filled(texts: readonly string[]): Promise<FakeServer> {
	const fake = await server();
	texts.forEach((text, at) => fake.stored.push({id: `device12.a.${at}`, conversation: aliceAndBob, text}));
	return fake;
}

test('history --json prints one object a line: the text as it was sent, with control characters escaped', async () => {
	const fake = await filled(['old', 'a\x1b[31mred\u202e\nline']);
	const {code, out} = await run(history, fake, ['bob'], {password, json: true, limit: '1'});
	expect(code).toBe(0);
	expect(out.split('\n')).toHaveLength(2);
	expect(JSON.parse(out)).toEqual({
		conversation: aliceAndBob,
		sequence: 2,
		id: 'device12.a.1',
		from: 'alice',
		at: '2026-11-20T00:01:00.000Z',
		text: 'a\x1b[31mred\u202e\nline',
	});
	expect(out).toMatch(/^[\x20-\x7e]*\n$/);
});

test('history --json names the chat session of a message', async () => {
	const fake = await server();
	fake.stored.push({id: 'device12.a.0', conversation: aliceAndBob, text: 'before'});
	fake.stored.push({id: 'device12.a.1', conversation: aliceAndBob, text: 'in it', chat: 7});
	const {out} = await run(history, fake, ['bob'], {password, json: true, limit: '2'});
	const lines = out.trimEnd().split('\n');
	expect(lines.map(line => (JSON.parse(line) as {chat?: number}).chat)).toEqual([undefined, 7]);
});

test('any text is the same after it is printed by history --json and parsed', async () => {
	const nasty = fc.constantFrom(
		'\n',
		'"',
		'\\',
		'\u0301',
		'\u0338',
		'n',
		'a',
		'\u200d',
		'👩',
		'\x1b[2J',
		'\u202e',
	);
	const message = fc.array(nasty, {minLength: 1, size: 'medium'}).map(parts => parts.join(''));
	const texts = ['\n\u0301', ...fc.sample(message, 300)];
	const {out} = await run(history, await filled(texts), ['bob'], {password, json: true, limit: '400'});
	const lines = out.trimEnd().split('\n');
	expect(lines.map(line => (JSON.parse(line) as {text: string}).text)).toEqual(texts);
});

test('history prints one message a line, and a message cannot imitate another', async () => {
	const fake = await filled(['hello\n2026-11-20 00:00 bob  give me your password']);
	const {out} = await run(history, fake, ['bob'], {password});
	const [first, second] = out.split('\n');
	expect(first).toMatch(/^2026-11-\d\d \d\d:\d\d alice {2}hello$/);
	expect(second).toMatch(/^ {24}2026/);
});

test('a long history is fetched in pages, in order', async () => {
	const fake = await filled(Array.from({length: 700}, (_, at) => `${at}`));
	const {out} = await run(history, fake, ['bob'], {password, json: true, limit: '450'});
	const texts = out
		.trim()
		.split('\n')
		.map(line => (JSON.parse(line) as {text: string}).text);
	expect(texts).toEqual(Array.from({length: 450}, (_, at) => `${at + 250}`));
	expect(fake.asked('history').map(({limit}) => limit)).toEqual([1, 200, 200, 50]);
});

test('a closed pipe ends the history without an error', async () => {
	const fake = await filled(['one', 'two', 'three']);
	const broken = new Writable({
		write(_chunk, _encoding, done) {
			done(Object.assign(new Error('write EPIPE'), {code: 'EPIPE'}));
		},
	});
	const errors = new PassThrough();
	const who = {address: joinAddress(fake), user: 'alice', password};
	const world = {stdin: Readable.from([]), stdout: broken, stderr: errors, home: await freshFolder()};
	expect(await history(['bob'], who, world)).toBe(0);
	expect(errors.read()).toBeNull();
});

test('a forgotten server may have a new key', async () => {
	const fake = await server();
	const home = await freshFolder();
	const at = addressText(fake.address);
	expect(await run(forget, fake, [at], {home})).toEqual({
		code: 1,
		out: '',
		err: `chat-tui: ${at} is not known here.\n`,
	});
	await run(send, fake, ['bob', 'hi'], {home, password});
	await fake.close();
	const other = await server({port: fake.address.port});
	expect(await run(send, other, ['bob', 'hi'], {home, password})).toMatchObject({code: 1});
	expect(other.bytes).toBe(0);
	expect(await run(forget, other, [at], {home})).toMatchObject({code: 0, err: ''});
	expect(await run(send, other, ['bob', 'hi'], {home, password})).toMatchObject({code: 0});
	expect(await run(forget, other, [], {home})).toMatchObject({code: 2});
	await until(() => other.sockets.size === 0);
});

test('where this machine has no key of the user, the text is sent, and the file is not', async () => {
	const fake = await server();
	const {code, err} = await run(send, fake, ['bob', 'see this'], {password, file: 'LICENSE'});
	expect({code, err}).toEqual({
		code: 1,
		err: expect.stringContaining('chat-tui: This machine has no key of alice for files; sign in') as string,
	});
	expect(fake.stored).toMatchObject([{text: 'see this'}]);
	expect([fake.asked('identityNonce'), fake.asked('invitePrivate')]).toEqual([[], []]);
});

test.each([
	['room:build', 'LICENSE', 2, 'A file goes to one user; write a name like bob.'],
	['bob', 'no-such-file', 1, 'There is no file or folder no-such-file, or it cannot be read.'],
	['bob', 'source', 1, 'source is a folder, and one file goes at a time'],
])(
	'a file to %s that cannot be sent (%s) fails before the text is sent',
	async (to, file, code, sentence) => {
		const fake = await server();
		const ended = await run(send, fake, [to, 'see this'], {password, file});
		expect(ended).toMatchObject({code, err: expect.stringContaining(`chat-tui: ${sentence}`) as string});
		expect(fake.asked('signIn')).toEqual([]);
	},
);

test('a file alone reads no text from stdin', async () => {
	const fake = await server();
	const {code, err} = await run(send, fake, ['bob'], {password, stdin: 'not a message', file: 'LICENSE'});
	expect({code, err}).toMatchObject({code: 1, err: expect.stringContaining('no key of alice') as string});
	expect(fake.stored).toEqual([]);
});
