/** Runs `chat-tui send`: sends a text as one or more messages, and succeeds once the server has stored all of them. */
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

/** Sends the text. @param args the user or room, then the text; without a text it is read from stdin */
export async function send(
	args: readonly string[],
	account: ScriptAccount,
	environment: ScriptEnvironment,
): Promise<ExitCode> {
	return runScript(environment, async () => {
		const [to, ...words] = args;
		const {stdin} = environment;
		if (to === undefined)
			throw usage(safeText`Name a user or a room. Usage: chat-tui send <user|#room> [text...]`);
		if (words.length === 0 && stdin.isTTY)
			throw usage(safeText`The text is missing. Usage: chat-tui send ${to} <text...>`);
		const conversationOf = conversationWith(to);
		const text = words.length > 0 ? words.join(' ') : await readText(stdin);
		const messages = splitMessages(text);
		const fault = messages.length === 0 ? textFault('') : messages.map(textFault).find(Boolean);
		if (fault !== undefined) throw new ScriptFailure(sentence(refuse(fault)));
		if (messages.length > MAX_MESSAGES) throw tooMuch();
		await withSignIn(account, environment, async (calls, {user}) => {
			await sendAll(calls, conversationOf(user), messages, environment);
		});
	});
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
