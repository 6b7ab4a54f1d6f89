/** Collects a bracketed paste up to its end mark, however slowly it arrives, so that none of it is taken for keys. */
import type {TermEvent} from './event.ts';

export const PASTE_START = '\x1b[200~';
const PASTE_END = '\x1b[201~';
/** Maximum UTF-16 units of one event; a longer paste is emitted in several. */
const MAX_PASTE = 1024 * 1024;

/** Timeouts in milliseconds without a byte. */
const PATIENCE = {
	/** After this time, a stalled paste is emitted as far as it has arrived. */
	stall: 2000,
	/** After a stall, further text is emitted after this time. */
	more: 250,
	/** After this time, the paste has ended, so that a broken terminal does not block the keyboard. */
	end: 8000,
} as const;

/** `after`: present when the paste has ended; the text that followed it. */
type Step = {readonly events: TermEvent[]; readonly after?: string};

export class Paste {
	#text = '';
	/** The end of the received text, which may belong to the end mark. */
	#rest = '';
	#isStalled = false;

	/** Milliseconds to wait for more bytes before calling {@link flush}. */
	get patience(): number {
		if (!this.#isStalled) return PATIENCE.stall;
		return this.#text === '' ? PATIENCE.end : PATIENCE.more;
	}

	push(text: string): Step {
		this.#rest += text;
		const end = this.#rest.indexOf(PASTE_END);
		if (end >= 0) return {after: this.#rest.slice(end + PASTE_END.length), events: this.#say(end)};
		const length = this.#rest.length - beginningOfEnd(this.#rest);
		const events = this.#text.length + length > MAX_PASTE ? this.#say(0) : [];
		this.#text += this.#rest.slice(0, length);
		this.#rest = this.#rest.slice(length);
		return {events};
	}

	/** Decides after {@link patience} without a byte. The paste continues if more arrives, unless it had stalled already. */
	flush(): Step {
		if (this.#isStalled && this.#text === '') return {events: this.#say(this.#rest.length), after: ''};
		this.#isStalled = true;
		return {events: this.#say(0)};
	}

	/** Emits the collected text, with the first `length` units of the rest. */
	#say(length: number): TermEvent[] {
		const text = this.#text + this.#rest.slice(0, length);
		this.#text = '';
		this.#rest = this.#rest.slice(length);
		return text === '' ? [] : [{type: 'paste', text: text.replace(/\r(?!\n)/g, '\n')}];
	}
}

/** Counts the units at the end of `text` that may begin the end mark, or an incomplete line break. */
function beginningOfEnd(text: string): number {
	for (let length = Math.min(PASTE_END.length - 1, text.length); length > 0; length--) {
		if (PASTE_END.startsWith(text.slice(-length))) return length;
	}

	return text.endsWith('\r') ? 1 : 0;
}
