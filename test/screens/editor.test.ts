/** A message is written in the user's own editor: the terminal goes there and comes back, and nothing is lost on the way. */
import {existsSync} from 'node:fs';
import {chmod, readdir, readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {ownFolder, sharedServer, signIn, textsWith} from '../harness/program.ts';
import {until} from '../harness/until.ts';

const server = sharedServer('alice', 'bob', 'carol', 'dave');

/** An editor that does what the lines of the shell say; `$1` is the file. */
async function editor(
	...lines: readonly string[]
): Promise<{readonly file: string; readonly folder: string}> {
	const folder = await ownFolder();
	const file = path.join(folder, 'editor');
	await writeFile(file, ['#!/bin/sh', ...lines, ''].join('\n'));
	await chmod(file, 0o755);
	return {file, folder};
}

const CTRL_O = '\x0f';

describe('Ctrl-O', () => {
	test('opens the text in $VISUAL, in a file for the user alone, and brings it back as it was written', async () => {
		const {file, folder} = await editor(
			`cp "$2" "$(dirname "$0")"/seen; stat -c %a "$2" > "$(dirname "$0")"/mode`,
			`printf 'one\\ttab\\r\\ntwo  \\n' > "$2"; echo "$1" > "$(dirname "$0")"/argument`,
		);
		const alice = await signIn(server(), 'alice', {
			env: {VISUAL: `${file} --wait`, EDITOR: 'false', TMPDIR: folder},
		});
		alice.write('/msg alice\r');
		await alice.until('╭ alice');
		alice.write(`a draft${CTRL_O}`);
		await alice.until(/› one {4}tab +│\n│ {3}two/);
		alice.write('\r');
		await alice.until(/one {4}tab +✓/);
		expect(await textsWith(server(), 'alice', 'alice')).toEqual(['one\ttab\r\ntwo  ']);
		expect(await readFile(path.join(folder, 'seen'), 'utf8')).toBe('a draft');
		expect(await readFile(path.join(folder, 'mode'), 'utf8')).toBe('600\n');
		expect(await readFile(path.join(folder, 'argument'), 'utf8')).toBe('--wait\n');
		expect((await readdir(folder)).filter(name => name.startsWith('chat-tui-'))).toEqual([]);
		expect(alice.buffer).toBe('alternate');
	});

	test('gives the editor the terminal, whose Ctrl-C is its own; what was said meanwhile stands there afterwards', async () => {
		const {file, folder} = await editor(
			`trap 'echo heard > "$(dirname "$0")"/signal' INT`,
			'echo now in the editor; while ! read line; do :; done',
			'echo "$line" > "$1"',
		);
		const bob = await signIn(server(), 'bob', {env: {EDITOR: file}});
		const carol = await signIn(server(), 'carol');
		bob.write('/msg carol\r');
		await bob.until('╭ carol');
		bob.write(CTRL_O);
		await bob.until('now in the editor');
		expect(bob.buffer).toBe('normal');
		bob.write('\x03');
		await until(() => existsSync(path.join(folder, 'signal')));
		carol.write('/msg bob meanwhile\r');
		await carol.until('meanwhile');
		bob.write('from the editor\n');
		await bob.until('› from the editor');
		await bob.until('meanwhile');
		expect(bob.buffer).toBe('alternate');
		bob.write('!\r');
		await bob.until(/from the editor! +✓/);
	});

	test.each([
		['fails', 'exit 3', 'ended with 3. The text is as it was.'],
		['is killed', 'kill -9 $$', 'ended with 137. The text is as it was.'],
		['is not there', 'exec /nowhere/ed', 'set EDITOR to another. The text is as it was.'],
		['takes the file away', 'rm "$1"', 'The text is as it was.'],
	])('of an editor that %s leaves the text, and says so', async (_, line, sentence) => {
		const {file} = await editor(line);
		const dave = await signIn(server(), 'dave', {env: {EDITOR: file}});
		dave.write('/msg dave\r');
		await dave.until('╭ dave');
		dave.write(`an hour of work${CTRL_O}`);
		await dave.until(() =>
			dave
				.text()
				.replaceAll(/[│\s]+/g, ' ')
				.includes(sentence),
		);
		await dave.until('› an hour of work');
	});
});
