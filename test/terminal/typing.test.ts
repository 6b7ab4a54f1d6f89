/** Typing into ink-text-input in a pane: whatever the speed, and whatever else is drawn, every character arrives in order. */
import {setTimeout as pause} from 'node:timers/promises';
import {afterAll, afterEach, describe, expect, test} from 'vitest';
import {bundle} from '../harness/bundle.ts';
import {startTerminal, type PtyTerminal} from '../harness/pty.ts';

/** No two stretches of it are alike, so that a lost or doubled character cannot hide. */
const TEXT = Array.from({length: 500}, (_, at) =>
	String.fromCharCode(33 + ((at * 47 + Math.floor(at / 94)) % 94)),
).join('');
const UNICODE = Array.from({length: 60}, (_, at) => ['é', '漢', '😀', 'e\u0301', 'z'][at % 5]).join('');

const fixture = await bundle('ink-pane.tsx');
const running: PtyTerminal[] = [];

afterAll(() => fixture.remove());

afterEach(async () => {
	for (const terminal of running.splice(0)) await terminal.stop();
});

async function start(env: Record<string, string> = {}, columns = 80, rows = 24): Promise<PtyTerminal> {
	const terminal = await startTerminal({
		command: process.execPath,
		args: [fixture.file],
		env,
		columns,
		rows,
	});
	running.push(terminal);
	await terminal.until('›');
	return terminal;
}

/** What was sent with Enter, as the program has it; ends the program. */
async function sent(terminal: PtyTerminal): Promise<string[]> {
	terminal.write('\x03');
	await terminal.exit;
	return JSON.parse(
		terminal.bytes.slice(terminal.bytes.lastIndexOf('\x1b[23;2t') + '\x1b[23;2t'.length),
	) as string[];
}

/** What the fixture's pane of messages shows of one. */
function shown(text: string, at = 0): string {
	return `${at} ${text.length} ${text.slice(0, 20)}`;
}

describe('500 characters and Enter arrive complete and in order', () => {
	test.each([
		['at 80x24', {}, 80, 24],
		['at 40x10', {}, 40, 10],
		['at 200x60', {}, 200, 60],
		['where CI is set', {CI: 'true'}, 80, 24],
	])('in one write, %s', async (_, env, columns, rows) => {
		const terminal = await start(env, columns, rows);
		terminal.write(`${TEXT}\r`);
		await terminal.until(shown(TEXT));
		expect(await sent(terminal)).toEqual([TEXT]);
	});

	test('with 0 to 5 ms between them, while messages stream in', async () => {
		const terminal = await start();
		terminal.write('\x1b[19~'); // F8: a message every 3 ms
		for (const [at, character] of [...TEXT].entries()) {
			terminal.write(character);
			await pause(at % 6);
		}

		terminal.write('\r');
		await terminal.until(shown(TEXT));
		expect(await sent(terminal)).toEqual([TEXT]);
	});

	test('as keys that come together, each with its own event', async () => {
		const terminal = await start();
		terminal.write(`${[...TEXT].join('\x1b[I')}\r`);
		await terminal.until(shown(TEXT));
		expect(await sent(terminal)).toEqual([TEXT]);
	});
});

test('keys wait for a screen that is drawn later than they come', async () => {
	const terminal = await start({LATE: '1'});
	const text = TEXT.slice(0, 100);
	terminal.write(`${[...text].join('\x1b[I')}\r`);
	await terminal.until(shown(text));
	expect(await sent(terminal)).toEqual([text]);
});

test('fifty messages in one write are fifty messages', async () => {
	const terminal = await start();
	const messages = Array.from({length: 50}, (_, at) => `message ${at}`);
	terminal.write(messages.map(message => `${message}\r`).join(''));
	await terminal.until('49 10 message 49');
	expect(await sent(terminal)).toEqual(messages);
});

test('bytes that arrive one by one are the same text and keys', async () => {
	const terminal = await start();
	for (const byte of Buffer.from(`${UNICODE}\x1b[D\x1b[D\x1b[Cab\r`)) {
		terminal.write(Uint8Array.of(byte));
		await pause(0);
	}

	await terminal.until('0 ');
	const [text = ''] = await sent(terminal);
	expect(text).toBe(`${UNICODE.slice(0, -1)}abz`);
});

test('deleting, moving and pasting among typed text lose nothing, in one write', async () => {
	const terminal = await start();
	terminal.write('abc\x7f\x7fX\x1b[D\x1b[DY\x1b[FZ\x1b[200~one\r\ntwo\x1b[201~!\x1b[H(\r');
	await terminal.until(shown('(YaXZone⏎two!'));
	expect(await sent(terminal)).toEqual(['(YaXZone⏎two!']);
});

test('a key rewrites only what changed, and the cursor stands behind it', async () => {
	const terminal = await start({}, 200, 60);
	terminal.write('hello');
	await terminal.until('› hello');
	for (const character of ' world') {
		const before = terminal.bytes.length;
		terminal.write(character);
		const {x} = terminal.cursor();
		await terminal.until(() => terminal.cursor().x === x + 1);
		expect(Buffer.byteLength(terminal.bytes.slice(before))).toBeLessThan(50);
	}

	expect(terminal.line(59)).toBe('› hello world');
	expect(terminal.cursor()).toEqual({x: 13, y: 59});
});
