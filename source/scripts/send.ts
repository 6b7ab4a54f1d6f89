/** `chat-tui send`: a message from a script, a long text as several; it succeeds only once the server has stored all of it. */
import type {Readable} from 'node:stream';
import type {ConversationId} from '../../protocol/names.ts';
import {refuse, sentence} from '../../protocol/refusals.ts';
import {MAX_TEXT_BYTES, safeText, textFault} from '../../protocol/text.ts';
import type {Calls} from '../link/calls.ts';
import {conversationWith} from './conversation.ts';
import {inMessages} from './in-messages.ts';
import {runScript, ScriptFailure, usage, type ExitCode, type Who, type World} from './script.ts';
import {orFail, scriptDevice, signedInScript} from './sign-in.ts';

/** Most messages that one text is sent as: more would bury what others say. */
export const MAX_MESSAGES = 50;

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
			await sendAll(calls, conversationOf(user), messages);
		});
	});
}

/** One after the other: each is stored before the next one is sent. */
async function sendAll(
	calls: Calls,
	conversation: ConversationId,
	messages: readonly string[],
): Promise<void> {
	const run = `${scriptDevice()}.${Date.now().toString(36)}`;
	for (const [at, text] of messages.entries()) {
		const answer = await calls.request({type: 'send', conversation, messageId: `${run}.${at + 1}`, text});
		orFail(
			answer,
			at === 0 ? undefined : safeText`Of ${messages.length} messages ${at} were sent, the next was not.`,
		);
	}
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
		return new TextDecoder('utf-8', {fatal: true}).decode(Buffer.concat(parts)).replace(/\r?\n$/, '');
	} catch {
		throw new ScriptFailure(sentence(refuse('textMalformed'))); // the decoder's TypeError says no more
	}
}
