/** Asks for a password at the terminal: nothing of it is shown, and the terminal is given back on every way out. */
import {openSync} from 'node:fs';
import {ReadStream} from 'node:tty';
import {passwordIn} from '../../protocol/passwords.ts';
import type {SafeText} from '../../protocol/text.ts';
import {edits, EMPTY, insert, textOf, type Edit} from '../state/keyboard/editor.ts';
import {chord, type TermEvent} from '../../terminal/event.ts';
import {Input} from '../../terminal/input.ts';

const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

const EDITS: Readonly<Record<string, Edit>> = {
	backspace: 'deleteBack',
	'ctrl+h': 'deleteBack',
	'ctrl+w': 'deleteWordBack',
	'ctrl+u': 'deleteToStart',
};

/** Empty: nothing was typed; undefined: there is no terminal, or nobody wants to answer. */
export async function askPassword(question: SafeText): Promise<string | undefined> {
	const keyboard = openKeyboard();
	if (keyboard === undefined) return undefined;
	const answer = await readHidden(keyboard, question);
	if (keyboard !== process.stdin) keyboard.destroy();
	return answer;
}

/** The person's keyboard; stdin may be a pipe with the text to send. */
function openKeyboard(): ReadStream | undefined {
	if (!process.stderr.isTTY) return undefined; // nobody would see the question
	if (process.stdin.isTTY) return process.stdin;
	try {
		return new ReadStream(openSync('/dev/tty', 'r'));
	} catch {
		return undefined; // this process has no terminal, or the system has no such name for it
	}
}

function readHidden(keyboard: ReadStream, question: SafeText): Promise<string | undefined> {
	const input = new Input(keyboard);
	let editor = EMPTY;
	return new Promise(resolve => {
		const done = (answer?: string): void => {
			input.stop();
			for (const signal of ENDING) process.off(signal, die);
			process.stderr.write('\n');
			resolve(answer);
		};
		/** As if nobody had caught it. */
		const die = (signal: NodeJS.Signals): void => {
			done();
			process.kill(process.pid, signal);
		};
		const keys: Readonly<Record<string, () => void>> = {
			enter: () => done(textOf(editor)),
			'ctrl+j': () => done(textOf(editor)), // a line feed
			'ctrl+d': () => done(),
			'ctrl+c'() {
				done();
				process.kill(0, 'SIGINT'); // the whole group, as the terminal would: a loop around this ends as well
			},
		};
		for (const signal of ENDING) process.on(signal, die);
		input.onEnd = () => done();
		input.onEvent = (event: TermEvent) => {
			if (event.type === 'text') editor = insert(editor, event.text);
			if (event.type === 'paste') editor = insert(editor, passwordIn(event.text));
			if (event.type !== 'key') return;
			const edit = EDITS[chord(event)];
			if (edit) editor = edits[edit](editor);
			else keys[chord(event)]?.();
		};
		input.start();
		process.stderr.write(question); // last: from here on somebody types
	});
}
