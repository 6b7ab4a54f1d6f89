/** Friends at terminals of their own tell of themselves in profiles. */
import {describe, expect, test} from 'vitest';
import {befriend, friends} from '../harness/friend-screens.ts';
import {keysAt} from '../harness/private-chat-screens.ts';
import {signIn} from '../harness/program.ts';
import type {PtyTerminal} from '../harness/pty.ts';

const sizes = [
	{columns: 80, rows: 24},
	{columns: 40, rows: 10},
];

describe.each(sizes)('at $columns columns and $rows rows', size => {
	test('the form of the own profile is filled, saved and opened again, and a friend reads the profile', async () => {
		const {alice, bob} = await friends(size);
		bob.write('/profile\r');
		await bob.until(/Name +›/);
		bob.write('Bob Builder\tBasel\tGerman, English\tbuilding\tcats\t+41 61 000\tI build.\nAnd I mend.');
		await bob.until('I mend.');
		bob.write('\r');
		await bob.until(/saved as version/);
		bob.write('/profile\r');
		await bob.until(/Name +› Bob Builder/);
		for (const field of [
			/City +› Basel/,
			/Languages +› German, English/,
			/Work +› building/,
			/Interests +› cats/,
			/Phone +› \+41 61 000/,
			/More +› I build\..*And I mend\./,
		]) {
			bob.write('\t');
			await bob.until(field);
		}

		bob.write('\x1b');
		await bob.until(() => !bob.text().includes('What your friends'));
		alice.write('/profile bob\r');
		await alice.until(/Phone: \+41 61 000.*I build\..*And I mend\./s);
	});
});

/** Writes a city into the form of the own profile, in place of the one that stands there, and saves it. */
async function livesIn(client: PtyTerminal, city: string, version: number): Promise<void> {
	client.write('/profile\r');
	await client.until(/Name +›/);
	client.write(`\t\x15${city}\r\r\r\r\r\r`);
	await client.until(`saved as version ${version}`);
}

test('a friend who is away has a copy with its date here, and a newer one at another friend', async () => {
	const {server, alice, bob} = await friends();
	const carol = await signIn(server, 'carol');
	await keysAt(server, 3);
	await bob.until('carol is here');
	await befriend({carol, bob});
	await befriend({alice, carol});
	await livesIn(bob, 'Basel', 1);
	alice.write('/profile bob\r');
	await alice.until('City: Basel');
	alice.write('/profile bob\r');
	await alice.until(/Basel.*Basel/s);
	expect(alice.text()).not.toContain('copy of');
	await livesIn(bob, 'Bern', 2);
	carol.write('/profile bob\r');
	await carol.until('City: Bern');
	bob.write('/quit\r');
	await bob.exit;
	await alice.until('bob left');
	alice.write('/profile bob\r');
	await alice.until(/1, copy of \d\d:\d\d/);
	alice.write('/relay carol bob\r');
	await alice.until('City: Bern');
	alice.write('/relay carol bob\r');
	await alice.until("carol has no newer copy of bob's profile.");
});
