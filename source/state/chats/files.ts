/** Finds the files of messages. */
import type {Conversation, Message} from '../model/conversation.ts';
import type {FileAt} from '../model/upload.ts';

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
