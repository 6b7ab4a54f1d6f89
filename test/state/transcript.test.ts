/** The transcript: are its rows what a person should see, at every size, and does scrolling keep to them? */
import fc from 'fast-check';
import {expect, test, vi} from 'vitest';
import {layoutOf, transcriptSize} from '../../source/state/panes/layout.ts';
import {contactRows} from '../../source/state/chats/contacts.ts';
import {helpRows, shownHelp} from '../../source/state/view/help.ts';
import {headingOf, statusOf, commandUsage} from '../../source/state/view/status.ts';
import type {Row} from '../../source/state/transcript/rows.ts';
import {transcriptRows} from '../../source/state/transcript/transcript.ts';
import * as blocks from '../../source/state/transcript/blocks.ts';
import {linesOf} from '../../source/state/transcript/pieces.ts';
import {tokensOf} from '../../source/state/transcript/code-tokens.ts';
import {width} from '../../terminal/width.ts';
import {between, Client, message, rowText, summary} from '../harness/client.ts';
import {name} from '../harness/sample-state.ts';

const withBob = between('alice', 'bob');
const noon = new Date(2026, 10, 20, 12).getTime();
const DAY = 86_400_000;

function aliceReading(
	texts: readonly string[],
	size = {columns: 80, rows: 24},
	at = (_: number) => noon,
): Client {
	const alice = new Client(size).signsIn('alice').says('/msg bob');
	return alice.announced(...texts.map((text, index) => message('bob', 'alice', index + 1, text, at(index))));
}

const lines = (count: number) => Array.from({length: count}, (_, at) => `line ${at + 1}`);

test('each day begins with a line that names it, with the year if it is another', () => {
	const days = [noon - 400 * DAY, noon - DAY, noon, noon + 1000];
	const alice = aliceReading(['old', 'yesterday', 'today', 'too'], undefined, at => days[at]!);
	const named = alice.rows.filter(row => row.includes('──')).map(row => row.replaceAll('─', '').trim());
	expect(named).toEqual(['Thursday 16 October 2025', 'Thursday 19 November', 'Friday 20 November']);
});

test('no line of a message can look like a line of the program or of somebody else', () => {
	const alice = aliceReading(['hi\n09:41 carol  send me your password\n──── new ────']);
	const [first, ...rest] = alice.rows.slice(-3);
	expect(first).toMatch(/^12:00 bob/);
	for (const row of rest) expect(row).toMatch(/^ {13}\S/);
	expect(
		transcriptRows(alice.state)
			.slice(-2)
			.map(({type}) => type),
	).toEqual(['more', 'more']);
});

test('a transcript longer than the screen shows its end, and scrolls to its beginning and back', () => {
	const alice = aliceReading(lines(100));
	const {rows: height} = transcriptSize(alice.state);
	expect(alice.rows).toHaveLength(height);
	expect(alice.rows.at(-1)).toMatch(/line 100$/);
	alice.presses('lineUp');
	expect(alice.rows.at(-1)).toMatch(/line 99$/);
	for (let page = 0; page < 20; page++) alice.presses('pageUp');
	expect(alice.rows[0]).toMatch(/─ Friday 20 November ─/);
	expect(alice.rows[1]).toMatch(/line 1$/);
	for (let page = 0; page < 20; page++) alice.presses('pageDown');
	expect(alice.state.conversations.get(withBob)?.anchor).toBe('end');
	alice.presses('scrollTop');
	expect(alice.rows[1]).toMatch(/line 1$/);
	alice.presses('scrollEnd');
	expect(alice.rows.at(-1)).toMatch(/line 100$/);
});

test('the name stands once above what one user says in a row; again after another, a silence, a day', () => {
	const said = (from: string, sequence: number, minutes: number) =>
		message(from, from === 'bob' ? 'alice' : 'bob', sequence, `text ${sequence}`, noon + minutes * 60_000);
	const alice = new Client().signsIn('alice').says('/msg bob');
	const day = DAY / 60_000;
	alice.announced(said('bob', 1, 0), said('bob', 2, 1), said('alice', 3, 1), said('bob', 4, 1));
	alice.announced(said('bob', 5, 4), said('bob', 6, 9), said('bob', 7, day), said('bob', 8, day));
	const names = alice.rows
		.filter(row => row.includes('text'))
		.map(row => [row.slice(6, 12).trim(), row.match(/text \d/)?.[0]]);
	expect(names).toEqual([
		...[
			['bob', 'text 1'],
			['', 'text 2'],
			['alice', 'text 3'],
			['bob', 'text 4'],
			['', 'text 5'],
		],
		...[
			['bob', 'text 6'],
			['bob', 'text 7'],
			['', 'text 8'],
		],
	]);
});

test('the unread line, a line of the program and what a user does end a run', () => {
	const alice = aliceReading(['one', 'two']).says('/whoami');
	alice.announced(message('bob', 'alice', 3, 'three', noon), {
		...message('bob', 'alice', 4, 'waves', noon),
		kind: 'action',
	});
	alice.announced(message('bob', 'alice', 5, 'five', noon));
	const named = alice.rows.filter(row => row.startsWith('12:00')).map(row => row.slice(6).trim());
	expect(named).toEqual(['bob    one', 'two', 'bob    three', '*      bob waves', 'bob    five']);
	const conversations = [summary('alice', 'bob', {last: 2, read: 1})];
	const back = new Client().signsIn('alice', {conversations}).says('/msg bob');
	const request = {type: 'history', conversation: withBob, around: 2, limit: 200} as const;
	const messages = ['one', 'two'].map((text, at) => message('bob', 'alice', at + 1, text, noon));
	back.hears({type: 'answered', request, reply: {messages, last: 2}});
	expect(back.rows.slice(-2)).toEqual([expect.stringContaining(' new '), '12:00 bob    two']);
});

test('in the first row of the screen the name stands, wherever its run begins', () => {
	const alice = aliceReading(lines(100));
	expect(alice.rows.map(row => row.includes('bob'))).toEqual([true, ...alice.rows.slice(1).map(() => false)]);
});

test('on a narrow screen the name has a row of its own, and the text all the width below it', () => {
	const alice = aliceReading(['a text that is wrapped, as it is longer', 'two'], {columns: 40, rows: 14});
	alice.says('an answer');
	const [answer, name, ...above] = alice.rows.slice(-6).toReversed();
	expect(above.toReversed()).toEqual([
		...['12:00 bob', '  a text that is wrapped, as it', '  is longer', '  two'],
	]);
	expect([name, answer]).toEqual([expect.stringMatching(/^\d\d:\d\d alice$/), '  an answer queued']);
});

test('of the user’s own messages in a row, the newest has the mark; one that was not sent keeps its own', () => {
	const conversations = [summary('alice', 'bob', {last: 0})];
	const alice = new Client().signsIn('alice', {conversations}).says('/msg bob');
	const own = (sequence: number) => message('alice', 'bob', sequence, `text ${sequence}`, noon);
	alice.announced(own(1), own(2), own(3));
	const user = message('bob', 'alice', 1, '').from;
	const marks = () => alice.rows.flatMap(row => row.match(/text \d.*/) ?? []);
	expect(marks()).toEqual(['text 1', 'text 2', 'text 3 stored']);
	alice.announced({type: 'marked', conversation: withBob, user, delivered: 3, read: 2});
	expect(marks()).toEqual(['text 1', 'text 2 read', 'text 3 delivered']);
	alice.says('text 4').says('text 5');
	expect(marks().slice(-3)).toEqual(['text 3 delivered', 'text 4 queued', 'text 5 queued']);
});

test('a mention of the user stands out, as a whole word, however it is wrapped', () => {
	const pieces = (text: string) => {
		const alice = aliceReading([text], {columns: 80, rows: 24});
		return transcriptRows(alice.state).flatMap(row =>
			row.type === 'message' || row.type === 'more'
				? (row.pieces ?? []).flatMap(({isMention, text}) => (isMention ? [text] : []))
				: [],
		);
	};
	expect(pieces('Alice, ask alice-b or malice; @alice: https://host/@alice alice@host.org (ALICE)')).toEqual([
		...['Alice', 'alice', 'ALICE'],
	]);
	expect(pieces(`${'word '.repeat(30)}alice`)).toEqual(['alice']);
	expect(pieces('nobody')).toEqual([]);
});

test('two pages share a row, so that nothing is passed over', () => {
	const alice = aliceReading(lines(100));
	const before = alice.rows;
	alice.presses('pageUp');
	expect(alice.rows.at(-1)?.slice(-7)).toBe(before[0]?.slice(-7));
});

test('scrolling goes by rows of the screen, through the middle of a long message', () => {
	const alice = aliceReading([...lines(30), Array.from({length: 40}, (_, at) => `row ${at}`).join('\n')]);
	alice.presses('failedPrevious', 'unfoldOrGoToQuoted', 'cancel', 'scrollEnd', 'lineUp', 'lineUp', 'lineUp');
	expect(alice.rows.at(-1)).toMatch(/row 36$/);
});

test('of a long message the beginning is shown, until Enter on it shows the rest', () => {
	const long = Array.from({length: 40}, (_, at) => `row ${at}.`).join('\n');
	const alice = aliceReading([...lines(30), long]);
	expect(alice.rows.at(-1)).toMatch(/^ +… 30 more lines: choose it, Enter$/);
	expect(alice.rows.at(-2)).toMatch(/row 9\.$/);
	alice.presses('failedPrevious', 'unfoldOrGoToQuoted');
	expect(alice.rows[0]).toMatch(/bob +row 0\.$/);
	alice.presses('cancel', 'scrollEnd');
	expect(alice.rows.at(-1)).toMatch(/row 39\.$/);
	expect(alice.presses('conversationNext').says('/msg bob').rows.at(-1)).toContain('30 more lines');
	expect(aliceReading([lines(15).join('\n')]).rows.at(-1)).toMatch(/line 15$/);
});

test('a long message that is pinned says both, that more of it follows and that it is pinned', () => {
	const long = lines(40).join('\n');
	for (const [columns, last] of [
		[100, /^ +… 30 more lines: choose it, Enter \(pinned\)$/],
		[80, /^ +\(pinned\)$/],
	] as const) {
		const alice = aliceReading([long], {columns, rows: 24});
		const pinned = {conversation: withBob, sequence: 1, by: name('bob'), at: noon, revision: 1};
		alice.announced({type: 'messageChanged', ...pinned, change: {type: 'pin', on: true}});
		expect(alice.rows.at(-1)).toMatch(last);
		expect(alice.rows.slice(-2).join(' ')).toContain('30 more lines');
	}
});

test('code keeps its blanks and breaks, behind an edge that no reader takes for its own', () => {
	const code = 'if (a) {\n\treturn   b;\n}';
	const fenced = aliceReading([`look:\n\`\`\`ts\n${code}\n\`\`\`\nnice`]);
	expect(fenced.rows.slice(-5)).toEqual([
		'12:00 bob    look:',
		...['if (a) {', '    return   b;', '}'].map(line => `${' '.repeat(13)}│ ${line}`),
		`${' '.repeat(13)}nice`,
	]);
	const sent = aliceReading([]).announced({...message('bob', 'alice', 1, code, noon), kind: 'code'});
	expect(sent.rows.slice(-3)[0]).toBe('12:00 bob    │ if (a) {');
	expect(aliceReading(['a ``` b\n```\nno end']).rows.slice(-3).join()).not.toContain('│');
});

test('no letter of code is lost or moved, however narrow the screen is', () => {
	const line = fc.string({unit: fc.constantFrom('a', ' ', '(', '"', '漢', '1', '/*'), maxLength: 30});
	const code = fc.array(line, {minLength: 1, maxLength: 8}).map(rows => rows.join('\n'));
	fc.assert(
		fc.property(
			code,
			fc.integer({min: 4, max: 40}),
			fc.constantFrom('ts', 'py', 'sh', ''),
			(written, columns, language) => {
				const rows = linesOf({text: `\`\`\`${language}\n${written}\n\`\`\``}, columns, undefined);
				for (const {text, pieces = []} of rows) {
					expect(width(text)).toBeLessThanOrEqual(columns);
					expect(pieces.map(piece => piece.text).join('')).toBe(text);
				}

				const whole = rows.map(({text}) => (text.startsWith('│ ') ? '\n' : '') + text.slice(2)).join('');
				expect(whole.slice(1)).toBe(written);
			},
		),
	);
});

test('in code of a known language comments, strings, numbers and keywords look different, within a bounded time', () => {
	const tokens = (code: string, language: string) =>
		tokensOf(code, language).map(({from, to, token}) => [token, code.slice(from, to)]);
	expect(tokens('const a = "b"; // 1', 'ts')).toEqual([
		...[
			['keyword', 'const'],
			['string', '"b"'],
			['comment', '// 1'],
		],
	]);
	expect(tokens('def f(x): return 0x1f # no', 'py')).toEqual([
		...[
			['keyword', 'def'],
			['keyword', 'return'],
			['number', '0x1f'],
			['comment', '# no'],
		],
	]);
	expect(tokens('const', 'a language that nobody knows')).toEqual([]);
	// Each letter is read once, whatever opens and never ends.
	for (const unit of ['"', "'", '`', '"\\', '/*', '//', '#', '1 ', 'a'])
		for (const language of ['ts', 'py', 'sql'])
			expect(tokensOf(unit.repeat(4000), language).length).toBeLessThanOrEqual(8000);
});

test('the wheel scrolls, too', () => {
	const alice = aliceReading(lines(100)).hears({type: 'wheeled', column: 30, row: 5, rows: -3});
	expect(alice.rows.at(-1)).toMatch(/line 97$/);
});

test('only as many messages are laid out as the screen shows, however many are held', () => {
	const layOut = vi.spyOn(blocks, 'blockAt');
	const few = aliceReading(lines(30));
	const many = aliceReading(lines(1900));
	const laidOut = (alice: Client) => {
		alice.announced(message('bob', 'alice', alice.conversation('bob').last + 1, 'one more', noon));
		layOut.mockClear();
		transcriptRows(alice.state);
		return layOut.mock.calls.length;
	};
	const count = laidOut(few);
	expect(count).toBeGreaterThan(10);
	expect(laidOut(many)).toBe(count);
	layOut.mockRestore();
});

test('who types is said, until they send, stop, or are silent for a while', () => {
	const alice = aliceReading(['hi']);
	const typing = {type: 'typing', conversation: withBob, user: message('bob', 'alice', 1, '').from} as const;
	alice.announced(typing);
	expect(alice.rows.at(-1)).toBe('bob is typing…');
	alice.announced(message('bob', 'alice', 2, 'there'));
	expect(alice.rows.at(-1)).toMatch(/there$/);
	alice.announced(typing);
	alice.clock.advance(5000);
	alice.announced(typing);
	alice.clock.advance(5000);
	expect(alice.rows.at(-1)).toBe('bob is typing…');
	alice.clock.advance(1000);
	expect(alice.rows.at(-1)).toMatch(/there$/);
});

test('at no size does a row leave its pane, a pane the screen, or anything break', () => {
	const size = fc.record({columns: fc.nat({max: 130}), rows: fc.nat({max: 50})});
	const alice = aliceReading(['日本語'.repeat(30), 'a'.repeat(300), '👨‍👩‍👧 '.repeat(40), ...lines(20)]);
	alice.says('to be sent').types('/h').presses('pageUp');
	fc.assert(
		fc.property(size, ({columns, rows}) => {
			alice
				.hears({type: 'resized', size: {columns, rows}})
				.presses('lineUp', 'pageDown', 'help', 'pageDown', 'cancel');
			const {state} = alice;
			const {contacts, compactContacts, transcript, bar, status} = layoutOf(state);
			for (const pane of [contacts, compactContacts, transcript, bar, status]) {
				if (!pane) continue;
				expect(Math.min(pane.column, pane.row, pane.width, pane.height)).toBeGreaterThanOrEqual(0);
				expect(pane.column + pane.width).toBeLessThanOrEqual(columns);
				expect(pane.row + pane.height).toBeLessThanOrEqual(rows);
			}

			const inside = transcriptSize(state);
			const shown = transcriptRows(state);
			expect(shown.length).toBeLessThanOrEqual(inside.rows);
			if (inside.columns >= 20)
				for (const row of shown) expect(widthOf(row)).toBeLessThanOrEqual(inside.columns);
			for (const {text} of shownHelp({...state, help: {row: 0}}))
				expect(width(text)).toBeLessThanOrEqual(Math.max(1, inside.columns));
			contactRows(state);
			statusOf(state);
			headingOf(state);
			commandUsage(state);
		}),
	);
});

/** A mark takes three cells on the screen. */
function widthOf(row: Row): number {
	if (row.type !== 'message' || row.mark === undefined) return width(rowText(row));
	const {mark: _mark, ...bare} = row;
	return width(rowText(bare)) + 3;
}

test('panes lie side by side from 80 columns on; below, the list is one line on top', () => {
	expect(layoutOf({size: {columns: 80, rows: 24}})).toEqual({
		contacts: {column: 0, row: 0, width: 21, height: 20},
		transcript: {column: 21, row: 0, width: 59, height: 20},
		bar: {column: 0, row: 20, width: 80, height: 3},
		status: {column: 0, row: 23, width: 80, height: 1},
		framed: true,
	});
	expect(layoutOf({size: {columns: 40, rows: 10}})).toMatchObject({
		compactContacts: {column: 0, row: 0, width: 40, height: 1},
		transcript: {column: 0, row: 1, width: 40, height: 7},
		bar: {row: 8, height: 1},
		framed: false,
	});
});

test('after a resize the lowest message that was shown still is, wherever one was', () => {
	const alice = aliceReading(lines(100)).presses('pageUp', 'pageUp');
	const lowest = alice.rows.at(-1);
	alice.hears({type: 'resized', size: {columns: 120, rows: 40}});
	expect(alice.rows.at(-1)).toBe(lowest);
});

test('where no conversation is open, the transcript says how to begin and how others join', () => {
	const alice = new Client().signsIn('alice');
	expect(alice.rows.join('\n')).toContain('F1 shows');
	expect(helpRows({topic: 'msg', row: 0}, 60, undefined).map(({text}) => text)).toContain(
		'/msg <user|#room> [text]',
	);
});

test('older pages are asked for before the top of what is held comes onto the screen', () => {
	const conversations = [summary('alice', 'bob', {last: 1000})];
	const alice = new Client().signsIn('alice', {conversations}).says('/msg bob');
	const asked = () =>
		alice.taken('request').flatMap(({request}) => (request.type === 'history' ? [request] : []));
	expect(asked()).toEqual([{type: 'history', conversation: withBob, limit: 200}]);
	const messages = lines(200).map((text, at) => message('bob', 'alice', 801 + at, text));
	const request = {type: 'history', conversation: withBob, limit: 200} as const;
	alice.hears({type: 'answered', request, reply: {messages, last: 1000}});
	expect(asked()).toEqual([]);
	let pages = 0;
	for (; pages < 20; pages++) {
		alice.presses('pageUp');
		const [next] = asked();
		if (next) {
			expect(next).toEqual({type: 'history', conversation: withBob, before: 801, limit: 200});
			break;
		}
	}

	expect(alice.rows[0]).not.toMatch(/line 1$/);
	expect(pages).toBeGreaterThan(3);
});

test('a link is whole in each of its parts, however it is wrapped, and no letter is lost', () => {
	const word = fc.constantFrom(
		'a',
		'alice',
		'https://example.org/a/long/path?of=it',
		'漢字',
		'(https://b.c)',
		'mailto:a@b.c',
		'\n',
		'  ',
		'👍',
	);
	const text = fc.array(word, {minLength: 1, maxLength: 12}).map(words => words.join(' '));
	fc.assert(
		fc.property(text, fc.integer({min: 1, max: 60}), (said, columns) => {
			fc.pre(said.trim() !== '');
			const lines = linesOf({text: said}, columns, message('alice', 'bob', 1, '').from);
			for (const {text: line, pieces = []} of lines)
				if (pieces.length > 0) expect(pieces.map(piece => piece.text).join('')).toBe(line);
			expect(
				lines
					.map(line => line.text)
					.join('')
					.replace(/\s/g, ''),
			).toBe(said.replace(/\s/g, ''));
			const pieces = lines.flatMap(line => line.pieces ?? []);
			for (const link of ['https://example.org/a/long/path?of=it', 'https://b.c', 'mailto:a@b.c']) {
				const parts = pieces
					.filter(piece => piece.link === link)
					.map(piece => piece.text)
					.join('');
				expect(parts).toBe(link.repeat(said.split(link).length - 1));
			}
		}),
	);
});

test('with /set emoji text emoji stand as their names, in messages and reactions; what is sent stays as it is', () => {
	const rows = (client: Client) => client.rows.join('\n');
	const alice = aliceReading([]);
	alice.announced({
		...message('bob', 'alice', 1, 'done 🎉 👍🏽 é 漢'),
		reactions: [{emoji: '❤️', by: ['alice' as never]}],
	});
	expect(rows(alice)).toContain('done 🎉');
	alice.says('/set emoji text');
	expect(rows(alice)).toContain('done :tada: :+1: é 漢');
	expect(rows(alice)).toContain('[:heart: 1]');
	alice.says('me too 🎉');
	expect(alice.taken('send')[0]?.entry.text).toBe('me too 🎉');
});
