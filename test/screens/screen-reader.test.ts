/** The client for screen readers, and in a terminal that can do no more: lines that are only appended. */
import {chmod, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {ownFolder, PASSWORD, program, signIn, startClient, startServer} from '../harness/program.ts';
import {startTerminal} from '../harness/pty.ts';
import {seedHome} from '../harness/seeded.ts';
import {parseAddress} from '../../protocol/address.ts';

/** Escape sequences that nobody sees: bracketed paste and reports of the focus. */
const UNSEEN = /\x1b\[\?(?:2004|1004)[hl]/g;
/** Characters that draw frames. */
const FRAMES = /[\u2500-\u257f]/;

test.each([
	['with --screen-reader', ['--screen-reader'], 'xterm'],
	['where TERM is dumb', [], 'dumb'],
])('%s two people talk in appended lines, each message one line', async (_, args, TERM) => {
	const server = await startServer({people: ['alice', 'bob']});
	const home = await ownFolder();
	await seedHome(home, parseAddress(server.address)!, server.folder, 'alice');
	const alice = await startClient({args, env: {CHAT_TUI_PASSWORD: '', TERM}, home});
	await alice.until('You are alice');
	const bob = await signIn(server, 'bob');
	await bob.until('● alice');
	await alice.until('bob is here'); // nothing is said between the lines below
	alice.write('/query bob\r');
	await alice.until('Chat with bob, o');
	bob.write('/query alice\r');
	bob.write('are you there?\r');
	await alice.until('bob: are you there?');
	alice.write('one momen');
	await alice.until('one momen');
	bob.write('take your time\r');
	await alice.until(/bob: take your time\n+one momen/);
	alice.write('y\x7ft\r');
	await bob.until('one moment');
	alice.write('/bogus\r');
	await alice.until('bogus');
	alice.write('\x15/msg #lobby\r\x1b[19~'); // F8
	await alice.until(/2 members of #lobby:\s+alice is online\s+bob is online/);
	expect(alice.bytes.match(/bob: take your time/g)).toHaveLength(1);
	expect(alice.bytes.replaceAll(UNSEEN, '')).not.toMatch(/\x1b/);
	if (TERM === 'dumb') expect(alice.bytes).not.toMatch(/\x1b/);
	expect(alice.bytes).not.toMatch(FRAMES);
	alice.write('\x15/quit\r');
	expect(await alice.exit).toMatchObject({code: 0});
});

test('what is said while the user writes in their editor is said once that has ended', async () => {
	const server = await startServer({people: ['alice', 'bob']});
	const home = await ownFolder();
	const EDITOR = path.join(home, 'editor');
	await writeFile(EDITOR, '#!/bin/sh\necho now in the editor; read line; echo "$line" > "$1"\n');
	await chmod(EDITOR, 0o755);
	await seedHome(home, parseAddress(server.address)!, server.folder, 'alice');
	const env = {CHAT_TUI_PASSWORD: '', TERM: 'xterm', EDITOR};
	const alice = await startClient({args: ['--screen-reader'], env, home});
	await alice.until('You are alice');
	const bob = await signIn(server, 'bob');
	await bob.until('● alice');
	alice.write('/query bob\r');
	await alice.until('Chat with bob, o');
	alice.write('\x0f'); // Ctrl-O
	await alice.until('now in the editor');
	bob.write('/query alice\r');
	bob.write('meanwhile\r');
	await bob.until(/meanwhile +✓✓/);
	expect(alice.bytes).not.toContain('meanwhile');
	alice.write('from the editor\n');
	await alice.until('bob: meanwhile');
	await alice.until(/\nfrom the editor/);
});

test('a question in the chat is answered by a word that comes in one piece', async () => {
	const server = await startServer({people: ['alice', 'bob']});
	const home = await ownFolder();
	await seedHome(home, parseAddress(server.address)!, server.folder, 'alice');
	const env = {CHAT_TUI_PASSWORD: '', TERM: 'xterm'};
	const alice = await startClient({args: ['--screen-reader'], env, home});
	await alice.until('You are alice');
	alice.write('/query bob\r');
	await alice.until('Leave a message?');
	alice.write('yes');
	await alice.until('Chat with bob, offline');
	alice.write('/quit\r');
	expect(await alice.exit).toMatchObject({code: 0}); // the bar was empty
});

test.runIf(process.platform === 'linux')(
	'what was being written stands again in a line of its own after Ctrl-Z and fg, and is edited there',
	async () => {
		const server = await startServer({people: ['alice', 'bob']});
		const home = await ownFolder();
		await seedHome(home, parseAddress(server.address)!, server.folder, 'alice');
		const env = {CHAT_TUI_PASSWORD: '', CHAT_TUI_HOME: home, TERM: 'xterm', PS1: 'shell> '};
		const shell = await startTerminal({command: 'bash', args: ['--norc', '-i'], env});
		onTestFinished(() => shell.stop());
		await shell.until('shell>');
		shell.write(`"${process.execPath}" "${program}" --screen-reader\r`);
		await shell.until('You are alice');
		shell.write('half a sentence');
		await shell.until('half a sentence');
		shell.write('\x1a');
		await shell.until('Stopped');
		const again = setInterval(() => shell.write('echo $((6*7))\r'), 200); // until the shell takes commands
		await shell.until(/^42/m).finally(() => clearInterval(again));
		shell.write('until [ "$(jobs -s)" ]; do :; done; fg\r');
		await shell.until(/Stopped[^]*\nhalf a sentence/);
		shell.write('\x1b\x7fline');
		await shell.until(/\nhalf a line *$/m);
	},
);

test('a newcomer answers plain questions, and no password is ever written', async () => {
	const server = await startServer();
	const client = await startClient({args: ['--screen-reader', server.address], env: {CHAT_TUI_PASSWORD: ''}});
	await client.until('The key of');
	client.write('y');
	await client.until('Do you have an account?');
	client.write('n');
	await client.until('User name:');
	client.write('carol\r');
	await client.until('Password:');
	client.write(`${PASSWORD}\r`);
	await client.until('Once more:');
	client.write(`${PASSWORD}\r`);
	await client.until('You are carol');
	expect(client.bytes).toContain('*'.repeat(PASSWORD.length));
	expect(client.bytes).not.toContain(PASSWORD);
	expect(client.bytes.replaceAll(UNSEEN, '')).not.toMatch(/\x1b/);
});
