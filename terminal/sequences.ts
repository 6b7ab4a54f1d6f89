/** Parses the beginning of a stream from the terminal: text, a key, or an escape sequence. */
import {backgroundOf, type Background} from './background.ts';
import type {TermEvent} from './event.ts';
import {characterKey, consoleKey, csiKey, key, ss3Key} from './key-codes.ts';
import {mouseEvents} from './mouse.ts';

export const ESC = '\x1b';
/** Maximum length of a sequence; a longer one is noise. */
const MAX_SEQUENCE = 4096;

/** How many units were read, and their events. */
type Step = {readonly length: number; readonly events: TermEvent[]};
type Rule = readonly [pattern: RegExp, events: (...groups: string[]) => TermEvent[]];

const WAIT: Step = {length: 0, events: []};
const TEXT = /^[^\x00-\x1f\x7f-\x9f]+/;

/** Complete sequences, as they stand after ESC. */
const SEQUENCES: readonly Rule[] = [
	[/^\[\[([A-E])/, consoleKey],
	[/^\[\[(\d+)(~)/, csiKey], // PuTTY
	[/^\[M[^]{3}/, () => []], // an old mouse report, which this program does not enable
	[/^\[(\d+)(\$)/, csiKey],
	[/^\[<([\d;]*)([Mm])/, mouseEvents],
	[/^\[\?[\d;]*c/, () => [{type: 'answered'}]], // what the terminal is, which is asked last
	[/^\[\?997;([12])n/, scheme => background(scheme === '2' ? 'light' : 'dark')],
	[/^\]11;([^\x00-\x1f\x7f-\x9f]*)(?:\x07|\x1b\\)/, colour => background(backgroundOf(colour))],
	[/^\[I/, () => [{type: 'focus', focused: true}]],
	[/^\[O/, () => [{type: 'focus', focused: false}]],
	[/^\[(?![[M])([\d;:]*)([@-~])/, csiKey],
	[/^\[(?![[M])[0-?]*[ -/]*[@-~]/, () => []],
	[/^O(\d?)([A-Za-z])/, ss3Key],
	[/^[\]PX^_][^\x00-\x1f\x7f-\x9f]*(?:\x07|\x1b\\)/, () => []], // a reply to a query of another program
];
/** Incomplete sequences. */
const UNFINISHED = /^(?:|\[M[^]{0,2}|\[\[?[0-?]*[ -/]*|O\d?|[\]PX^_][^\x00-\x1f\x7f-\x9f]*\x1b?)$/;
/** Matches a sequence that was cut short: it is dropped, since a user did not type it. Of strings only the colour was asked for. */
const CUT =
	/^(?:\[(?:M[^]{0,2}$|\[[0-?]*[ -/]*|[0-?]+[ -/]*|[ -/]+)|O\d$|\]11;[^\x00-\x1f\x7f-\x9f]*(?:\x1b$)?|\]11?(?=\x1b|$))/;
/** Matches a colour that was cut short, and goes on with what comes next; a string may hold anything, and so may never end. */
const COLOUR = /^\]11;r?g?b?a?:?[\da-f/]{0,19}\x1b?$/i;

/** Parses the beginning of `rest`. @returns length 0 while it is ambiguous, unless `isFinal` */
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

/** Parses the sequence at the beginning of `text`, from ESC on. @returns undefined if it is not complete */
export function complete(text: string): Step | undefined {
	const body = bodyOf(text);
	const escapes = text.length - body.length;
	const step = sequence(body);
	if (step === undefined || escapes === 1) return step && {...step, length: step.length + 1};
	// ESC before the sequence of a key is Alt, as rxvt writes it; before anything else it is the Escape key.
	const [event] = step.events;
	return event?.type === 'key' ? {length: step.length + 2, events: [{...event, alt: true}]} : undefined;
}

/** Tells whether `text`, from ESC on, is the beginning of a known or unknown sequence. */
export function isUnfinished(text: string): boolean {
	const body = bodyOf(text);
	return body.length < MAX_SEQUENCE && UNFINISHED.test(body) && sequence(body) === undefined;
}

/** Tells whether `text`, from ESC on, has parameters of a control sequence, which a user does not type. */
export function isCut(text: string): boolean {
	return CUT.test(bodyOf(text));
}

/** Tells whether `text`, which was cut short, may still go on. */
export function mayGoOn(text: string): boolean {
	return isString(text) ? COLOUR.test(bodyOf(text)) : isCut(text);
}

/** Tells whether `text`, from ESC on, is the beginning of a string that the terminal sends as an answer. */
export function isString(text: string): boolean {
	return text.startsWith(`${ESC}]`);
}

/** Returns the text after ESC, which may be doubled. */
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

function background(told: Background | undefined): TermEvent[] {
	return told === undefined ? [] : [{type: 'background', background: told}];
}

/** Parses ESC without a sequence: the rest of a cut one, or a key with Alt. */
function notSequence(body: string): Step {
	const cut = CUT.exec(body);
	if (cut !== null) return {length: cut[0].length + 1, events: []};
	const character = String.fromCodePoint(body.codePointAt(0) ?? 0);
	return {length: character.length + 1, events: [characterKey(character, {alt: true})]};
}
