/** Friends at terminals of their own share, fetch and offer files. */
import {randomBytes} from 'node:crypto';
import {mkdirSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {friends, relayedFriends} from '../harness/friend-screens.ts';
import {ownFolder, PASSWORD} from '../harness/program.ts';
import type {PtyTerminal} from '../harness/pty.ts';

const MIB = 2 ** 20;

/** A folder whose name has a blank, with these files. */
async function documents(files: Readonly<Record<string, string | Buffer>>): Promise<string> {
	const folder = path.join(await ownFolder(), 'my docs');
	mkdirSync(folder);
	for (const [name, content] of Object.entries(files)) writeFileSync(path.join(folder, name), content);
	return folder;
}

/** Empties the bar, types a line and sends it. */
function says(client: PtyTerminal, line: string): void {
	client.write(`\x15${line}\r`);
}

/** Waits for an offer; presses F2 and then the letter of a button. */
async function answers(client: PtyTerminal, letter: string): Promise<void> {
	await client.until('F2 answers');
	client.write('\x1bOQ');
	await client.until('← → choose');
	client.write(letter);
}

describe('a path', () => {
	test('is typed in quotes, pasted with backslashes, or completed by Tab; its name too', async () => {
		const folder = await documents({'big film.bin': 'film', 'notes.txt': 'notes'});
		const {alice, bob, homes} = await friends();
		says(bob, `/share "${folder}/big film.bin"`);
		await bob.until('Your friends can fetch big film.bin now');
		says(bob, `/share ${folder.replaceAll(' ', '\\ ')}/notes.txt`);
		await bob.until('Your friends can fetch notes.txt now');
		bob.write(`/unshare big\t`);
		await bob.until('› /unshare big film.bin');
		says(bob, `/unshare "big film.bin"`);
		await bob.until('big film.bin is not shared any more');
		bob.write(`/share ${path.dirname(folder)}/my\t`);
		await bob.until(String.raw`/my\ docs/`);
		bob.write('big\t');
		await bob.until(String.raw`big\ film.bin`);
		bob.write('\r');
		await bob.until(/film\.bin now.*film\.bin now/s);
		says(alice, '/files bob');
		await alice.until(/big film\.bin {2}4 B/);
		alice.write('/get bob big\t');
		await alice.until('› /get bob big film.bin');
		alice.write('\r');
		await alice.until('big film.bin is in');
		says(alice, '/get bob "big film.bin"');
		await alice.until(/film[\s│]+\(1\)\.bin/);
		expect(readdirSync(path.join(homes.alice, 'downloads')).sort()).toEqual([
			'big film (1).bin',
			'big film.bin',
		]);
		for (const name of ['big film (1).bin', 'big film.bin']) {
			const file = path.join(homes.alice, 'downloads', name);
			expect(readFileSync(file, 'utf8')).toBe('film');
			expect(statSync(file).mode & 0o777).toBe(0o600);
		}
	});
});

describe('a large file', () => {
	test('shows how far it is while the chat goes on, and is cancelled', async () => {
		const folder = await documents({'film.bin': randomBytes(64 * MIB)});
		const {alice, bob, homes} = await relayedFriends(8 * MIB);
		says(bob, `/share "${folder}/film.bin"`);
		await bob.until('can fetch film.bin now');
		says(alice, '/get bob film.bin');
		await alice.until(/↓ film\.bin {2}\d+ % {2}[\d.]+ MiB\/s {2}\d+ s left/);
		await bob.until(/↑ film\.bin {2}\d+ %/);
		says(alice, '/msg bob are you there?');
		await bob.until(/alice +1/);
		says(bob, '/msg alice I am');
		await alice.until(/bob +1/);
		says(alice, '/transfers');
		await alice.until(/1 {2}film\.bin from bob, 64\.0 MiB: \d+ %/);
		says(alice, '/cancel');
		await alice.until('— Transfer of film.bin cancelled.');
		await bob.until('alice stopped the transfer of film.bin.');
		await alice.until(() => !alice.text().includes('↓'));
		expect(readdirSync(path.join(homes.alice, 'downloads'))).toEqual([]);
	});

	test('that changes meanwhile is not kept; both are told', async () => {
		const folder = await documents({'film.bin': randomBytes(16 * MIB)});
		const {alice, bob, homes} = await relayedFriends(8 * MIB);
		says(bob, `/share "${folder}/film.bin"`);
		await bob.until('can fetch film.bin now');
		says(alice, '/get bob film.bin');
		await alice.until(/↓ film\.bin {2}\d+ %/);
		writeFileSync(path.join(folder, 'film.bin'), 'more', {flag: 'a'});
		await alice.until(/film\.bin changed while it was sent, so it was not\s/);
		await bob.until(/film\.bin changed while it was sent, so alice did not/);
		expect(readdirSync(path.join(homes.alice, 'downloads'))).toEqual([]);
	});

	test('stops with a sentence when the friend signs out, and goes on when it is fetched again', async () => {
		const content = randomBytes(16 * MIB);
		const folder = await documents({'film.bin': content});
		const {alice, bob, homes, proxy} = await relayedFriends(8 * MIB);
		says(bob, `/share "${folder}/film.bin"`);
		await bob.until('can fetch film.bin now');
		const before = proxy.record.length;
		says(alice, '/get bob film.bin');
		await alice.until(/↓ film\.bin {2}[3-9]\d %/);
		says(bob, '/logout');
		await bob.until(/Sign out\?.*1 file has not arrived yet/s);
		bob.write('y');
		await alice.until('The connection to bob ended before');
		says(alice, '/get bob film.bin');
		await alice.until('bob is offline; try again when bob is there.');
		await bob.until('Password');
		bob.write(`${PASSWORD}\r`);
		await bob.until('● connected');
		await alice.until(/bob left.*bob is here/s);
		says(alice, '/get bob film.bin');
		await alice.until('film.bin is in');
		expect(readFileSync(path.join(homes.alice, 'downloads', 'film.bin')).equals(content)).toBe(true);
		expect(proxy.record.length - before).toBeLessThan(2.2 * content.length); // each byte passes twice
	});
});

describe('an offer', () => {
	test('shows name, size and sender, waits when it is put away, and is declined', async () => {
		const folder = await documents({'report.pdf': 'report'});
		const {alice, bob} = await friends();
		says(alice, `/send-file bob "${folder}/report.pdf"`);
		await bob.until('alice offers you a file of 6 B');
		await bob.until('report.pdf');
		await answers(bob, '\x1b');
		await bob.until('alice asks · F2 answers');
		await alice.until('↑ report.pdf');
		await answers(bob, 'n');
		await bob.until('You declined report.pdf of alice');
		await alice.until('bob declined report.pdf.');
		await alice.until(() => !alice.text().includes('↑'));
	});

	test('is fetched after a yes, or withdrawn before it', async () => {
		const folder = await documents({'report.pdf': 'report'});
		const {alice, bob, homes} = await friends();
		says(alice, `/send-file bob "${folder}/report.pdf"`);
		await bob.until('F2 answers');
		says(alice, '/cancel');
		await bob.until('alice does not offer report.pdf any more');
		says(alice, `/send-file bob "${folder}/report.pdf"`);
		await bob.until('F2 answers');
		await answers(bob, 'y');
		await bob.until('report.pdf is in');
		await alice.until('bob has received report.pdf');
		expect(readFileSync(path.join(homes.bob, 'downloads', 'report.pdf'), 'utf8')).toBe('report');
	});

	test('of a file that is gone by then, or cannot be written, ends for both', async () => {
		const folder = await documents({'report.pdf': 'report', 'notes.txt': 'notes'});
		const {alice, bob} = await friends();
		says(alice, `/send-file bob "${folder}/report.pdf"`);
		await bob.until('F2 answers');
		rmSync(path.join(folder, 'report.pdf'));
		await answers(bob, 'y');
		await bob.until(/report\.pdf cannot be read on alice's machine\./);
		await alice.until(/report\.pdf is gone or cannot be read, so bob did/);
		says(bob, `/set downloads ${folder}/notes.txt/here`);
		await bob.until('Received files go to');
		says(alice, `/send-file bob "${folder}/notes.txt"`);
		await bob.until('F2 answers');
		await answers(bob, 'y');
		await bob.until(/notes\.txt cannot be written to the folder for/);
		await alice.until('bob declined notes.txt.');
		says(alice, '/transfers');
		await alice.until('No file is on its way.');
	});

	test('of a name that is long shows all of it on a small screen', async () => {
		const folder = await documents({'the minutes of the meeting in the spring of 2024.txt': 'minutes'});
		const {alice, bob} = await friends({columns: 40, rows: 10});
		says(alice, `/send-file bob "${folder}/the minutes of the meeting in the spring of 2024.txt"`);
		await bob.until('alice offers you a file of 7 B');
		expect(bob.text().replace(/[│\s]+/g, ' ')).toContain(
			'the minutes of the meeting in the spring of 2024.txt',
		);
		expect(bob.text()).toContain('[y] Yes');
	});
});

describe('a file is not fetched, with a sentence,', () => {
	test('if it is missing, too large, no longer shared, or cannot be written', async () => {
		const folder = await documents({'notes.txt': 'notes', 'huge.iso': ''});
		truncateSync(path.join(folder, 'huge.iso'), 3 * 1024 * MIB);
		const {alice, bob} = await friends();
		says(bob, `/share "${folder}/nothing"`);
		await bob.until('There is no file or folder');
		says(bob, `/share "${folder}/huge.iso"`);
		await bob.until(/larger than 2 GiB, which is too large to send\./);
		says(bob, `/share "${folder}"`);
		await bob.until('can fetch my docs now');
		says(alice, '/get bob nothing.txt');
		await alice.until('bob shares no file of that name; /files bob lists');
		says(alice, '/get bob huge.iso');
		await alice.until('huge.iso is larger than 2 GiB, so it was not fetched.');
		says(bob, `/send-file alice "${folder}/huge.iso"`);
		await bob.until(/too large to send\..*too large to send\./s);
		says(alice, `/set downloads ${folder.replaceAll(' ', '\\ ')}/notes.txt/here`);
		says(alice, '/get bob notes.txt');
		await alice.until('notes.txt cannot be written to the folder');
		says(alice, '/set downloads default');
		says(bob, '/unshare my docs');
		await bob.until('my docs is not shared any more');
		says(alice, '/get bob notes.txt');
		await alice.until('bob does not share notes.txt any more.');
	});

	test('if the two are no longer friends', async () => {
		const folder = await documents({'notes.txt': 'notes'});
		const {alice, bob} = await friends();
		says(bob, `/share "${folder}/notes.txt"`);
		await bob.until('can fetch notes.txt now');
		says(alice, '/files bob');
		await alice.until(/notes\.txt {2}5 B/);
		says(bob, '/unfriend alice');
		await alice.until('no longer friends');
		says(alice, '/get bob notes.txt');
		await alice.until('bob is not your friend; /friend bob asks');
	});
});
