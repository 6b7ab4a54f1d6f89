/** Declares the props of every pane. */
import type {StateEvent} from '../state/model/event.ts';
import type {CursorAt} from '../../terminal/compositor.ts';
import type {Handshake} from '../../terminal/handshake.ts';
import type {Readable} from './use-select.ts';

export type PaneProps = {
	readonly store: Readable;
	readonly dispatch: (event: StateEvent) => void;
	/** Where in this pane the terminal's cursor stands; null: nowhere. */
	readonly cursor: (at: CursorAt) => void;
	/** The size of the pane in cells, and whether its contents stand in a frame. */
	readonly columns: number;
	readonly rows: number;
	readonly framed: boolean;
	/** Reports that a text input has rendered the effect of the keys before. */
	readonly handshake: Pick<Handshake<object>, 'ready'>;
};
