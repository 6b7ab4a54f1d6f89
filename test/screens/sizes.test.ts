/** Two people talk, at the sizes that people have: a phone's forty columns, the eighty of old, and a whole wide screen. */
import {expect, test} from 'vitest';
import type {PtyTerminal} from '../harness/pty.ts';
import {signIn, startServer} from '../harness/program.ts';

const LONG = 'the release is at noon and whoever has not merged by then waits for the next one until Monday';
const CTRL_UP = '\x1b[1;5A';
const F1 = '\x1bOP';
const ESC = '\x1b';

const SIZES = [
	{columns: 40, rows: 10, message: /^\d\d:\d\d bob\n +the release is at noon/m},
	{columns: 80, rows: 24, message: /\d\d:\d\d bob {2,}the release is at noon/},
	{columns: 200, rows: 60, message: new RegExp(`\\d\\d:\\d\\d bob {2,}${LONG}`)},
];

/** The words on the screen in a row, without frames and line breaks. */
const contents = (client: PtyTerminal) =>
	client
		.text()
		.replace(/[│╭╮╰╯─]/g, ' ')
		.replace(/\s+/g, ' ');

test.each(SIZES)('at $columns columns and $rows rows', async ({columns, rows, message}) => {
	const server = await startServer({people: ['alice', 'bob']});
	const alice = await signIn(server, 'alice', {columns, rows});
	const bob = await signIn(server, 'bob', {columns, rows});
	for (const client of [alice, bob]) client.write('/goto #lobby\r');
	await bob.until('#lobby');
	bob.write(`${LONG}\r`);
	await alice.until(message);
	await alice.until(() => contents(alice).includes('until Monday'));
	alice.write(CTRL_UP);
	await alice.until('Esc back');
	alice.write('runderstood\r'); // a slow link brings keys together
	await bob.until('┌ bob: the release');
	await bob.until('understood');
	bob.write('+:tada:\r');
	await alice.until(/🎉 +1/);
	alice.write(F1);
	await alice.until('Ctrl-F searches');
	alice.write(ESC);
	await alice.until(() => !alice.text().includes('Ctrl-F searches') && alice.text().includes('understood'));
	alice.write('half a line');
	await alice.until('› half a line');
	const lines = alice.text().split('\n');
	expect(Math.max(...lines.map(line => [...line].length))).toBeLessThanOrEqual(columns);
	expect(lines.length).toBeLessThanOrEqual(rows);
});
