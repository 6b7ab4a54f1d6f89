/** Sends a file to a friend's client: offers it, waits for the yes, and ends once the friend has the whole file. */
import path from 'node:path';
import {cleanLine, safeText, type SafeText} from '../../protocol/text.ts';
import {userName} from '../../protocol/names.ts';
import type {SignedInChat} from '../library/chat.ts';
import {safeName} from '../peer/files/safe-name.ts';
import {notSharedSentence} from '../peer/files/sentences.ts';
import {findPlainFile} from '../peer/files/walk-shared.ts';
import {endedBySignal} from './ended-by-signal.ts';
import {print, ScriptFailure, usage, type ScriptEnvironment} from './script.ts';

type FileFor = {readonly user: string; readonly path: string; readonly name: SafeText};

/**
 * Checks what stands on the command line, before anything is sent.
 * @throws ScriptFailure if the receiver is not a user, or the file cannot be sent
 */
export async function fileFor(to: string, given: string): Promise<FileFor> {
	const user = userName(to);
	if (user === undefined) throw usage(safeText`A file goes to one user; write a name like bob.`);
	const absolute = path.resolve(given);
	const found = await findPlainFile(absolute);
	if ('fault' in found) throw new ScriptFailure(notSharedSentence(found.fault, cleanLine(given)));
	return {user, path: absolute, name: safeName(path.basename(found.file))};
}

/**
 * Sends the file. A signal withdraws the offer before it ends the process.
 * @throws ChatError if the friend does not have the whole file at the end
 */
export async function sendFile(
	{user, path: file, name}: FileFor,
	chat: SignedInChat,
	{stderr}: ScriptEnvironment,
): Promise<void> {
	const waiting = () =>
		void print(stderr, safeText`chat-tui: Waiting for ${user} to accept ${name}; Ctrl-C ends it.`);
	await endedBySignal(async signal => chat.sendFile(user, file, {waiting, signal}), chat);
}
