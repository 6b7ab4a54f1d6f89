/** Hyperlinks: can one be clicked, is it one however it is wrapped and painted, and can nobody write anything else with it? */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {styledCells} from '../../terminal/cells.ts';
import {Compositor} from '../../terminal/compositor.ts';
import {hasHyperlinks, hyperlink} from '../../terminal/hyperlink.ts';

const ADDRESS = 'https://example.org/a?b=1;c';
const OPEN = /\x1b\]8;id=[a-z0-9]+;([^\x07\x1b]*)\x1b\\/g;
const CLOSE = '\x1b]8;;\x1b\\';

function painted(...frames: readonly string[]): string {
	let written = '';
	const output = {write: (text: string) => ((written += text), true), once: () => undefined};
	const compositor = new Compositor(output, 20, 2);
	compositor.place('pane', {x: 0, y: 0, width: 20, height: 2});
	for (const frame of frames) {
		written = '';
		compositor.draw('pane', frame.split('\n'));
		compositor.flush();
	}

	return written;
}

test('a link is written as one, and ends where its text does', () => {
	expect(painted(`see ${hyperlink('here', ADDRESS)}, now`)).toContain(`${ADDRESS}\x1b\\here${CLOSE}, now`);
});

test('a link over two lines is one: both parts have the same id, or it is not ended between them', () => {
	const written = painted(`${hyperlink('https://exam', ADDRESS)}\nx${hyperlink('ple.org', ADDRESS)}`);
	const opened = written.match(OPEN) ?? [];
	expect(new Set(opened).size).toBe(1);
});

test('colours within a link do not end it', () => {
	const written = painted(hyperlink('a\x1b[1mb\x1b[mc', ADDRESS));
	expect(written.match(OPEN)).toHaveLength(1);
	expect(written).toMatch(/a\x1b\[1mb\x1b\[mc/);
});

test('text that becomes a link is painted again, and text without one as before', () => {
	expect(painted('here', hyperlink('here', ADDRESS))).toContain(ADDRESS);
	expect(painted(hyperlink('here', ADDRESS), 'here')).toMatch(/here/);
	expect(painted('here')).not.toContain('\x1b]8');
});

test('whatever is painted, no link stays open behind it', () => {
	const part = fc.oneof(
		fc.constantFrom('a', ' ', '漢', '\x1b[31m', '\x1b[m', '👍'),
		fc
			.tuple(fc.constantFrom('x', 'yy', '字'), fc.constantFrom(ADDRESS, 'mailto:a@b.c'))
			.map(([text, to]) => hyperlink(text, to)),
	);
	const frame = fc.array(part, {maxLength: 12}).map(parts => parts.join(''));
	fc.assert(
		fc.property(frame, frame, (one, other) => {
			const written = painted(one, other);
			const last = [...written.matchAll(/\x1b\]8;([^\x07\x1b]*)\x1b\\/g)].at(-1);
			expect(last?.[1] ?? ';').toBe(';');
		}),
	);
});

test.each([
	'javascript:alert(1)',
	'file:///etc/passwd',
	'https://',
	'http://a b'.slice(0, 7),
	'ssh://host',
	'',
])('an address of another kind stays text: %s', address => {
	expect(hyperlink('text', address)).toBe('text');
});

test('no address, whatever is in it, ends the sequence or writes one of its own', () => {
	const rest = fc.string({unit: 'binary', maxLength: 60});
	fc.assert(
		fc.property(rest, text => {
			const cells = styledCells(hyperlink('text', `https://${text}`));
			expect(cells.map(cell => cell.text).join('')).toBe('text');
		}),
	);
	expect(hyperlink('text', 'https://\x1b\\\x1b[2J')).toContain('https://%1B\\%1B[2J');
	expect(hyperlink('ö', 'https://ö.org')).toContain('https://%C3%B6.org');
});

test('a terminal that would show the sequence gets none', () => {
	expect(['xterm-256color', 'alacritty', 'tmux-256color'].map(TERM => hasHyperlinks({TERM}))).not.toContain(
		false,
	);
	expect(['linux', 'screen', 'screen.xterm', 'vt100'].map(TERM => hasHyperlinks({TERM}))).not.toContain(true);
	expect(hasHyperlinks({TERM: 'screen-256color', TMUX: '/tmp/tmux'})).toBe(true);
});
