/** Runs an Ink root in a rectangle of the screen: `render(element, pane.options)` draws there and reads its input. */
import type {Compositor} from './compositor.ts';
import type {CursorAt, Rectangle} from './drawn-pane.ts';
import {PaneIn} from './pane-in.ts';
import {PaneOut} from './pane-out.ts';

export class Pane {
	readonly id: string;
	readonly stdin = new PaneIn();
	readonly stdout: PaneOut;
	readonly #compositor: Compositor;

	constructor(compositor: Compositor, id: string, at: Rectangle) {
		this.id = id;
		this.#compositor = compositor;
		this.stdout = new PaneOut(at.width, at.height, rows => compositor.draw(id, rows));
		compositor.place(id, at);
	}

	/** The options for Ink's `render`. */
	get options() {
		return {
			stdout: this.stdout as unknown as NodeJS.WriteStream, // the part of one that Ink uses
			stdin: this.stdin as unknown as NodeJS.ReadStream, // the part of one that Ink uses
			debug: true, // a commit writes the whole frame at once, and nothing else
			patchConsole: false,
			exitOnCtrlC: false,
		};
	}

	place(at: Rectangle): void {
		this.#compositor.place(this.id, at);
		this.stdout.resize(at.width, at.height);
	}

	/** Types text into the pane: it is echoed at once, where there is room, and then the root hears of it. */
	type(text: string): void {
		this.#compositor.echo(this.id, text);
		this.stdin.feed(text);
	}

	/** See {@link Compositor.cursor}. */
	cursor(at: CursorAt): void {
		this.#compositor.cursor(this.id, at);
	}

	/** Removes the rectangle from the screen. Call it before unmounting the root, so that its last frame is not drawn. */
	close(): void {
		this.stdout.close();
		this.#compositor.remove(this.id);
	}
}
