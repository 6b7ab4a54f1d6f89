/** Alice at two terminals of one machine, bob at a third: what she reads and writes on one is so on the other. */
import {expect, test} from 'vitest';
import {ownFolder, PASSWORD, signIn, startClient, startServer} from '../harness/program.ts';

test('what alice reads on one screen is read on the other, and what she begins to write she ends there', async () => {
	const server = await startServer({people: ['alice', 'bob'], args: ['--screens', '2']});
	const home = await ownFolder();
	const desk = await signIn(server, 'alice', {home});
	const args = ['--server', server.joinLine, '--user', 'alice'];
	const couch = await startClient({home, args, env: {CHAT_TUI_PASSWORD: PASSWORD}, columns: 60});
	await couch.until('● connected');
	const bob = await signIn(server, 'bob');
	bob.write('/msg alice\r');
	bob.write('/msg alice are you there?\r');
	await desk.until(/bob +1/);
	await couch.until(/bob +1/);
	desk.write('\x1ba'); // Alt-A
	await desk.until('are you there?');
	await couch.until(() => !/bob +1/.test(couch.text()));
	desk.write('/msg bob\r');
	desk.write('I am at my');
	couch.write('/msg bob\r');
	await couch.until('› I am at my');
	couch.write(' desk\r');
	await bob.until(/alice {2}I am at my desk/);
	await desk.until(/alice {2}I am at my desk/);
	await desk.until(() => !desk.text().includes('› I am at my'));
	expect(couch.text()).not.toContain('Already signed in');
});
