/** `chat-tui send`: a message from a script, a long text as several; it succeeds only once the server has stored all of it. */
import type {Readable} from 'node:stream';
import type {ConversationId} from '../../protocol/names.ts';
import {isRefusal, refuse, sentence, waitOf} from '../../protocol/refusals.ts';
import {MAX_TEXT_BYTES, safeText, textFault} from '../../protocol/text.ts';
import type {Answer, Calls} from '../link/calls.ts';
import {systemClock} from '../../lib/clock.ts';
import {conversationWith} from './conversation.ts';
import {inMessages} from './in-messages.ts';
import {print, runScript, ScriptFailure, usage, type ExitCode, type Who, type World} from './script.ts';
import {orFail, scriptDevice, signedInScript} from './sign-in.ts';

/** Most messages that one text is sent as: more would bury what others say. */
export const MAX_MESSAGES = 50;
/** Longest wait for a message's turn, in milliseconds, where the server has had enough for now. */
const MAX_WAIT = 15 * 60_000;

/** `args`: the user or room, then the text; without text it comes on stdin. */
export async function send(args: readonly string[], who: Who, world: World): Promise<ExitCode> {
	return runScript(world, async () => {
		const [to, ...words] = args;
		const {stdin} = world;
		if (to === undefined) throw usage(safeText`Say whom to send to: chat-tui send <user|#room> [text...].`);
		if (words.length === 0 && stdin.isTTY)
			throw usage(safeText`Say what to send: chat-tui send ${to} <text...>.`);
		const conversationOf = conversationWith(to);
		const text = words.length > 0 ? words.join(' ') : await readText(stdin);
		const messages = inMessages(text);
		const fault = messages.length === 0 ? textFault('') : messages.map(textFault).find(Boolean);
		if (fault !== undefined) throw new ScriptFailure(sentence(refuse(fault)));
		if (messages.length > MAX_MESSAGES) throw tooMuch();
		await signedInScript(who, world, async (calls, {user}) => {
			await sendAll(calls, conversationOf(user), messages, world);
		});
	});
}

/** One after the other: each is stored before the next one is sent. */
async function sendAll(
	calls: Calls,
	conversation: ConversationId,
	messages: readonly string[],
	world: World,
): Promise<void> {
	const run = `${scriptDevice()}.${Date.now().toString(36)}`;
	const waiting = patience(world);
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
 * Asks again where the server has had enough for now, after as long as it says, and says so once. Who would have to wait for
 * longer than {@link MAX_WAIT} gets the refusal.
 */
function patience({stderr, clock = systemClock}: World) {
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

/** All of stdin without the line feed at its end; no more than can be sent is read. */
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
