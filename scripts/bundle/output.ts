/** Replaces Ink's output: puts the parts of a frame together as cells, which the compositor takes as they are. */
import {BLANK, overlay, styledCells, type Cell} from '../../terminal/cells.ts';

type Transformer = (line: string, index: number) => string;
type Written = {
	readonly x: number;
	readonly y: number;
	readonly text: string;
	readonly transformers: readonly Transformer[];
};

/** Maximum lines in the cache: some screens of rows. */
const MAX_CACHED = 500;
const known = new Map<string, readonly Cell[]>();

export default class Output {
	readonly #width: number;
	readonly #height: number;
	readonly #written: Written[] = [];

	constructor({width, height}: {readonly width: number; readonly height: number}) {
		this.#width = width;
		this.#height = height;
	}

	write(
		x: number,
		y: number,
		text: string,
		{transformers}: {readonly transformers: readonly Transformer[]},
	): void {
		if (text !== '') this.#written.push({x, y, text, transformers});
	}

	/** A pane cuts what is too wide or too high for it; no component hides what flows over. */
	clip(): never {
		throw new Error('overflow="hidden" is not drawn');
	}

	/** @returns the frame in the place of its text, and its height */
	get(): {output: Cell[][]; height: number} {
		const output = Array.from({length: this.#height}, () => new Array<Cell>(this.#width).fill(BLANK));
		for (const {x, y, text, transformers} of this.#written)
			for (const [index, line] of text.split('\n').entries()) {
				const row = output[y + index];
				if (row)
					overlay(
						row,
						x,
						cellsOf(transformers.reduce((before, transform) => transform(before, index), line)),
					);
			}
		return {output, height: this.#height};
	}
}

function cellsOf(line: string): readonly Cell[] {
	let cells = known.get(line);
	if (cells === undefined) {
		cells = styledCells(line);
		if (known.size >= MAX_CACHED) known.clear();
		known.set(line, cells);
	}

	return cells;
}
