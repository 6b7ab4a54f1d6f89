/** Renders one pane of the client without a terminal: its rows as text, and what it says to the state. */
import type {ReactElement} from 'react';
import {render} from 'ink';
import type {State} from '../../source/state/model/state.ts';
import type {CursorAt} from '../../terminal/drawn-pane.ts';
import {Handshake} from '../../terminal/handshake.ts';
import {PaneIn} from '../../terminal/pane-in.ts';
import {PaneOut} from '../../terminal/pane-out.ts';
import type {Edited, PaneProps} from '../../terminal/ui/pane-props.ts';

export type RenderedPane = {
	rows: readonly string[];
	/** How many frames were drawn. */
	frames: number;
	cursor: CursorAt;
	readonly events: Edited[];
	/** Gives the pane another state, and waits until it is drawn. */
	set(state: State): Promise<void>;
	type(text: string): Promise<void>;
	close(): void;
};

type Size = {readonly columns: number; readonly rows: number};

export async function renderPane(
	pane: (props: PaneProps<State>) => ReactElement,
	first: State,
	size: Size,
	update: (state: State, event: Edited) => State = state => state,
	edited: (state: State) => object | undefined = () => undefined,
): Promise<RenderedPane> {
	let state = first;
	const listeners = new Set<() => void>();
	const handshake = new Handshake<object>(() => edited(state));
	const stdin = new PaneIn();
	const set = (next: State) => {
		state = next;
		for (const listener of listeners) listener();
	};
	const result: RenderedPane = {
		rows: [],
		frames: 0,
		cursor: undefined,
		events: [],
		async set(next) {
			set(next);
			await turn();
		},
		async type(text) {
			stdin.feed(text);
			await handshake.settled();
			await turn();
		},
		close() {
			stdout.close();
			root.unmount();
		},
	};
	const stdout = new PaneOut(size.columns, size.rows, rows => {
		result.rows = rows.filter(row => typeof row === 'string'); // as Ink writes them outside the bundle
		result.frames++;
	});
	const props: PaneProps<State> = {
		...size,
		framed: true,
		store: {
			snapshot: () => state,
			subscribe(listener) {
				listeners.add(listener);
				return () => listeners.delete(listener);
			},
		},
		dispatch(event) {
			result.events.push(event);
			set(update(state, event));
		},
		cursor(at) {
			result.cursor = at;
		},
		handshake,
	};
	const root = render(pane(props), {
		stdout: stdout as unknown as NodeJS.WriteStream,
		stdin: stdin as unknown as NodeJS.ReadStream,
		debug: true,
		patchConsole: false,
		exitOnCtrlC: false,
	});
	await turn();
	return result;
}

/** React's passive effects and the pane's microtasks have run. */
async function turn(): Promise<void> {
	for (let times = 0; times < 3; times++) await new Promise(resolve => setImmediate(resolve));
}
