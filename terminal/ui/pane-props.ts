/** Declares the props of every pane. */
import type {CursorAt} from '../drawn-pane.ts';
import type {Handshake} from '../handshake.ts';
import type {Readable} from './use-select.ts';

/** The focused text input changed the text before the cursor. */
export type Edited = {readonly type: 'edited'; readonly before: string};

/** The props of a pane that shows a part of an `S`. */
export type PaneProps<S> = {
	readonly store: Readable<S>;
	readonly dispatch: (event: Edited) => void;
	/** Where in this pane the terminal's cursor stands; null: nowhere. */
	readonly cursor: (at: CursorAt) => void;
	/** The size of the pane in cells, and whether its contents stand in a frame. */
	readonly columns: number;
	readonly rows: number;
	readonly framed: boolean;
	/** Reports that a text input has rendered the effect of the keys before. */
	readonly handshake: Pick<Handshake<object>, 'ready'>;
};
