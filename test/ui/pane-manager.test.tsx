/** In which order the panes show what is typed. */
import {Text} from 'ink';
import {expect, test} from 'vitest';
import {Compositor} from '../../terminal/compositor.ts';
import {EMPTY, replaceBefore, type Editor} from '../../terminal/editor.ts';
import {DEFAULT_COLOURS} from '../../terminal/background.ts';
import {paletteOf} from '../../terminal/palette.ts';
import LineInput from '../../terminal/ui/LineInput.tsx';
import {PaneManager, type PaneDefinition} from '../../terminal/ui/pane-manager.ts';
import type {PaneProps} from '../../terminal/ui/pane-props.ts';
import {useSelect} from '../../terminal/ui/use-select.ts';

type Shown = {readonly editor: Editor};
const at = (row: number) => () => ({column: 0, row, width: 20, height: 1});
const palette = paletteOf('auto', DEFAULT_COLOURS);

function Counted({store}: PaneProps<Shown>) {
	const letters = useSelect(store, ({editor}) => editor.before.length);
	return <Text>{letters} letters</Text>;
}

function Typed({store, columns, ...pane}: PaneProps<Shown>) {
	const editor = useSelect(store, state => state.editor);
	return <LineInput {...pane} {...{editor, columns}} edited={editor} focus x={0} y={0} />;
}

test('what is typed is painted first, and then what else has changed with it', async () => {
	const written: string[] = [];
	const compositor = new Compositor(
		{
			write: text => written.push(text.replaceAll(/\x1b\[[\d;?]*[a-zA-Z]/g, ' ').trim()) > 0,
			once: () => undefined,
		},
		20,
		2,
	);
	let state: Shown = {editor: EMPTY};
	const show = (editor: Editor) => {
		state = {editor};
		panes.update();
	};
	const definitions: Record<'counted' | 'typed', PaneDefinition<Shown>> = {
		counted: {component: Counted, at: at(0), depth: 0},
		typed: {component: Typed, at: at(1), depth: 0},
	};
	const panes = new PaneManager<Shown, keyof typeof definitions>({
		panes: definitions,
		compositor,
		store: {snapshot: () => state},
		dispatch: ({before}) => show(replaceBefore(state.editor, before)),
		isFramed: () => false,
		paletteOf: () => palette,
		typedInto: () => 'typed',
		editedIn: ({editor}) => editor,
		failed: error => expect.unreachable(String(error)),
	});
	panes.update();
	await panes.settled();
	await turns(3);
	expect(written.splice(0)).toEqual(['0 letters']);

	panes.type('a');
	await panes.settled();
	await turns(4);
	expect(written.splice(0)).toEqual(['a', '1']);

	show({...EMPTY, before: 'two', revision: 1});
	await turns(3);
	expect(written.splice(0)).toHaveLength(1);
	panes.close();
});

test('a letter that comes right after the server has opened a field goes into it, though nothing of it is painted yet', async () => {
	const compositor = new Compositor({write: () => true, once: () => undefined}, 20, 1);
	let state: Shown & {isOpen: boolean} = {editor: EMPTY, isOpen: false};
	const panes = new PaneManager<typeof state, 'typed'>({
		panes: {typed: {component: Typed, at: ({isOpen}) => (isOpen ? at(0)() : undefined), depth: 0}},
		compositor,
		store: {snapshot: () => state},
		dispatch({before}) {
			state = {...state, editor: replaceBefore(state.editor, before)};
			panes.update();
		},
		isFramed: () => false,
		paletteOf: () => palette,
		typedInto: () => 'typed',
		editedIn: ({editor, isOpen}) => (isOpen ? editor : undefined),
		failed: error => expect.unreachable(String(error)),
	});
	panes.update();
	state = {...state, isOpen: true};
	await panes.listening();
	panes.type('a');
	await panes.settled();
	expect(state.editor.before).toBe('a');
	panes.close();
});

async function turns(count: number): Promise<void> {
	for (let turn = 0; turn < count; turn++) await new Promise(resolve => setImmediate(resolve));
}
