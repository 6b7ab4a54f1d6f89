/** Stands in for the stdout of one Ink root, and passes on its newest frame, as rows. */
import {EventEmitter} from 'node:events';
import type {Row} from './drawn-pane.ts';

export class PaneOut extends EventEmitter {
	/** Keeps Ink from writing cursor movements of its own. */
	readonly isTTY = false;
	/** False once closed; Ink then writes nothing more when it unmounts. */
	writable = true;
	#columns: number;
	#rows: number;
	#frame: string | readonly Row[] | undefined;
	readonly #onRows: (rows: readonly Row[]) => void;

	constructor(columns: number, rows: number, onRows: (rows: readonly Row[]) => void) {
		super();
		this.#columns = columns;
		this.#rows = rows;
		this.#onRows = onRows;
	}

	get columns(): number {
		return this.#columns;
	}

	get rows(): number {
		return this.#rows;
	}

	/** Sets the size; Ink then lays out again, unless it is the same. */
	resize(columns: number, rows: number): void {
		if (columns === this.#columns && rows === this.#rows) return;
		this.#columns = columns;
		this.#rows = rows;
		this.emit('resize');
	}

	/** Takes a whole frame, as Ink's debug mode writes it: text, or in the bundle rows of cells. */
	write(frame: string | readonly Row[], callback?: () => void): boolean {
		if (this.writable) {
			if (this.#frame === undefined) queueMicrotask(() => this.#draw());
			this.#frame = frame;
		}

		if (callback !== undefined) queueMicrotask(callback);
		return true;
	}

	close(): void {
		this.writable = false;
	}

	#draw(): void {
		const frame = this.#frame ?? '';
		this.#frame = undefined;
		if (this.writable) this.#onRows(typeof frame === 'string' ? frame.split('\n') : frame);
	}
}
