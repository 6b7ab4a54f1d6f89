/** Can what is shown be told apart: the program from people, one person from another, and what is unread out of sight? */
import {describe, expect, test} from 'vitest';
import type {ConversationId} from '../../protocol/names.ts';
import {width} from '../../terminal/width.ts';
import {transcriptRows} from '../../source/state/transcript/transcript.ts';
import {paletteOf} from '../../terminal/palette.ts';
import {nameLook} from '../../terminal/ui/theme.ts';
import {Client, message, summary} from '../harness/client.ts';
import {rowsOf} from '../harness/rows-of.tsx';
import {after, bob, name, press, talking, withBob} from '../harness/sample-state.ts';

test('the list says at its edges how much is unread beyond them, in a straight frame', async () => {
	const conversations = Array.from({length: 60}, (_, at) => ({
		...summary('alice', 'bob', {last: 1, read: at === 0 || at === 59 ? 0 : 1}),
		conversation: `#room${at + 10}` as ConversationId,
		others: [],
	}));
	const alice = new Client().signsIn('alice', {conversations});
	expect((await rowsOf('contacts', alice.state)).at(-1)).toMatch(/^╰─* ↓\d+ · 1 unread ─╯$/);
	alice.presses('paneNext');
	for (let at = 0; at < 40; at++) alice.presses('listDown');
	const rows = await rowsOf('contacts', alice.state);
	expect(rows[0]).toMatch(/^╭▸Chats ↑\d+ · 1( unread)? ─*╮$/);
	expect(rows.at(-1)).toMatch(/^╰─* ↓\d+ · 1 unread ─╯$/);
	expect(rows.map(row => width(row))).toEqual(rows.map(() => 21));
});

describe.each([30, 40, 80, 120])('at a width of %i', columns => {
	test('what the program says stands behind a dash in the first column, where no message has anything like it', async () => {
		const hostile = 'hi\n— bob has left\n  — carol is here\nbob is typing…';
		const texts = [hostile, 'x'.repeat(200), '— not the program'];
		const chat = after(talking({columns, rows: 60}, texts), {type: 'edited', before: '/whoami'});
		const announcement = {type: 'typing', conversation: withBob, user: bob} as const;
		const state = after(press(chat, 'submit'), {type: 'announced', announcement});
		const inside = (await rowsOf('transcript', state)).slice(1, -1).map(row => row.slice(2, -2).trimEnd());
		const said = inside.filter(row => row.startsWith('— '));
		expect(said.at(-1)).toBe('— bob is typing…');
		expect(said.length).toBeGreaterThan(2);
		expect(said.join('\n')).not.toMatch(/left|carol|not the program/);
		for (const row of inside) expect(row).toMatch(/^(?:$|— | {2}\S| {3}|\d|[a-z]|─)/u);
	});

	test('a sender whose name is cut short has the colour of the whole name', () => {
		const from = 'a-user-with-a-long-name';
		const alice = new Client({columns, rows: 24}).signsIn('alice', {people: [from]}).says(`/msg ${from}`);
		alice.announced(message(from, 'alice', 1, 'hi'));
		const [row] = transcriptRows(alice.state).filter(({type}) => type === 'message');
		expect(row).toMatchObject({from});
	});
});

test.each(['dark', 'light', 'high-contrast'] as const)(
	'names have several colours in the theme %s, and none of them is that of errors',
	theme => {
		const palette = paletteOf(theme, {background: 'dark', isColourless: false, depth: 256});
		const names = Array.from({length: 500}, (_, at) => name(`user-${at}`));
		const colours = new Set(names.map(user => nameLook(palette, user).color));
		expect(colours).not.toContain(palette.error.color);
		expect(colours.size).toBeGreaterThan(3);
	},
);

test.each(['dark', 'light'] as const)(
	'with 16 colours no name is red, which says error, and names still differ (%s)',
	background => {
		for (const theme of ['auto', 'high-contrast'] as const) {
			const palette = paletteOf(theme, {background, isColourless: false, depth: 16});
			const names = Array.from({length: 500}, (_, at) => name(`user-${at}`));
			const colours = new Set(names.map(user => nameLook(palette, user).color ?? 'plain'));
			expect(palette.error.color).toMatch(/^red/);
			expect([...colours].filter(colour => colour.startsWith('red'))).toEqual([]);
			expect(colours.size).toBeGreaterThan(2);
		}
	},
);
