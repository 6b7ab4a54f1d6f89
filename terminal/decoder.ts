/** Decodes bytes from the terminal into events, wherever the stream is split. Pure: `flush()` reports that time has passed. */
import {StringDecoder} from 'node:string_decoder';
import type {TermEvent} from './event.ts';
import {key} from './key-codes.ts';
import {Paste, PASTE_START} from './paste.ts';
import {complete, ESC, isCut, isString, isUnfinished, mayGoOn, next} from './sequences.ts';

/** Milliseconds for which the decoder waits for more bytes before {@link Decoder.flush} decides. */
type Patience = {
	/** After ESC, which is the Escape key or the beginning of a sequence. */
	readonly escape: number;
	/** After the beginning of a sequence, which only a slow line splits. */
	readonly sequence: number;
	/** After the event of Escape or Enter: within this time, even a single character still belongs to it. */
	readonly late: number;
	/** After that: Enter this soon after Escape is still a line break, so that it never sends half a message. */
	readonly enter: number;
};
const FAST: Patience = {escape: 25, sequence: 250, late: 150, enter: 175};
/** The same over a network, or once a sequence has arrived late. */
const SLOW: Patience = {escape: 150, sequence: 1000, late: 500, enter: 350};

export class Decoder {
	readonly #utf8 = new StringDecoder('utf8');
	#patience: Patience;
	#rest = '';
	#paste: Paste | undefined;
	/** ESC, the beginning of a sequence, or CR, whose event was emitted or dropped while the next bytes may still belong to it. */
	#said = '';
	/** Whether a single character continues `#said`, although a user could have typed it. */
	#isFresh = false;
	/** Whether Enter continues it. */
	#mayBeEnter = false;

	/** @param isSlow whether the terminal is at the other end of a network */
	constructor(isSlow = false) {
		this.#patience = isSlow ? SLOW : FAST;
	}

	/** Milliseconds to wait for more bytes before calling {@link flush}; undefined when nothing waits. */
	get patience(): number | undefined {
		const {escape, sequence, late, enter} = this.#patience;
		if (this.#paste !== undefined) return this.#paste.patience;
		if (this.#rest !== '') return this.#said === '' && isEscape(this.#rest) ? escape : sequence;
		if (this.#isFresh) return isEscape(this.#said) || this.#said === '\r' ? late : undefined;
		return this.#mayBeEnter && isEscape(this.#said) ? enter : undefined;
	}

	/** Returns the events that the chunk completes, in order. */
	push(chunk: string | Uint8Array): TermEvent[] {
		this.#rest += typeof chunk === 'string' ? chunk : this.#utf8.write(chunk);
		return this.#drain(false);
	}

	/** Decides after {@link patience} without a byte: a lone ESC was the Escape key, and a paste has stalled. */
	flush(): TermEvent[] {
		if (this.#paste !== undefined) return this.#follow(this.#paste.flush());
		if (this.#rest === '') {
			this.#mayBeEnter = this.#isFresh;
			this.#isFresh = false;
		}

		return this.#drain(true);
	}

	#drain(isFinal: boolean): TermEvent[] {
		const events: TermEvent[] = [];
		while (this.#rest !== '') {
			const before = this.#rest;
			events.push(...this.#decode(isFinal));
			if (this.#rest === before) break;
		}

		return events;
	}

	#decode(isFinal: boolean): TermEvent[] {
		if (this.#paste !== undefined) return this.#follow(this.#paste.push(this.#take(this.#rest.length)));
		const late = this.#said === '' ? undefined : this.#goOn(isFinal);
		if (late !== undefined) return late;
		const earlier = this.#said;
		this.#said = '';
		if (this.#rest.startsWith(PASTE_START)) return this.#beginPaste(PASTE_START.length);
		const {length, events} = next(this.#rest, isFinal);
		const taken = this.#take(length);
		if (taken.endsWith('\r')) this.#say('\r');
		else if (taken !== '' && isFinal && taken.startsWith(ESC) && isUnfinished(taken))
			this.#say(earlier === ESC && taken === ESC ? ESC + ESC : taken);
		return events;
	}

	/** Reads the rest of a sequence or of CRLF whose event was emitted already. @returns undefined if the bytes do not belong to it */
	#goOn(isFinal: boolean): TermEvent[] | undefined {
		const [said, rest] = [this.#said, this.#rest];
		/** Several characters that arrive together were not typed. */
		const isLate = this.#isFresh || rest.length > 1;
		if (said === '\r') return isLate && rest.startsWith('\n') ? this.#end(1) : undefined;
		if (rest.startsWith(ESC) && !isString(said)) return undefined; // ESC also begins the end of a string
		const whole = said + rest;
		const pasteAt = whole.indexOf(PASTE_START);
		if (pasteAt === 0 || (pasteAt === 1 && whole.startsWith(ESC + ESC)))
			return this.#beginPaste(pasteAt + PASTE_START.length - said.length);
		if ((this.#isFresh || this.#mayBeEnter) && isEscape(said) && rest.startsWith('\r')) {
			this.#take(1);
			this.#say('\r');
			return [key('enter', {alt: true})];
		}

		if (!isLate) return this.#typed(whole);
		const step = complete(whole);
		if (step !== undefined) {
			const after = whole.slice(step.length);
			const isAlone = this.#isFresh || after === '' || after.startsWith(ESC);
			if (!isAlone || (step.events.length === 0 && !isCut(whole))) return undefined;
			this.#patience = SLOW;
			this.#end(step.length - said.length);
			return step.events;
		}

		if (!isUnfinished(whole)) return undefined;
		if (!isFinal) return [];
		if (!mayGoOn(whole) || (rest.length === 1 && isEscape(said))) return this.#typed(whole);
		this.#take(rest.length);
		this.#say(whole);
		return [];
	}

	/** Emits typed characters that could also begin a paste; if the mark is completed later, it was a paste. */
	#typed(whole: string): TermEvent[] | undefined {
		if (!PASTE_START.startsWith(whole)) return undefined;
		this.#say(whole);
		this.#isFresh = false;
		return [{type: 'text', text: this.#take(this.#rest.length)}];
	}

	#beginPaste(length: number): TermEvent[] {
		if (this.#said !== '') this.#patience = SLOW;
		this.#end(length);
		this.#paste = new Paste();
		return [];
	}

	/** Emits the events of the paste; when it has ended, decodes what followed it. */
	#follow({events, after}: ReturnType<Paste['push']>): TermEvent[] {
		if (after === undefined) return events;
		this.#paste = undefined;
		this.#rest = after;
		return events;
	}

	#say(said: string): void {
		this.#said = said;
		this.#isFresh = true;
		this.#mayBeEnter = false;
	}

	#end(length: number): TermEvent[] {
		this.#said = '';
		this.#take(length);
		return [];
	}

	#take(length: number): string {
		const taken = this.#rest.slice(0, length);
		this.#rest = this.#rest.slice(length);
		return taken;
	}
}

function isEscape(text: string): boolean {
	return text === ESC || text === ESC + ESC;
}
