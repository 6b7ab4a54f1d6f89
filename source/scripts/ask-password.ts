/** Reads a password at the terminal without echo. The terminal is given back on every way out. */
import {openSync} from 'node:fs';
import {ReadStream} from 'node:tty';
import {passwordIn} from '../../protocol/passwords.ts';
import type {SafeText} from '../../protocol/text.ts';
import {chord, type TermEvent} from '../../terminal/event.ts';
import {Input} from '../../terminal/input.ts';
import {graphemes} from '../../terminal/width.ts';
import {ENDING_SIGNALS} from './ending-signals.ts';

/** What each editing key leaves of the text. The cursor is always at its end. */
const EDITS: Readonly<Record<string, (text: string) => string>> = {
	backspace: withoutLast,
	'ctrl+h': withoutLast,
	'ctrl+w': text => text.replace(/\S*\s*$/, ''),
	'ctrl+u': () => '',
};

/** @returns '' if the person typed nothing, undefined if there is no terminal or the person refused to answer */
export async function askPassword(question: SafeText): Promise<string | undefined> {
	const keyboard = openKeyboard();
	if (keyboard === undefined) return undefined;
	const answer = await readHidden(keyboard, question);
	if (keyboard !== process.stdin) keyboard.destroy();
	return answer;
}

/** Opens the keyboard; stdin may be a pipe with the text to send. */
function openKeyboard(): ReadStream | undefined {
	if (!process.stderr.isTTY) return undefined; // the question would not be seen
	if (process.stdin.isTTY) return process.stdin;
	try {
		return new ReadStream(openSync('/dev/tty', 'r'));
	} catch {
		return undefined; // this process has no terminal, or this system does not call it so
	}
}

function readHidden(keyboard: ReadStream, question: SafeText): Promise<string | undefined> {
	const input = new Input(keyboard);
	let typed = '';
	return new Promise(resolve => {
		const done = (answer?: string): void => {
			input.stop();
			for (const signal of ENDING_SIGNALS) process.off(signal, die);
			process.stderr.write('\n');
			resolve(answer);
		};
		/** Ends the process as the signal would have done. */
		const die = (signal: NodeJS.Signals): void => {
			done();
			process.kill(process.pid, signal);
		};
		const keys: Readonly<Record<string, () => void>> = {
			enter: () => done(typed),
			'ctrl+j': () => done(typed), // a line feed
			'ctrl+d': () => done(),
			'ctrl+c'() {
				done();
				process.kill(0, 'SIGINT'); // the whole group, as the terminal would: a loop around this ends as well
			},
		};
		for (const signal of ENDING_SIGNALS) process.on(signal, die);
		input.onEnd = () => done();
		input.onEvent = (event: TermEvent) => {
			if (event.type === 'text') typed += event.text;
			if (event.type === 'paste') typed += passwordIn(event.text);
			if (event.type !== 'key') return;
			const edit = EDITS[chord(event)];
			if (edit) typed = edit(typed);
			else keys[chord(event)]?.();
		};
		input.start();
		process.stderr.write(question); // last: from here on the person types
	});
}

function withoutLast(text: string): string {
	return text.slice(0, text.length - (graphemes(text).at(-1)?.length ?? 0));
}
