/** Texts that have harmed other terminals, pasted and sent, change nothing on the terminal of who sends them, or who gets them. */
import {expect, test} from 'vitest';
import {HOSTILE} from '../harness/hostile.ts';
import {signIn, startServer} from '../harness/program.ts';
import type {PtyTerminal} from '../harness/pty.ts';

/** Anything that a terminal would take for an order, but the moves, colours and modes that the program itself uses. */
const ORDERS =
	/[\x00-\x06\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f]|\x1b[^[\]]|\x1b\](?![02];)|owned|\x1b\[[!>=]?[0-9;]*[cnpqr]/;

test('hostile texts that are pasted and sent are letters on both terminals', {timeout: 60_000}, async () => {
	const server = await startServer({people: ['alice', 'bob']});
	const alice = await signIn(server, 'alice');
	const bob = await signIn(server, 'bob');
	alice.write('/msg bob\r');
	await alice.until(/╭ bob /);
	bob.write('/msg alice\r');
	await bob.until(/╭ alice /);
	const before = [belongings(alice), belongings(bob)];
	const from = [alice.bytes.length, bob.bytes.length];
	for (const [at, [name, text]] of HOSTILE.entries()) {
		const pasted = text.replaceAll('\x1b[201~', '').replaceAll('\x00', '');
		alice.write(`\x1b[200~${at}) ${pasted}\x1b[201~`);
		await alice.until(() => !isBarEmpty(alice), name);
		alice.write('\r');
		await bob.until(() => new RegExp(` {2}${at}\\)`).test(bob.text()), name);
		await alice.until(() => new RegExp(` {2}${at}\\)`).test(alice.text()) && isBarEmpty(alice), name);
		expect([belongings(alice), belongings(bob)], name).toEqual(before);
	}

	for (const [at, terminal] of [alice, bob].entries())
		expect(terminal.bytes.slice(from[at])).not.toMatch(ORDERS);
});

function isBarEmpty(screen: PtyTerminal): boolean {
	return /^│ › +│$/.test(screen.line(21));
}

/** What belongs to the program and its person, not to those who write. */
function belongings(screen: PtyTerminal) {
	const frames = screen.cells().slice(1, 19);
	return {
		frames: frames.map(row => [0, 20, 21, 79].map(x => row[x]!.text).join('')),
		title: screen.title,
		bells: screen.bells,
		modes: {...screen.modes},
		buffer: screen.buffer,
	};
}
