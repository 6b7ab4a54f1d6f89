/** Takes the whole terminal and gives it back: its modes, what is drawn on it, and its keyboard. */
import chalk from 'chalk';
import {coloursIn, type TerminalColours} from './background.ts';
import {Compositor} from './compositor.ts';
import {copyViewText, type CopyView} from './copy-view.ts';
import type {TermEvent} from './event.ts';
import {Input} from './input.ts';
import {Screen} from './screen.ts';

type FullScreenEvents = {
	/** Called when the terminal has another size, before anything is painted in it. */
	readonly resized: (size: Screen['size']) => void;
	/** Called once, when a signal or a lost terminal ends the program with this exit code. */
	readonly ending: (code: number) => void;
};

export class FullScreen {
	readonly compositor: Compositor;
	readonly #screen = new Screen();
	readonly #input = new Input();
	/** What stands alone on the screen. */
	#copyView: CopyView | undefined;
	#inColours = true;

	constructor({resized, ending}: FullScreenEvents) {
		const [screen, input] = [this.#screen, this.#input];
		const {columns, rows} = screen.size;
		const compositor = new Compositor(process.stdout, columns, rows);
		this.compositor = compositor;
		if (chalk.level === 0) chalk.level = 1; // in a terminal that it does not know, Ink would leave out bold and inverse too
		screen.onEnding = ending;
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
		input.onEnd = screen.hangUp;
	}

	/** What is known of its colours before it has answered. */
	get colours(): TerminalColours {
		return {...coloursIn(process.env), depth: chalk.level < 2 ? 16 : 256};
	}

	get size(): Screen['size'] {
		return this.#screen.size;
	}

	/** Ends the program because of a fault, with the terminal restored. */
	get crash(): (error: unknown) => void {
		return this.#screen.crash;
	}

	/** Sets who gets the keys, also those that were pressed before; see {@link Input.onEvent}. */
	set onEvent(handler: (event: TermEvent) => void | Promise<void>) {
		this.#input.onEvent = event => {
			if (event.type === 'answered') this.#screen.questions.answered();
			return handler(event);
		};
	}

	/** Resolves when the terminal has answered what it was asked; see {@link Questions.answers}. */
	get answers(): Promise<void> {
		return this.#screen.questions.answers;
	}

	/** Takes the terminal. */
	enter(): void {
		this.#input.start(); // first: the terminal's answers to the modes must not be echoed
		this.#screen.enter();
	}

	/** Gives the terminal back. The program may still finish its work; a signal ends it at once. */
	leave(): void {
		this.compositor.pause();
		this.#input.stop(this.#screen.isBehind);
		this.#screen.leave();
	}

	title(title: string): void {
		this.#screen.title = title;
	}

	/** Sets whether clicks and the wheel arrive as events; while they do, most terminals select text only with Shift held. */
	mouse(isOn: boolean): void {
		this.#screen.mouse = isOn;
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
			this.#screen.alone = undefined;
			this.compositor.resume();
		}
	}

	async #showCopyView(): Promise<void> {
		const view = this.#copyView;
		if (!view) return;
		const text = await copyViewText(view, this.size, this.#inColours);
		if (view === this.#copyView) this.#screen.alone = text;
	}

	bell(): void {
		this.#screen.bell();
	}

	/** Shows a desktop notification, where the terminal can. */
	notify(by: 'osc9' | 'osc777', text: string): void {
		this.#screen.notify(by, text);
	}

	/** Puts a text into the clipboard, where the terminal lets programs do so. */
	copy(text: string): void {
		this.#screen.copy(text);
	}

	/** Stops the program, as Ctrl-Z does, until the shell continues it; not before the terminal has answered. */
	suspend(): void {
		void this.answers.then(this.#screen.suspend);
	}

	/** Draws the screen anew. */
	redraw(): void {
		this.compositor.repaint();
	}
}
