/** Runs `chat-tui send`: sends a text as one or more messages, and a file; succeeds once the server, or the friend, has all of it. */
import type {Readable} from 'node:stream';
import type {ConversationId} from '../../protocol/names.ts';
import {isRefusal, refuse, sentence, waitOf} from '../../protocol/refusals.ts';
import {MAX_TEXT_BYTES, safeText, textFault} from '../../protocol/text.ts';
import type {Answer, Calls} from '../link/calls.ts';
import {systemClock} from '../../lib/clock.ts';
import {conversationWith} from './conversation.ts';
import {splitMessages} from './split-messages.ts';
import {
	print,
	runScript,
	ScriptFailure,
	usage,
	type ExitCode,
	type ScriptAccount,
	type ScriptEnvironment,
} from './script.ts';
import {orFail, scriptDevice, withSignIn} from './sign-in.ts';

/** Maximum messages that one text is sent as. */
const MAX_MESSAGES = 50;
/** Maximum milliseconds that one message waits for a server that refuses it for now. */
const MAX_WAIT = 15 * 60_000;

type SendOptions = ScriptAccount & {
	/** Path of a file that is sent after the text. */
	readonly file?: string;
};

/** Sends the text, then the file. @param args the user or room, then the text; without a text and a file it is read from stdin */
export async function send(
	args: readonly string[],
	{file: given, ...account}: SendOptions,
	environment: ScriptEnvironment,
): Promise<ExitCode> {
	return runScript(environment, async () => {
		const [to, ...words] = args;
		const {stdin} = environment;
		if (to === undefined)
			throw usage(safeText`Name a user or a room. Usage: chat-tui send <user|#room> [text...]`);
		const isFileAlone = words.length === 0 && given !== undefined;
		if (words.length === 0 && !isFileAlone && stdin.isTTY)
			throw usage(safeText`The text is missing. Usage: chat-tui send ${to} <text...>`);
		const conversationOf = conversationWith(to);
		const sendsFile = given === undefined ? undefined : await fileSender(to, given);
		const messages = isFileAlone
			? []
			: messagesOf(words.length > 0 ? words.join(' ') : await readText(stdin));
		await withSignIn(account, environment, async (calls, me, server) => {
			await sendAll(calls, conversationOf(me.user), messages, environment);
			await sendsFile?.({calls, me, server}, environment);
		});
	});
}

/** Checks the file, and loads what sends it. @throws ScriptFailure if it cannot be sent */
async function fileSender(to: string, given: string) {
	const {fileFor, sendFile} = await import('./send-file.ts');
	const file = await fileFor(to, given);
	return async (signedIn: Parameters<typeof sendFile>[1], environment: ScriptEnvironment) =>
		sendFile(file, signedIn, environment);
}

/** Splits a text into messages. @throws ScriptFailure if it cannot be sent */
function messagesOf(text: string): readonly string[] {
	const messages = splitMessages(text);
	const fault = messages.length === 0 ? textFault('') : messages.map(textFault).find(Boolean);
	if (fault !== undefined) throw new ScriptFailure(sentence(refuse(fault)));
	if (messages.length > MAX_MESSAGES) throw tooMuch();
	return messages;
}

/** Sends the messages one after another: each is stored before the next one is sent. */
async function sendAll(
	calls: Calls,
	conversation: ConversationId,
	messages: readonly string[],
	environment: ScriptEnvironment,
): Promise<void> {
	const run = `${scriptDevice()}.${Date.now().toString(36)}`;
	const waiting = retryWhenAllowed(environment);
	for (const [at, text] of messages.entries()) {
		const request = {type: 'send', conversation, messageId: `${run}.${at + 1}`, text} as const;
		const answer = await waiting(() => calls.request(request));
		orFail(
			answer,
			at === 0 ? undefined : safeText`Of ${messages.length} messages ${at} were sent, the next was not.`,
		);
	}
}

/**
 * Repeats a request that the server refuses for now, after the time that it names, and reports the first wait.
 * @returns the refusal if all waits together would exceed {@link MAX_WAIT}
 */
function retryWhenAllowed({stderr, clock = systemClock}: ScriptEnvironment) {
	let isTold = false;
	return async (ask: () => Promise<Answer<'send'>>): Promise<Answer<'send'>> => {
		for (let waited = 0; ;) {
			const answer = await ask();
			const wait = isRefusal(answer) ? waitOf(answer) : undefined;
			if (!isRefusal(answer) || wait === undefined || waited + wait > MAX_WAIT) return answer;
			if (!isTold) await print(stderr, safeText`chat-tui: ${sentence(answer)} Waiting; Ctrl-C ends it.`);
			isTold = true;
			await new Promise<void>(resolve => clock.after(wait, resolve));
			waited += wait;
		}
	};
}

function tooMuch(): ScriptFailure {
	return new ScriptFailure(
		safeText`The text is longer than ${MAX_MESSAGES} messages; send a part of it, like its end: … | tail -n 100 | chat-tui send ….`,
	);
}

/** Reads stdin without the line feed at its end; it fails at once where the text is longer than can be sent. */
async function readText(stdin: Readable): Promise<string> {
	const parts: Buffer[] = [];
	let size = 0;
	for await (const part of stdin as AsyncIterable<Buffer | string>) {
		const bytes = Buffer.from(part as string);
		parts.push(bytes);
		size += bytes.length;
		if (size > MAX_MESSAGES * MAX_TEXT_BYTES) throw tooMuch();
	}

	try {
		return new TextDecoder('utf-8', {fatal: true, ignoreBOM: true})
			.decode(Buffer.concat(parts))
			.replace(/\r?\n$/, '');
	} catch {
		throw new ScriptFailure(sentence(refuse('textMalformed'))); // the decoder's TypeError says no more
	}
}
