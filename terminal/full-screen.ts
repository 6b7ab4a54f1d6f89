/** Takes the whole terminal and gives it back: its modes, what is drawn on it, and its keyboard. */
import chalk from 'chalk';
import {Compositor} from './compositor.ts';
import {hasHyperlinks} from './hyperlink.ts';
import {copyViewText, type CopyView} from './copy-view.ts';
import {FULL_SCREEN} from './modes.ts';
import type {Screen} from './screen.ts';
import {TakenTerminal} from './taken-terminal.ts';

type FullScreenEvents = {
	/** Called when the terminal has another size, before anything is painted in it. */
	readonly resized: (size: Screen['size']) => void;
	/** Called once, when a signal or a lost terminal ends the program with this exit code. */
	readonly ending: (code: number) => void;
};

export class FullScreen extends TakenTerminal {
	readonly compositor: Compositor;
	/** What stands alone on the screen. */
	#copyView: CopyView | undefined;
	#inColours = true;

	constructor({resized, ending}: FullScreenEvents) {
		super(FULL_SCREEN, ending);
		const {screen, input} = this;
		const {columns, rows} = screen.size;
		const compositor = new Compositor(process.stdout, columns, rows, hasHyperlinks(process.env));
		this.compositor = compositor;
		if (chalk.level === 0) chalk.level = 1; // in a terminal that it does not know, Ink would leave out bold and inverse too
		screen.onSuspend = () => {
			compositor.pause();
			input.pause();
		};
		screen.onResume = () => {
			input.resume();
			if (!this.#copyView) compositor.resume();
		};
		screen.onResize = size => {
			compositor.resize(size.columns, size.rows);
			resized(size);
			void this.#showCopyView();
		};
	}

	override leave(): void {
		this.compositor.pause();
		super.leave();
	}

	/** Shows text to be copied, alone on the screen, with or without colours; undefined: no longer. */
	copyView(view: CopyView | undefined, inColours: boolean): void {
		if (view === this.#copyView) return;
		this.#copyView = view;
		this.#inColours = inColours;
		if (view) {
			this.compositor.pause();
			void this.#showCopyView();
		} else {
			this.screen.alone = undefined;
			this.compositor.resume();
		}
	}

	async #showCopyView(): Promise<void> {
		const view = this.#copyView;
		if (!view) return;
		const text = await copyViewText(view, this.size, this.#inColours);
		if (view === this.#copyView) this.screen.alone = text;
	}

	/** Draws the screen anew. */
	redraw(): void {
		this.compositor.repaint();
	}
}
