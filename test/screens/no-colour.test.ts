/** NO_COLOR: no colour anywhere, and still everything can be told apart. */
import {expect, test} from 'vitest';
import type {PtyTerminal} from '../harness/pty.ts';
import {signIn, startServer} from '../harness/program.ts';

/** A sequence that sets a colour. */
const COLOUR = /\x1b\[(?:[\d;]*;)?(?:[34][0-8]|9[0-7]|10[0-7])(?:;[\d;]*)?m/;

/** Every cell of the row on which the text stands. */
function cellsAt(client: PtyTerminal, text: string) {
	const row = client.screen().findIndex(line => line.includes(text));
	return client.cells()[row] ?? [];
}

test.each([
	['colours, bold and inverse', {}, true],
	['no colour with NO_COLOR, but bold, dim and inverse', {NO_COLOR: '1'}, false],
])('%s', async (_, env, coloured) => {
	const server = await startServer({people: ['alice']});
	const alice = await signIn(server, 'alice', {env});
	alice.write('/msg alice\r');
	alice.write('/msg alice a note\r');
	await alice.until(/alice {2}a note +✓/);
	const looks = alice.cells().flat();
	expect(looks.some(({foreground}) => foreground !== undefined)).toBe(coloured);
	expect(looks.every(({background}) => background === undefined)).toBe(true);
	expect(cellsAt(alice, 'a note').some(({bold}) => bold)).toBe(true);
	expect(cellsAt(alice, 'Chats').some(({dim}) => dim)).toBe(!coloured); // with colours, frames are grey
	expect(COLOUR.test(alice.bytes)).toBe(coloured);
	alice.write('\t');
	await alice.until('▸Chats');
	expect(cellsAt(alice, '›').some(({inverse}) => inverse)).toBe(true);
});
