/** A file goes on where it stopped when the connection between two clients breaks in the middle of it. */
import {createHash, randomBytes} from 'node:crypto';
import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {directFriends, relayedFriends} from '../harness/friend-screens.ts';
import {ownFolder} from '../harness/program.ts';
import {until} from '../harness/until.ts';

const MIB = 2 ** 20;
const SIZE = 16 * MIB;

function hashOf(bytes: Buffer): string {
	return createHash('sha256').update(bytes).digest('hex');
}

test('a file whose channel is cut in the middle is fetched to its end, equal by hash, and no byte twice', async () => {
	const content = randomBytes(SIZE);
	const film = path.join(await ownFolder(), 'film.bin');
	writeFileSync(film, content);
	const {alice, bob, homes, proxy} = await relayedFriends(12 * MIB);
	bob.write(`/share ${film}\r`);
	await bob.until('can fetch film.bin now');
	alice.write('/get bob film.bin\r');
	// Each byte of the file passes the proxy twice: to the server, and from there.
	const before = proxy.record.length;
	await until(() => proxy.record.length - before > 1.2 * SIZE);
	proxy.cut();
	await alice.until(/↓ film\.bin +interrupted/);
	await bob.until(/↑ film\.bin +interrupted/);
	await alice.until('film.bin is in');
	await bob.until('alice has received film.bin');
	expect(hashOf(readFileSync(path.join(homes.alice, 'downloads', 'film.bin')))).toBe(hashOf(content));
	const passed = proxy.record.length - before;
	expect(passed).toBeGreaterThan(2 * SIZE);
	expect(passed).toBeLessThan(2 * SIZE + 4 * MIB);
});

test('a file whose direct connection is cut in the middle is fetched to its end over another one, and no byte twice', async () => {
	const content = randomBytes(8 * MIB);
	const film = path.join(await ownFolder(), 'film.bin');
	writeFileSync(film, content);
	const {alice, bob, homes, lines} = await directFriends(4 * MIB);
	bob.write(`/share ${film}\r`);
	await bob.until('can fetch film.bin now');
	alice.write('/get bob film.bin\r');
	await until(() => lines.passed > 0.6 * content.length);
	lines.cut();
	await alice.until(/↓ film\.bin +interrupted/);
	await bob.until(/↑ film\.bin +interrupted/);
	await alice.until('film.bin is in');
	await bob.until('alice has received film.bin');
	expect(hashOf(readFileSync(path.join(homes.alice, 'downloads', 'film.bin')))).toBe(hashOf(content));
	expect(lines.passed).toBeGreaterThan(content.length);
	expect(lines.passed).toBeLessThan(content.length + 2 * MIB);
});
