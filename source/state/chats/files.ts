/** Finds the files of messages, and sends one into the open conversation. */
import {traitsOf} from '../../../protocol/conversation-kind.ts';
import {safeText, type SafeText} from '../../../protocol/text.ts';
import type {Conversation, Message} from '../model/conversation.ts';
import type {State} from '../model/state.ts';
import {step, type Step} from '../model/step.ts';
import type {FileAt, FileSource} from '../model/upload.ts';
import {setStatusMessage} from './saying.ts';

/** Sends a file by way of the server. @returns the problem where the open conversation takes none */
export function upload(state: State, from: FileSource): Step | {problem: SafeText} {
	const {open} = state;
	if (open === undefined) return {problem: safeText`No conversation is open; go to one first.`};
	if (!traitsOf(open).isStored)
		return {
			problem: safeText`In a private chat nothing goes to the server; /send-file sends the file directly.`,
		};
	const sent = {type: 'upload', conversation: open, from} as const;
	return state.link.status === 'online'
		? step(state, sent)
		: step(setStatusMessage(state, safeText`The file goes out when the server is back.`), sent);
}

/** Returns the file of a message; undefined where it has none. */
export function fileOf({sequence, file}: Message): Omit<FileAt, 'conversation'> | undefined {
	return file && {sequence, file};
}

/** Lists the files of the messages that are held, the newest first. */
export function filesIn({window}: Conversation): ReadonlyArray<Omit<FileAt, 'conversation'>> {
	return window.chunks
		.flat()
		.flatMap(message => fileOf(message) ?? [])
		.reverse();
}
