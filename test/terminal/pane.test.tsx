/** A pane: an Ink root that draws into a rectangle and reads what it is fed. */
import {Box, render, Text, useInput} from 'ink';
import {useState} from 'react';
import {expect, test} from 'vitest';
import {Compositor} from '../../terminal/compositor.ts';
import type {Row} from '../../terminal/drawn-pane.ts';
import {PaneIn} from '../../terminal/pane-in.ts';
import {PaneOut} from '../../terminal/pane-out.ts';
import {Pane} from '../../terminal/pane.ts';
import {EmulatedScreen} from '../harness/screen.ts';

function turn(): Promise<void> {
	return new Promise(resolve => {
		setImmediate(resolve);
	});
}

test('what is fed while nobody listens is kept, and comes one thing in a turn', async () => {
	const stdin = new PaneIn();
	stdin.feed('a');
	stdin.feed('b');
	const turns: string[][] = [];
	stdin.addListener('readable', () => {
		const read: string[] = [];
		for (let text = stdin.read(); text !== null; text = stdin.read()) read.push(text);
		turns.push(read);
	});
	expect(turns).toEqual([]);
	for (let times = 0; times < 4; times++) await turn();
	stdin.feed('c');
	expect(turns).toEqual([['a'], ['b'], ['c']]);
});

test('of the frames of one moment only the newest is drawn', async () => {
	const drawn: Array<readonly Row[]> = [];
	const stdout = new PaneOut(10, 2, rows => drawn.push(rows));
	stdout.write('one');
	stdout.write('two\nlines');
	await turn();
	expect(drawn).toEqual([['two', 'lines']]);
	stdout.write('three');
	stdout.close();
	await turn();
	expect(drawn.length).toBe(1);
});

function Typed({rows}: {readonly rows: number}) {
	const [text, setText] = useState('');
	useInput(input => setText(before => before + input));
	return (
		<Box borderStyle="round" width="100%" height={rows}>
			<Text>{`> ${text}`}</Text>
		</Box>
	);
}

function setUp(columns: number, rows: number) {
	const emulated = new EmulatedScreen(columns, rows);
	let last = Promise.resolve();
	const compositor = new Compositor(
		{
			write(text) {
				last = emulated.print(text);
				return true;
			},
			once: () => undefined,
		},
		columns,
		rows,
	);
	const drawn = async () => {
		for (let times = 0; times < 5; times++) await turn();
		await last;
		return emulated.screen();
	};
	return {emulated, compositor, drawn};
}

test('Ink draws in its rectangle, reads what the pane is fed, follows its size and leaves it clean', async () => {
	const {compositor, drawn, emulated} = setUp(20, 5);
	const pane = new Pane(compositor, 'typed', {x: 2, y: 1, width: 12, height: 3});
	const root = render(<Typed rows={3} />, pane.options);
	pane.stdin.feed('hi');
	expect(await drawn()).toEqual(['', '  ╭──────────╮', '  │> hi      │', '  ╰──────────╯', '']);

	pane.place({x: 0, y: 0, width: 20, height: 4});
	root.rerender(<Typed rows={4} />);
	pane.cursor({x: 3, y: 1});
	expect(await drawn()).toEqual([
		'╭──────────────────╮',
		'│> hi              │',
		'│                  │',
		'╰──────────────────╯',
		'',
	]);
	expect(emulated.cursor()).toEqual({x: 3, y: 1});

	pane.close();
	root.unmount();
	await root.waitUntilExit();
	expect(await drawn()).toEqual(['', '', '', '', '']);
});
