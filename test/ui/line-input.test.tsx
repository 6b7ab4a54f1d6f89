/** Editing one line: nothing typed is lost, and long lines scroll under the cursor. */
import {afterEach, expect, test} from 'vitest';
import {EMPTY, type Editor} from '../../terminal/editor.ts';
import type {State} from '../../source/state/model/state.ts';
import LineInput from '../../terminal/ui/LineInput.tsx';
import type {PaneProps} from '../../terminal/ui/pane-props.ts';
import {useSelect} from '../../terminal/ui/use-select.ts';
import {renderPane, type RenderedPane} from '../harness/render-pane.tsx';

let pane: RenderedPane | undefined;
afterEach(() => pane?.close());

const columns = 20;
const editing = (bar: Editor) => ({bar}) as State; // all that these tests look at

function Line({store, ...props}: PaneProps<State> & {readonly hidden?: boolean}) {
	const editor = useSelect(store, ({bar}) => bar);
	return <LineInput {...props} editor={editor} edited={editor} focus x={0} y={0} />;
}

async function edit(bar: Editor, hidden = false): Promise<RenderedPane> {
	pane?.close();
	pane = await renderPane(
		props => <Line {...props} hidden={hidden} />,
		editing(bar),
		{columns, rows: 1},
		(state, {before}) => editing({...state.bar, before}),
		state => state.bar,
	);
	return pane;
}

test('what is typed stands before the cursor, and what was behind it stays behind', async () => {
	const line = await edit({before: 'he', after: 'o', revision: 0});
	await line.type('l');
	await line.type('l');
	expect(line.rows[0]).toBe('hello');
	expect(line.cursor).toEqual({x: 4, y: 0, room: 0});
});

test('a line that is longer than the row shows its end, and the cursor stays in the row', async () => {
	const line = await edit(EMPTY);
	for (const letter of 'abcdefghijklmnopqrstuvwxyz') await line.type(letter);
	expect(line.rows[0]).toBe('…ijklmnopqrstuvwxyz');
	expect(line.cursor).toEqual({x: 19, y: 0, room: 0});
	expect(line.events.at(-1)).toEqual({type: 'edited', before: 'abcdefghijklmnopqrstuvwxyz'});
});

test('wide characters scroll by whole characters, with the cursor behind the last', async () => {
	const line = await edit({before: '漢字'.repeat(10), after: '', revision: 0});
	await line.type('語');
	expect(line.rows[0]!.endsWith('漢字語')).toBe(true);
	expect(line.cursor).toEqual({x: 19, y: 0, room: 0});
});

test('with the cursor in the middle of a long line one sees both sides of it', async () => {
	const line = await edit({before: 'b'.repeat(40), after: 'a'.repeat(40), revision: 0});
	expect(line.rows[0]).toBe('…bbbbbbbbbbbbaaaaaa…');
	expect(line.cursor).toEqual({x: 13, y: 0, room: 0});
});

test('a password is dots, and is handed on as it was typed', async () => {
	const line = await edit(EMPTY, true);
	await line.type('sec');
	await line.type('ret');
	expect(line.rows[0]).toBe('••••••');
	expect(line.events.at(-1)).toEqual({type: 'edited', before: 'secret'});
});

test('letters may stand at once from the cursor to the end of the row; not in front of others, and never those of a password', async () => {
	const room = async (bar: Editor, hidden = false) => (await edit(bar, hidden)).cursor?.room;
	expect(await room({before: 'hello', after: '', revision: 0})).toBe(columns - 1 - 'hello'.length);
	expect(await room({before: 'b'.repeat(columns - 1), after: '', revision: 0})).toBe(0);
	expect(await room({before: 'he', after: 'llo', revision: 0})).toBe(0);
	expect(await room({before: 'secret', after: '', revision: 0}, true)).toBe(0);
});

test('invisible and combining characters do not disturb what is typed after them', async () => {
	const line = await edit(EMPTY);
	for (const text of ['a', '\u202e', 'b', 'e', '\u0301', 'c', 'd']) await line.type(text);
	expect(line.events.at(-1)).toEqual({type: 'edited', before: 'a\u202ebe\u0301cd'});
	expect(line.rows[0]).toBe('a�bécd');
});

test('a line break of a pasted text is one sign in the row', async () => {
	const line = await edit({before: 'one\ntwo', after: '\nthree', revision: 1});
	await line.type('!');
	expect(line.rows[0]).toBe('one⏎two!⏎three');
	expect(line.events.at(-1)).toEqual({type: 'edited', before: 'one\ntwo!'});
});
