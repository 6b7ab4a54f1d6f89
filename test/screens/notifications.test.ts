/** Bell and notifications of a real terminal: for what is meant for the user, while they look elsewhere, and once for all that comes together. */
import {expect, test} from 'vitest';
import type {PtyTerminal} from '../harness/pty.ts';
import {signIn, signUp, startServer} from '../harness/program.ts';

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

test.each([
	['osc9', '9;chat-tui: bob: '],
	['osc777', '777;notify;chat-tui;bob: '],
])(
	'with %s a direct message is one notification while the terminal has no focus, and none with the focus or in quiet hours',
	async (by, head) => {
		const server = await startServer();
		const alice = await signUp(server, 'alice');
		const bob = await signUp(server, 'bob');
		await bob.until('● alice');
		alice.write(`/set notifications ${by}\r`);
		await alice.until('Notifications: on the desktop');
		await says(bob, '/msg alice\rwhile you look', 'while you look');
		await alice.until(/bob +1/);
		expect(alice.notifications).toEqual([]);

		alice.write(UNFOCUSED);
		await says(bob, 'one; two]0;three', 'one; two');
		await alice.until(/bob +2/);
		expect(alice.notifications).toEqual([`${head}one; two]0;three`]);

		const hour = new Date().getHours();
		alice.write(`/set quiet-hours ${hour}-${(hour + 2) % 24}\r`);
		await alice.until('Quiet hours: no notifications');
		alice.write(UNFOCUSED);
		await says(bob, 'asleep?', 'asleep');
		await alice.until(/bob +3/);
		expect(alice.notifications).toHaveLength(1);
		expect([alice.bells, alice.title]).toEqual([0, '(3) chat-tui']);
	},
);

test('no bell rings for what is muted or comes from the blocked, nor in quiet hours; a mention in a muted room rings', async () => {
	const server = await startServer({people: ['alice', 'bob', 'carol']});
	const [alice, bob, carol] = [
		await signIn(server, 'alice'),
		await signIn(server, 'bob'),
		await signIn(server, 'carol'),
	];
	await alice.until('● carol');
	for (const line of ['/msg bob', '/mute', '/msg #lobby', '/mute', '/block carol']) alice.write(`${line}\r`);
	await alice.until('carol is blocked');
	alice.write(UNFOCUSED);
	bob.write('/msg alice\r');
	await says(bob, 'to a muted chat', 'to a muted chat');
	bob.write('/goto #lobby\r');
	await says(bob, 'to a muted room', 'to a muted room');
	carol.write('/goto #lobby\r');
	carol.write('alice, from a blocked user\r');
	await carol.until(/from a blocked user +✓/);
	await alice.until('to a muted room');
	expect(alice.bells).toBe(0);

	await says(bob, 'alice, are you there?', 'are you there');
	await alice.until(() => alice.bells === 1, 'a bell');

	const hour = new Date().getHours();
	alice.write(`/set quiet-hours ${hour}-${(hour + 2) % 24}\r`);
	await alice.until('Quiet hours: no notifications');
	alice.write(UNFOCUSED);
	await says(bob, 'alice, asleep?', 'asleep');
	await alice.until('asleep?');
	expect(alice.bells).toBe(1);
});
