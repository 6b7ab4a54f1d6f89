/** The client in appended lines, for screen readers and simple terminals: nothing that was written is written again. */
import {cleanLine, type SafeText} from '../../protocol/text.ts';
import {leaveTurn} from '../../protocol/time-slice.ts';
import {AppendedLines} from '../../terminal/appended-lines.ts';
import {isCapable} from '../../terminal/capable.ts';
import {echo, NOTHING, type Echoed} from '../../terminal/echo.ts';
import {EMPTY, type Editor} from '../../terminal/editor.ts';
import type {TermEvent} from '../../terminal/event.ts';
import {graphemes} from '../../terminal/width.ts';
import type {StateEvent} from '../state/model/event.ts';
import {editorOf, scopeOf} from '../state/keyboard/scope.ts';
import type {State} from '../state/model/state.ts';
import {promptOf, type Prompt} from '../screen-reader/prompt.ts';
import {nothingSaid, speak} from '../screen-reader/speech.ts';
import type {Said} from '../screen-reader/said.ts';
import {wordAnswer} from '../screen-reader/word-answer.ts';
import {routeAll} from '../ui/route.ts';
import type {Face, FaceOptions} from './face.ts';

export class LineFace implements Face {
	readonly terminal: AppendedLines;
	readonly #options: FaceOptions;
	#said: Said | undefined;
	/** What is asked for, and what stands in the line. */
	#label: string | undefined;
	#shown: Echoed = NOTHING;

	constructor(options: FaceOptions) {
		this.#options = options;
		this.terminal = new AppendedLines(options.ending);
		this.terminal.onLent = () => {
			this.#endLine();
		};
		this.terminal.onBack = () => {
			this.#echoLine(this.#options.store().snapshot());
		};
	}

	update(): void {
		const state = this.#options.store().snapshot();
		const before = this.#said;
		if (before === undefined) {
			this.#said = nothingSaid(state); // where the client goes at its start is not known yet
			return;
		}

		const {said, lines} = speak(before, state);
		this.#said = said;
		if (lines.length > 0 || promptOf(state)?.label !== this.#label) this.#endLine();
		if (lines.length > 0) this.terminal.write(`${lines.join('\n')}\n`);
		if (!this.terminal.isLent) this.#echoLine(state);
	}

	take(event: TermEvent): Promise<void> | undefined {
		leaveTurn();
		const {store, dispatch} = this.#options;
		const now = () => store().snapshot();
		const key = inLines(event);
		const letter = wordAnswer(now(), key);
		if (letter !== undefined) {
			if (scopeOf(now()) !== 'dialog') dispatch({type: 'acted', action: 'answer'});
			dispatch({type: 'acted', action: {choose: letter}});
			return undefined;
		}

		if (key.type === 'mouse') return undefined;
		if (key.type === 'key' && key.key === 'enter' && !key.alt && !key.shift) this.#endLine();
		for (const routed of routeAll(now, key))
			dispatch(
				routed.to === 'text'
					? {type: 'edited', before: (editorOf(now())?.before ?? '') + routed.text}
					: inWords(routed.event),
			);
		const {help} = store().snapshot();
		if (help && !help.isByMark) dispatch({type: 'acted', action: 'cancel'}); // it was said whole
		return undefined;
	}

	close(): void {
		this.#endLine();
	}

	#endLine(): void {
		if (this.#shown.before + this.#shown.after !== '') this.terminal.write('\n');
		this.#shown = NOTHING;
	}

	#echoLine(state: State): void {
		const prompt = promptOf(state);
		const next = prompt ? asked(prompt, editorOf(state)) : NOTHING;
		this.terminal.write(echo(this.#shown, next, this.terminal.size.columns));
		this.#label = prompt?.label;
		this.#shown = next;
	}
}

/** What stands in the line: the question, and what was typed so far. */
function asked({label, isHidden}: Prompt, editor: Editor = EMPTY): Echoed {
	return {before: label + visible(editor.before, isHidden), after: visible(editor.after, isHidden)};
}

/** A list beside the messages would be silent: the members are said instead. */
function inWords(event: StateEvent): StateEvent {
	return event.type === 'acted' && event.action === 'members' ? {type: 'acted', action: 'names'} : event;
}

/** In a terminal that understands nothing, such as a shell within an editor, a line break is Enter. */
function inLines(event: TermEvent): TermEvent {
	const isBreak = event.type === 'key' && event.key === 'j' && event.ctrl && !isCapable(process.env);
	return isBreak ? {type: 'key', key: 'enter', ctrl: false, alt: false, shift: false} : event;
}

/** Cleans each line of what is typed; blanks at the ends are kept. */
function visible(text: string, isHidden: boolean): string {
	if (isHidden) return '*'.repeat(graphemes(text).length);
	return text.split('\n').map(shownLine).join('\n');
}

function shownLine(line: string): SafeText {
	const [start = '', end = ''] = [/^\s*/.exec(line)?.[0], /\S(\s*)$/.exec(line)?.[1]];
	return (' '.repeat(start.length) + cleanLine(line) + ' '.repeat(end.length)) as SafeText; // blanks are safe
}
