/** The join line alone on the screen: without a frame, whole, and back to the chat with everything as it was. */
import {expect, test} from 'vitest';
import {signIn, startServer} from '../harness/program.ts';

const MOUSE_ON = '\x1b[?1006h';
const MOUSE_OFF = '\x1b[?1006l';

test('/join-line shows the line alone on the screen until Enter; what comes meanwhile is there afterwards', async () => {
	const server = await startServer({people: ['alice', 'bob']});
	const alice = await signIn(server, 'alice');
	const bob = await signIn(server, 'bob');
	alice.write('/msg bob\r');
	await alice.until('╭ bob');
	alice.write('/join-line\r');
	await alice.until('Enter goes back');
	const [first, ...rest] = alice.screen();
	expect(first).toBe('From this machine only. Anybody joins with this line:');
	const shown = rest.join('');
	expect(shown).toContain(`npx chat-tui ${server.joinLine.split('.').slice(0, -1).join('.')}`);
	expect(shown).toContain('█ ▄▄▄▄▄ █');
	expect(alice.text()).not.toMatch(/[│╭╰]/);
	expect(alice.bytes.lastIndexOf(MOUSE_OFF)).toBeGreaterThan(alice.bytes.lastIndexOf(MOUSE_ON));
	bob.write('/msg alice\r');
	await bob.until('╭ alice');
	bob.write('are you there?\r');
	await bob.until(/there\? +✓✓/);
	alice.resize(60, 30);
	await alice.until(
		() =>
			alice.screen()[0]?.startsWith('From this machine only') === true &&
			alice.text().includes('Enter goes back'),
	);
	expect(alice.text()).not.toContain('are you there');
	alice.write('hello');
	alice.write('\r');
	await alice.until('are you there?');
	await alice.until(/^│? ?› *│?$/m);
	expect(alice.bytes.lastIndexOf(MOUSE_ON)).toBeGreaterThan(alice.bytes.lastIndexOf(MOUSE_OFF));
	alice.write('back\r');
	await alice.until(/ +back +✓/);
});

test('a screen without room for the code says how large it must be, and the line stays whole', async () => {
	const server = await startServer({people: ['alice']});
	const alice = await signIn(server, 'alice', {columns: 40, rows: 10});
	alice.write('/qr\r');
	await alice.until('A QR code needs a window of');
	expect(alice.screen().join('')).toContain(server.joinLine.split('.').slice(0, -1).join('.'));
	alice.write('\x1b');
	await alice.until(/›/);
});
