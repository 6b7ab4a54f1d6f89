/** `chat-tui send`: one message from a script; it succeeds only once the server has stored it. */
import type {Readable} from 'node:stream';
import {refuse, sentence} from '../../protocol/refusals.ts';
import {MAX_TEXT_BYTES, safeText, textFault} from '../../protocol/text.ts';
import {conversationWith} from './conversation.ts';
import {runScript, ScriptFailure, thisProcess, usage, type ExitCode, type Who, type World} from './script.ts';
import {orFail, scriptDevice, signedInScript} from './sign-in.ts';

/** `args`: the user or room, then the text; without text it comes on stdin. */
export async function send(
	args: readonly string[],
	who: Who,
	world: World = thisProcess(),
): Promise<ExitCode> {
	return runScript(world, async () => {
		const [to, ...words] = args;
		const {stdin} = world;
		if (to === undefined) throw usage(safeText`Say whom to send to: chat-tui send <user|#room> [text...].`);
		if (words.length === 0 && stdin.isTTY)
			throw usage(safeText`Say what to send: chat-tui send ${to} <text...>.`);
		const conversationOf = conversationWith(to);
		const text = words.length > 0 ? words.join(' ') : await readText(stdin);
		const fault = textFault(text);
		if (fault !== undefined) throw new ScriptFailure(sentence(refuse(fault)));
		await signedInScript(who, world, async (calls, {user}) => {
			const messageId = `${scriptDevice()}.${Date.now().toString(36)}.1`;
			orFail(await calls.request({type: 'send', conversation: conversationOf(user), messageId, text}));
		});
	});
}

/** All of stdin without the line feed at its end; no more than can be sent is read. */
async function readText(stdin: Readable): Promise<string> {
	const parts: Buffer[] = [];
	let size = 0;
	for await (const part of stdin as AsyncIterable<Buffer | string>) {
		const bytes = Buffer.from(part as string);
		parts.push(bytes);
		size += bytes.length;
		if (size > MAX_TEXT_BYTES + 2) throw new ScriptFailure(sentence(refuse('textTooLong')));
	}

	try {
		return new TextDecoder('utf-8', {fatal: true}).decode(Buffer.concat(parts)).replace(/\r?\n$/, '');
	} catch {
		throw new ScriptFailure(sentence(refuse('textMalformed'))); // the decoder's TypeError says no more
	}
}
