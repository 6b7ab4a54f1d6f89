/** The bell of a real terminal: for what is meant for whom sits at it, while they look elsewhere, and once for all that comes together. */
import {expect, test} from 'vitest';
import type {PtyTerminal} from '../harness/pty.ts';
import {signUp, startServer} from '../harness/program.ts';

const UNFOCUSED = '\x1b[O';
const FOCUSED = '\x1b[I';

/** The sender's client has it from the server that the recipient's client has the message. */
async function says(sender: PtyTerminal, line: string, text: string): Promise<void> {
	sender.write(`${line}\r`);
	await sender.until(new RegExp(`${text}.* ✓✓`));
}

test('the bell rings for a direct message or a mention while the terminal has no focus, and at no other time', async () => {
	const server = await startServer();
	const alice = await signUp(server, 'alice');
	const bob = await signUp(server, 'bob');
	await bob.until('● alice');
	await says(bob, '/msg alice\rone', 'one');
	await alice.until(/bob +1/);
	expect(alice.bells).toBe(0);

	alice.write(UNFOCUSED);
	for (const text of ['two', 'three', 'four', 'five']) bob.write(`${text}\r`);
	await bob.until(/five +✓✓/);
	await alice.until(/bob +5/);
	expect(alice.title).toBe('(5) chat-tui');
	const burst = alice.bells;
	expect(burst).toBeGreaterThanOrEqual(1);
	expect(burst).toBeLessThan(4);

	bob.write('/join #lobby\rgood morning\r');
	await alice.until('good morning');
	expect(alice.bells).toBe(burst);

	alice.write(FOCUSED);
	bob.write('alice, are you there?\r');
	await alice.until('are you there?');
	expect(alice.bells).toBe(burst);
});
