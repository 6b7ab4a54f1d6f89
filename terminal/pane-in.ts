/** Stands in for the stdin of one Ink root, and buffers input while the root does not listen. */
import {EventEmitter} from 'node:events';

export class PaneIn extends EventEmitter {
	readonly isTTY = true;
	readonly #fed: string[] = [];
	#isTelling = false;

	/** Feeds text, or one of the control characters a text input knows: `\r`, `\x7f`, `\x1b[C`, `\x1b[D`. */
	feed(text: string): void {
		this.#fed.push(text);
		if (this.#fed.length === 1) this.#tell();
	}

	/** Returns the next input, or null. Ink reads until null; it gets one input in each turn of the event loop. */
	read(): string | null {
		if (!this.#isTelling) return null;
		this.#isTelling = false;
		return this.#fed.shift() ?? null;
	}

	override on(name: string, listener: () => void): this {
		super.on(name, listener);
		// Ink listens to its stdin before the text input listens to Ink, so buffered input is signalled a little later.
		if (name === 'readable') queueMicrotask(() => this.#tell());
		return this;
	}

	override addListener(name: string, listener: () => void): this {
		return this.on(name, listener);
	}

	/* Ink asks these of a terminal; this one has no modes. */
	setEncoding(): this {
		return this;
	}

	setRawMode(): this {
		return this;
	}

	ref(): this {
		return this;
	}

	unref(): this {
		return this;
	}

	#tell(): void {
		if (this.#fed.length === 0 || this.listenerCount('readable') === 0) return;
		this.#isTelling = true;
		this.emit('readable');
		this.#isTelling = false;
		if (this.#fed.length > 0) setImmediate(() => this.#tell());
	}
}
