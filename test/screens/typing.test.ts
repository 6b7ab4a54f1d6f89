/** Typing into the command bar: whatever the speed, the size and the traffic, every character is sent, in order. */
import {setTimeout as pause} from 'node:timers/promises';
import {describe, expect, test} from 'vitest';
import type {PtyTerminal} from '../harness/pty.ts';
import {signIn, startServer, textsWith, type RunningServer} from '../harness/program.ts';

/** No two stretches of it are alike, so that a lost or doubled character cannot hide. */
const TEXT = Array.from({length: 500}, (_, at) =>
	String.fromCharCode(33 + ((at * 47 + Math.floor(at / 94)) % 94)),
).join('');
const UNICODE = Array.from({length: 60}, (_, at) => ['é', '漢', '😀', 'e\u0301', 'z'][at % 5]).join('');

async function notes(columns: number, rows: number): Promise<{server: RunningServer; alice: PtyTerminal}> {
	const server = await startServer({people: ['alice', 'bob']});
	const alice = await signIn(server, 'alice', {columns, rows});
	alice.write('/msg alice\r');
	await alice.until(/alice \(notes\)/);
	return {server, alice};
}

describe('500 characters and Enter are sent complete and in order', () => {
	test.each([
		[80, 24],
		[40, 10],
		[200, 60],
	])('in one write, at %ix%i', async (columns, rows) => {
		const {server, alice} = await notes(columns, rows);
		alice.write(`${TEXT}\rthat was it\r`);
		await alice.until(/that was it +✓/);
		expect(await textsWith(server, 'alice', 'alice')).toEqual([TEXT, 'that was it']);
	});

	test.each([0, 1, 5])('key by key, %i ms apart, while messages stream in', async gap => {
		const {server, alice} = await notes(80, 24);
		const bob = await signIn(server, 'bob');
		for (let at = 0; at < 50; at++) bob.write(`/msg alice message ${at}\r`);
		for (const character of TEXT) {
			alice.write(character);
			if (gap > 0) await pause(gap); // the speed of typing is what is tested here
		}
		alice.write('\rthat was it\r');
		await alice.until(/that was it +✓/);
		expect(await textsWith(server, 'alice', 'alice')).toEqual([TEXT, 'that was it']);
	});
});

test('a paste of several lines is one message, and waits for Enter', async () => {
	const {server, alice} = await notes(80, 24);
	alice.write('\x1b[200~one\ntwo\nthree\x1b[201~');
	await alice.until(/› one +│\n│ {3}two +│\n│ {3}three +│/);
	alice.write('\r');
	await alice.until('✓');
	expect(await textsWith(server, 'alice', 'alice')).toEqual(['one\ntwo\nthree']);
});

test('wide characters, emoji and combining marks arrive as they were typed', async () => {
	const {server, alice} = await notes(80, 24);
	alice.write(`${UNICODE}\r`);
	await alice.until('✓');
	expect(await textsWith(server, 'alice', 'alice')).toEqual([UNICODE]);
});

test('fifty messages in one write are fifty messages', async () => {
	const {server, alice} = await notes(80, 24);
	const texts = Array.from({length: 50}, (_, at) => `message ${at}`);
	alice.write(texts.map(text => `${text}\r`).join(''));
	await alice.until(/message 49 +✓/);
	expect(await textsWith(server, 'alice', 'alice')).toEqual(texts);
});

test('the keys that edit do what they do in a shell', async () => {
	const {server, alice} = await notes(80, 24);
	alice.write('world\x01hello \x05!\x1b[D\x1b[D\x7f\x1b[C\x17'); // Home, End, left, left, backspace, right, word back
	await alice.until('› hello !');
	alice.write('\x15\x1b[3~again\r'); // to the start, forward
	await alice.until(/again +✓/);
	alice.write('\x1b[A'); // Up
	await alice.until('› again');
	alice.write('\r');
	await alice.until(() => /again[ │]*\n.*again +✓/.test(alice.text()));
	expect(await textsWith(server, 'alice', 'alice')).toEqual(['again', 'again']);
});
