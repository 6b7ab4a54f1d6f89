/** The theme: the terminal's background or the user decides on the colours, at once and in every pane. */
import {mkdir, readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import type {Background} from '../../terminal/background.ts';
import {paletteOf, type Theme} from '../../terminal/palette.ts';
import type {PtyTerminal} from '../harness/pty.ts';
import {ownFolder, sharedServer, signIn, startClient} from '../harness/program.ts';

const server = sharedServer('alice');

/** The colours of a theme. */
function coloursOf(theme: Theme, background: Background): ReadonlySet<number | undefined> {
	const {names, ...roles} = paletteOf(theme, {background, isColourless: false, depth: 256});
	const colours = [...names, ...Object.values(roles)].map(({color = ''}) => Number(/\d+(?=\))/.exec(color)));
	return new Set([undefined, ...colours]);
}

/** Whether every cell of the screen has one of these colours, and some cell another than the terminal's own. */
function isIn(client: PtyTerminal, colours: ReadonlySet<number | undefined>): boolean {
	const shown = client.cells().flatMap(row => row.map(({foreground}) => foreground));
	return shown.every(colour => colours.has(colour)) && shown.some(colour => colour !== undefined);
}

const until = (client: PtyTerminal, theme: Theme, background: Background) =>
	client.until(() => isIn(client, coloursOf(theme, background)), `all in ${theme} for ${background}`);

test.each([
	['the answer white', {background: 'rgb:ffff/ffff/ffff'}, 'light'],
	['the answer #1e1e1e', {background: 'rgb:1e1e/1e1e/1e1e'}, 'dark'],
	['an answer that is no colour', {background: 'white'}, 'dark'],
	['no answer', {}, 'dark'],
	['no answer, but COLORFGBG 0;15', {env: {COLORFGBG: '0;15'}}, 'light'],
	['the answer black and COLORFGBG 0;15', {background: 'rgb:0/0/0', env: {COLORFGBG: '0;15'}}, 'dark'],
] as const)(
	'%s: the colours are those for that background, and keys are heard',
	async (_, how, background) => {
		const alice = await signIn(server(), 'alice', how);
		await until(alice, 'auto', background);
		alice.write('hello');
		await alice.until('› hello');
		alice.write('\x11');
		expect((await alice.exit).code).toBe(0);
	},
);

test('a theme that is set holds in every pane at once, and at the next start', async () => {
	const home = await ownFolder();
	const alice = await signIn(server(), 'alice', {home});
	for (const theme of ['light', 'high-contrast', 'dark'] as const) {
		alice.write(`/set theme ${theme}\r`);
		await until(alice, theme, 'dark');
	}

	alice.write('/set theme mono\r');
	await alice.until(
		() =>
			alice
				.cells()
				.flat()
				.every(({foreground}) => foreground === undefined),
		'no colour',
	);
	alice.write('/set\r');
	await alice.until('theme: mono');
	alice.write('/set theme high-contrast\r/quit\r');
	await alice.exit;
	expect(await readFile(path.join(home, 'settings.json'), 'utf8')).toContain('"theme":"high-contrast"');
	const again = await signIn(server(), 'alice', {home, background: 'rgb:ffff/ffff/ffff'});
	await until(again, 'high-contrast', 'light');
});

test('a theme of one’s own holds at once and at the next start; a file that is wrong is named, and changes nothing', async () => {
	const home = await ownFolder();
	await mkdir(path.join(home, 'themes'));
	const write = async (name: string, content: string) => writeFile(path.join(home, 'themes', name), content);
	await write('solar.json', '{"accent": "#88c0d0", "frame": "#8f9bb3", "dim": "#333333"}');
	await write('wrong.json', '{"accent": "\\u001b[31m"}');
	const env = {COLORTERM: 'truecolor'};
	const alice = await signIn(server(), 'alice', {home, env, columns: 120});
	const isSolar = (client: PtyTerminal) => client.cells()[0]?.[0]?.foreground === 0x8f9bb3;
	alice.write('/theme so\t\r');
	await alice.until(() => isSolar(alice), 'the frames of the own theme');
	await alice.until(/Theme: solar, your own, on top of dark; hard to read .*[^]*dim 1\.1:1/);
	alice.write('/theme wrong\r');
	await alice.until('has under “accent” what is not a colour');
	expect(isSolar(alice)).toBe(true);
	alice.write('/quit\r');
	await alice.exit;
	const again = await signIn(server(), 'alice', {home, env});
	await again.until(() => isSolar(again), 'the frames of the own theme');
	again.write('/quit\r');
	await again.exit;
	await write('solar.json', '{');
	const without = await startClient({home, columns: 120, env: {...env, CHAT_TUI_PASSWORD: ''}});
	await without.until('solar.json is not a JSON object');
	await until(without, 'auto', 'dark');
	without.write('/set theme\r');
	await without.until('theme: solar (choices: auto, dark, light, high-contrast, mono, solar, wrong)');
});

test('a terminal that changes its scheme of colours recolours the panes and an open dialog', async () => {
	const alice = await signIn(server(), 'alice');
	alice.write('\x07');
	await alice.until('Go to a chat');
	await until(alice, 'auto', 'dark');
	alice.write('\x1b[?997;2n');
	await until(alice, 'auto', 'light');
	expect(alice.text()).toContain('Go to a chat');
});

test.each([
	['that comes late', 'light', ['\x1b]11;rgb:ffff/ffff/ffff\x07']],
	['in two pieces', 'light', ['\x1b]11;rgb:ff', 'ff/ffff/ffff\x07']],
	['in many pieces', 'light', '\x1b]11;rgb:ffff/ffff/ffff\x1b\\'.split('')],
	['that is no colour', 'dark', ['\x1b]11;rgb:what/ever\x07', '\x1b]11;\x07']],
] as const)('of an answer %s nothing is typed; the colours are for %s', async (_, background, pieces) => {
	const alice = await signIn(server(), 'alice');
	for (const piece of [...pieces, 'hello']) alice.write(piece);
	await alice.until(/│ › hello +│/);
	await until(alice, 'auto', background);
});

test.each([
	['dark', true],
	['mono', false],
])('a QR code in the theme %s: colours of its own, %s', async (theme, coloured) => {
	const alice = await signIn(server(), 'alice');
	alice.write(`/set theme ${theme}\r/qr\r`);
	await alice.until('Enter goes back');
	expect(alice.text()).toContain('█ ▄▄▄▄▄ █');
	const cells = alice.cells().flat();
	expect(cells.some(({foreground, background}) => (foreground ?? background) !== undefined)).toBe(coloured);
});

test('a terminal of 16 colours, or one with an unknown name, shows the colours that it has, and what is chosen inverse', async () => {
	for (const TERM of ['xterm', 'foot']) {
		const alice = await signIn(server(), 'alice', {env: {TERM}});
		alice.write('\t');
		await alice.until('▸Chats');
		const cells = alice.cells().flat();
		expect(cells.every(({foreground = 0}) => foreground < 16)).toBe(true);
		expect(cells.some(({foreground}) => foreground !== undefined)).toBe(true);
		expect(cells.some(({inverse}) => inverse)).toBe(true);
	}
});
