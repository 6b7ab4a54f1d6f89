/** Reads what a stream from the terminal begins with: text, a key, or an escape sequence, whole or not yet. */
import type {TermEvent} from './event.ts';
import {characterKey, consoleKey, csiKey, key, ss3Key} from './key-codes.ts';
import {mouseEvents} from './mouse.ts';

export const ESC = '\x1b';
/** A sequence longer than this is noise. */
const MAX_SEQUENCE = 4096;

/** How much was read, and what it says. */
export type Step = {readonly length: number; readonly events: TermEvent[]};
type Rule = readonly [pattern: RegExp, events: (...groups: string[]) => TermEvent[]];

const WAIT: Step = {length: 0, events: []};
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
const CUT = /^(?:\[(?:M[^]{0,2}$|\[[0-?]*[ -/]*|[0-?]+[ -/]*|[ -/]+)|O\d$)/;

/** What `rest` begins with; of length 0 while that cannot be said yet, unless it `isFinal`. */
export function next(rest: string, isFinal: boolean): Step {
	const text = TEXT.exec(rest)?.[0];
	if (text !== undefined) return {length: text.length, events: [{type: 'text', text}]};
	const first = rest.charAt(0);
	if (first !== ESC) return {length: 1, events: first < '\x80' ? [characterKey(first)] : []};
	const step = complete(rest);
	if (step !== undefined) return step;
	const body = bodyOf(rest);
	const isDoubled = body.length < rest.length - 1;
	if (!isFinal && isUnfinished(rest)) return WAIT;
	if (isDoubled && isFinal && /^[[O]/.test(body) && isUnfinished(rest))
		return {length: rest.length, events: []};
	return isDoubled || body === '' ? {length: 1, events: [key('escape')]} : notSequence(body);
}

/** The complete sequence that `text`, from ESC on, begins with. */
export function complete(text: string): Step | undefined {
	const body = bodyOf(text);
	const escapes = text.length - body.length;
	const step = sequence(body);
	if (step === undefined || escapes === 1) return step && {...step, length: step.length + 1};
	// ESC before the sequence of a key is Alt, as rxvt writes it; before anything else it is the Escape key.
	const [event] = step.events;
	return event?.type === 'key' ? {length: step.length + 2, events: [{...event, alt: true}]} : undefined;
}

/** Whether `text`, from ESC on, is the beginning of a sequence, of a known or an unknown one. */
export function isUnfinished(text: string): boolean {
	const body = bodyOf(text);
	return body.length < MAX_SEQUENCE && UNFINISHED.test(body) && sequence(body) === undefined;
}

/** Whether `text`, from ESC on, has parameters or more of a control sequence, as no person types it. */
export function isCut(text: string): boolean {
	return CUT.test(bodyOf(text));
}

/** What stands after ESC, which may be doubled. */
function bodyOf(text: string): string {
	return text.slice(text.charAt(1) === ESC ? 2 : 1);
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
