/** Collects a bracketed paste up to its end mark, however slowly it comes, so that none of it is ever taken for keys. */
import type {TermEvent} from './event.ts';

export const PASTE_START = '\x1b[200~';
const PASTE_END = '\x1b[201~';
/** A longer paste comes in several events, each at most this many UTF-16 units. */
const MAX_PASTE = 1024 * 1024;

/** In milliseconds without a byte. */
const PATIENCE = {
	/** A paste that has stalled for so long is said as far as it has come. */
	stall: 2000,
	/** What comes after that is said so soon. */
	more: 250,
	/** And after this the end will not come: a terminal gone wrong must not keep the keyboard. */
	end: 8000,
} as const;

/** `after`: the paste is over, and this came behind it. */
type Step = {readonly events: TermEvent[]; readonly after?: string};

export class Paste {
	#text = '';
	/** Of what came last, as much as may belong to the end mark. */
	#rest = '';
	#isStalled = false;

	/** How many ms to wait for more before calling {@link flush}. */
	get patience(): number {
		if (!this.#isStalled) return PATIENCE.stall;
		return this.#text === '' ? PATIENCE.end : PATIENCE.more;
	}

	push(text: string): Step {
		this.#rest += text;
		const end = this.#rest.indexOf(PASTE_END);
		if (end >= 0) return {after: this.#rest.slice(end + PASTE_END.length), events: this.#say(end)};
		const length = this.#rest.length - beginningOfEnd(this.#rest);
		if (this.#text.length + length > MAX_PASTE) return {events: this.#say(length)};
		this.#text += this.#rest.slice(0, length);
		this.#rest = this.#rest.slice(length);
		return {events: []};
	}

	/** Nothing more has come. The paste goes on if it does, unless it had stalled already. */
	flush(): Step {
		if (this.#isStalled && this.#text === '') return {events: this.#say(this.#rest.length), after: ''};
		this.#isStalled = true;
		return {events: this.#say(0)};
	}

	/** Says what there is, with the first `length` units of the rest. */
	#say(length: number): TermEvent[] {
		const text = this.#text + this.#rest.slice(0, length);
		this.#text = '';
		this.#rest = this.#rest.slice(length);
		return text === '' ? [] : [{type: 'paste', text: text.replace(/\r\n?/g, '\n')}];
	}
}

/** How much of `text`'s end could be the beginning of a paste's end, or of a line break that is not whole yet. */
function beginningOfEnd(text: string): number {
	for (let length = Math.min(PASTE_END.length - 1, text.length); length > 0; length--) {
		if (PASTE_END.startsWith(text.slice(-length))) return length;
	}

	return text.endsWith('\r') ? 1 : 0;
}
