/** What the panes show, at every size: frames stay straight whatever stands in them, and each pane says what it is for. */
import {createElement} from 'react';
import {describe, expect, test} from 'vitest';
import {LOBBY} from '../../protocol/names.ts';
import {layoutOf} from '../../source/state/panes/layout.ts';
import type {State} from '../../source/state/model/state.ts';
import type {Size} from '../../terminal/layout/size.ts';
import {width} from '../../terminal/width.ts';
import {panes, type PaneName} from '../../source/ui/panes.ts';
import {renderPane} from '../harness/render-pane.tsx';
import {rowsOf} from '../harness/rows-of.tsx';
import {Client, summary} from '../harness/client.ts';
import {after, firstScreen, name, press, signedIn, talking} from '../harness/sample-state.ts';

const sizes: readonly Size[] = [
	{columns: 40, rows: 10},
	{columns: 80, rows: 24},
	{columns: 120, rows: 40},
	{columns: 200, rows: 60},
];
const texts = [
	'hi!',
	'漢字かな交じり文は二つの桁を取る。長い行は途中で折り返されるので、枠はまっすぐのまま',
	'👍 🎉 👩‍👩‍👧 🇩🇪 ❤️ emoji of every kind',
	'e\u0301 a\u0308 o\u0302\u0323 combining marks, and ไทย and हिन्दी',
	'a\tb\x1b[31m red?\x07 and \u202eright to left',
	`one very long word: ${'x'.repeat(300)}`,
];

/** Alice looks at the members of the lobby. */
function inLobby(size: Size): State {
	const lobby = {...summary('alice', 'bob', {last: 0}), conversation: LOBBY, others: [], members: 60};
	const request = {type: 'members', room: LOBBY} as const;
	const people = [
		{user: name('bob'), presence: 'online', role: 'operator'} as const,
		...Array.from({length: 50}, (_, at) => ({
			user: name(`${'x'.repeat(20)}${at}`),
			presence: at % 2 === 0 ? ('away' as const) : ('offline' as const),
		})),
	];
	const alice = new Client(size).signsIn('alice', {conversations: [lobby]}).presses('members');
	return alice.hears({type: 'answered', request, reply: {members: people, more: 9}}).state;
}

describe.each(sizes)('at $columns x $rows', size => {
	const chat = talking(size, texts);
	const unknown = {found: 'unknown', fingerprint: 'k'.repeat(43)} as const;
	const far = {host: 'a-host-with-a-very-long-name.example.org', port: 10_001};
	const scenes: ReadonlyArray<readonly [PaneName, State]> = [
		['transcript', chat],
		['transcript', press(chat, 'pageUp')],
		['contacts', chat],
		['members', inLobby(size)],
		['members', press(inLobby(size), 'panePrevious', 'scrollEnd')],
		['bar', chat],
		['bar', after(chat, {type: 'edited', before: '漢字'.repeat(60)})],
		['bar', after(chat, {type: 'edited', before: '/his'})],
		['help', press(chat, 'help')],
		['welcome', firstScreen(size)],
		['welcome', after(firstScreen(size), {type: 'edited', before: '漢字'.repeat(60)})],
		['form', after(firstScreen(size), {type: 'hosted', address: far, signUp: 'invite', joinLines: []})],
		['dialog', after(chat, {type: 'serverProbed', address: far, ...unknown})],
		['dialog', press(after(chat, {type: 'edited', before: '/password'}), 'submit')],
	];

	test('frames are straight', async () => {
		for (const [pane, state] of scenes) {
			const at = panes[pane].at(state);
			if (!at) continue;
			if (['transcript', 'members', 'bar', 'help', 'statusMessage'].includes(pane) && !layoutOf(state).framed)
				continue;
			const rows = await rowsOf(pane, state);
			expect(
				rows.map(row => width(row)),
				`${pane}:\n${rows.join('\n')}`,
			).toEqual(Array.from({length: at.height}, () => at.width));
			expect(rows.map(row => row[0]! + row.at(-1)!)).toEqual(
				rows.map((_, y) => (y === 0 ? '╭╮' : y === rows.length - 1 ? '╰╯' : '││')),
			);
		}
	});

	test('a form says that Ctrl-C once more quits, and the first screen what was wrong, in full', async () => {
		const welcome = firstScreen(size);
		const form = after(welcome, {type: 'hosted', address: far, signUp: 'open', joinLines: []});
		expect((await rowsOf('form', press(form, 'interrupt'))).join()).toContain('Ctrl-C once more quits.');
		const lost = press(after(welcome, {type: 'edited', before: 'no address'}), 'submit');
		expect((await rowsOf('welcome', lost)).join()).toMatch(/join.*line\./);
	});

	test('the first screen shows what is chosen, and its greeting as a whole or not at all', async () => {
		const known = [
			{address: far, resumable: true},
			{address: {...far, host: '10.0.0.7'}, resumable: false},
		];
		let state = after(firstScreen(size), {type: 'started', known});
		for (const chosen of [
			'Go to the chat at a-host',
			'Go to the chat at 10.0.0.7',
			'Host a chat on this machine',
			'Join: type or paste an address',
		]) {
			const text = (await rowsOf('welcome', state)).join(' ').replace(/[│\s]+/g, ' ');
			expect(text).toContain(`▸ ${chosen}`);
			expect(text.includes('terminal')).toBe(text.includes('A chat for people who live in the terminal'));
			state = press(state, 'choiceNext');
		}
	});

	test('every pane lies on the screen, and a dialog in front of the others', () => {
		for (const [pane, state] of scenes) {
			const at = panes[pane].at(state);
			if (!at) continue;
			expect(at.column).toBeGreaterThanOrEqual(0);
			expect(at.row).toBeGreaterThanOrEqual(0);
			expect(at.column + at.width).toBeLessThanOrEqual(size.columns);
			expect(at.row + at.height).toBeLessThanOrEqual(size.rows);
		}
		expect(panes.dialog.depth).toBeGreaterThan(panes.help.depth);
	});
});

const size = {columns: 80, rows: 24};

test('the transcript shows who said what, when, and how far one’s own messages have come', async () => {
	const rows = await rowsOf('transcript', talking(size, ['hi!', 'good morning']));
	expect(rows[0]).toMatch(/^╭ bob ● online ─+╮$/);
	expect(rows.at(-3)).toMatch(/^│ \d\d:00 bob {4}hi! +│$/);
	expect(rows.at(-2)).toMatch(/^│ \d\d:01 alice {2}good morning +✓ │$/);
});

test('the list of chats shows who is there and how much is unread', async () => {
	const elsewhere = press(talking(size, []), 'conversationNext');
	const [message] = talking(size, ['are you there?']).conversations.values();
	const state = after(elsewhere, {
		type: 'announced',
		announcement: {
			type: 'message',
			conversation: message!.id,
			sequence: 1,
			id: 'device01.b.1',
			from: message!.window.chunks[0]![0]!.from,
			at: 0,
			text: 'hello',
		},
	});
	const rows = await rowsOf('contacts', state);
	expect(rows.find(row => row.includes('bob'))).toMatch(/^│ {2}● bob +1 │$/);
	expect(rows.find(row => row.includes('carol'))).toMatch(/○ carol/);
});

test('the list of members shows who is there, who is an operator, and how many are beyond its edges', async () => {
	const state = inLobby(size);
	const rows = await rowsOf('members', state);
	expect(rows.slice(0, 5)).toEqual([
		'╭ Members 60 ────╮',
		'│ Operators      │',
		'│  ●@bob         │',
		'│ Online         │',
		'│  ◐ xxxxxxxxxx… │',
	]);
	expect(rows.at(-1)).toBe('╰─────── ↓35 +9 ─╯');
	const marked = await rowsOf('members', press(state, 'panePrevious', 'listDown'));
	expect([marked[0], marked[4]]).toEqual(['╭▸Members 60 ────╮', '│ ›◐ xxxxxxxxxx… │']);
});

test('the pane that is marked shows it without colour too', async () => {
	const marked = press(signedIn(size), 'paneNext');
	expect((await rowsOf('contacts', marked))[0]).toMatch(/^╭▸Chats/);
	expect((await rowsOf('contacts', signedIn(size)))[0]).toMatch(/^╭ Chats/);
});

test('the command bar shows how a command is used, as long as there is room', async () => {
	const typed = (before: string) => rowsOf('bar', after(talking(size), {type: 'edited', before}));
	expect((await typed('/msg bo'))[1]).toMatch(/^│ › \/msg bo +\/msg <user\|#room> \[text\] │$/);
	expect((await typed(`/msg bob ${'x'.repeat(62)}`))[1]).not.toContain('<user>');
});

test('the status line says who one is, where, and how the link stands', async () => {
	expect((await rowsOf('status', signedIn(size)))[0]).toMatch(
		/^ alice@127\.0\.0\.1:10001 ● connected .*F1 help$/,
	);
	const lost = after(signedIn(size), {type: 'linkChanged', link: {status: 'connecting'}});
	expect((await rowsOf('status', lost))[0]).toContain('◌ connecting…');
});

test('a remark in the status line is not cut while there is anything beside it', async () => {
	const tooLong = after(talking(size), {type: 'edited', before: 'x'.repeat(4001)});
	const [row] = await rowsOf('status', press(tooLong, 'submit'));
	expect(row).toMatch(/too long; send at most 4000 characters and 16 KiB at once\.\s*$/);
});

test('a pane is drawn anew only when what it shows has changed', async () => {
	const state = talking(size);
	const pane = await renderPane(
		props => createElement(panes.transcript.component, {...props, columns: 59, rows: 20}),
		state,
		{columns: 59, rows: 20},
	);
	const {frames} = pane;
	await pane.set(after(state, {type: 'edited', before: 'typing'}, {type: 'ticked'}));
	expect(pane.frames).toBe(frames);
	await pane.set(after(talking(size, ['another'])));
	expect(pane.frames).toBeGreaterThan(frames);
	pane.close();
});
