/** Bytes from the terminal → events, wherever the stream is cut. Pure: what is ambiguous waits for more, or for `flush()`. */
import {StringDecoder} from 'node:string_decoder';
import type {TermEvent} from './event.ts';
import {characterKey, consoleKey, csiKey, key, ss3Key} from './key-codes.ts';
import {mouseEvents} from './mouse.ts';

const ESC = '\x1b';
const PASTE_START = '\x1b[200~';
const PASTE_END = '\x1b[201~';
/** A longer paste comes in several events, each at most this many UTF-16 units. */
const MAX_PASTE = 1024 * 1024;
/** A sequence longer than this is noise. */
const MAX_SEQUENCE = 4096;

/** How long in ms the decoder can wait for more before {@link Decoder.flush} says what it was. */
const PATIENCE = {
	/** ESC, which is the Escape key or the beginning of a sequence. */
	escape: 25,
	/** The beginning of a sequence, which only a slow line cuts. */
	sequence: 250,
	/** A paste whose end does not come: a terminal gone wrong must not keep the keyboard. */
	paste: 2000,
} as const;

const WAIT: Step = {length: 0, events: []};

type Step = {readonly length: number; readonly events: TermEvent[]};
type Rule = readonly [pattern: RegExp, events: (...groups: string[]) => TermEvent[]];

const TEXT = /^[^\x00-\x1f\x7f-\x9f]+/;

/** Complete sequences, as they stand after ESC. */
const SEQUENCES: readonly Rule[] = [
	[/^\[\[([A-E])/, consoleKey],
	[/^\[\[(\d+)(~)/, csiKey], // PuTTY
	[/^\[M[^]{3}/, () => []], // a mouse report of old, which no mode of ours asks for
	[/^\[(\d+)(\$)/, csiKey],
	[/^\[<([\d;]*)([Mm])/, mouseEvents],
	[/^\[I/, () => [{type: 'focus', focused: true}]],
	[/^\[O/, () => [{type: 'focus', focused: false}]],
	[/^\[(?![[M])([\d;:]*)([@-~])/, csiKey],
	[/^\[(?![[M])[0-?]*[ -/]*[@-~]/, () => []],
	[/^O(\d?)([A-Za-z])/, ss3Key],
	[/^[\]PX^_][^\x00-\x1f\x7f-\x9f]*(?:\x07|\x1b\\)/, () => []], // an answer to what somebody before us asked
];
/** Sequences whose end has not come yet. */
const UNFINISHED = /^(?:|\[M[^]{0,2}|\[\[?[0-?]*[ -/]*|O\d?|[\]PX^_][^\x00-\x1f\x7f-\x9f]*\x1b?)$/;
/** A sequence that was cut short says nothing, but it was not typed either. */
const CUT = /^\[(?:M[^]{0,2}$|\[[0-?]*[ -/]*|[0-?]+[ -/]*|[ -/]+)/;

export class Decoder {
	readonly #utf8 = new StringDecoder('utf8');
	#rest = '';
	#paste: string | undefined;

	/** How many ms to wait for more before calling {@link flush}; undefined when nothing waits. */
	get patience(): number | undefined {
		if (this.#paste !== undefined) return PATIENCE.paste;
		if (this.#rest === '') return undefined;
		return this.#rest === ESC || this.#rest === ESC + ESC ? PATIENCE.escape : PATIENCE.sequence;
	}

	/** The events that `chunk` completes, in order. */
	push(chunk: string | Uint8Array): TermEvent[] {
		this.#rest += typeof chunk === 'string' ? chunk : this.#utf8.write(chunk);
		return this.#drain(false);
	}

	/** Nothing more is coming: a lone ESC was the Escape key, and a paste without an end has ended. */
	flush(): TermEvent[] {
		const events = this.#paste === undefined ? [] : this.#endPaste(this.#rest.length);
		return [...events, ...this.#drain(true)];
	}

	#drain(isFinal: boolean): TermEvent[] {
		const events: TermEvent[] = [];
		while (this.#rest !== '') {
			const before = this.#rest;
			events.push(...(this.#paste === undefined ? this.#decode(isFinal) : this.#pasted()));
			if (this.#rest === before) break;
		}

		return events;
	}

	#decode(isFinal: boolean): TermEvent[] {
		if (this.#rest.startsWith(PASTE_START)) {
			this.#rest = this.#rest.slice(PASTE_START.length);
			this.#paste = '';
			return [];
		}

		const {length, events} = next(this.#rest, isFinal);
		this.#rest = this.#rest.slice(length);
		return events;
	}

	#pasted(): TermEvent[] {
		const end = this.#rest.indexOf(PASTE_END);
		if (end >= 0) {
			const events = this.#endPaste(end);
			this.#rest = this.#rest.slice(PASTE_END.length);
			return events;
		}

		const length = this.#rest.length - beginningOfEnd(this.#rest);
		if ((this.#paste?.length ?? 0) + length > MAX_PASTE) {
			const events = this.#endPaste(length);
			this.#paste = '';
			return events;
		}

		this.#paste = (this.#paste ?? '') + this.#rest.slice(0, length);
		this.#rest = this.#rest.slice(length);
		return [];
	}

	/** Ends the paste with the first `length` units of what waits. */
	#endPaste(length: number): TermEvent[] {
		const text = (this.#paste ?? '') + this.#rest.slice(0, length);
		this.#rest = this.#rest.slice(length);
		this.#paste = undefined;
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

/** What `rest` begins with; of length 0 while that cannot be said yet. */
function next(rest: string, isFinal: boolean): Step {
	const text = TEXT.exec(rest)?.[0];
	if (text !== undefined) return {length: text.length, events: [{type: 'text', text}]};
	const first = rest.charAt(0);
	if (first !== ESC) return {length: 1, events: first < '\x80' ? [characterKey(first)] : []};
	const isDoubled = rest.charAt(1) === ESC;
	const body = rest.slice(isDoubled ? 2 : 1);
	const step = sequence(body);
	if (step !== undefined && !isDoubled) return {length: step.length + 1, events: step.events};
	// ESC before the sequence of a key is Alt, as rxvt writes it; before anything else it is the Escape key.
	const [event] = step?.events ?? [];
	if (step !== undefined && event?.type === 'key')
		return {length: step.length + 2, events: [{...event, alt: true}]};
	if (step === undefined && !isFinal && body.length < MAX_SEQUENCE && UNFINISHED.test(body)) return WAIT;
	return isDoubled || body === '' ? {length: 1, events: [key('escape')]} : notSequence(body);
}

function sequence(body: string): Step | undefined {
	for (const [pattern, read] of SEQUENCES) {
		const match = pattern.exec(body);
		if (match !== null) return {length: match[0].length, events: read(...match.slice(1))};
	}

	return undefined;
}

/** ESC and what is no sequence: the rest of one that was cut, or a key with Alt. */
function notSequence(body: string): Step {
	const cut = CUT.exec(body);
	if (cut !== null) return {length: cut[0].length + 1, events: []};
	const character = String.fromCodePoint(body.codePointAt(0) ?? 0);
	return {length: character.length + 1, events: [characterKey(character, {alt: true})]};
}
