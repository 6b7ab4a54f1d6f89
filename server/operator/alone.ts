/** Does one work with the database of a folder at a time: saving, copying or replacing it, or forgetting a room of it. */
import {CannotStart} from '../../lib/cannot-start.ts';
import {cleanLine, safeText} from '../../protocol/text.ts';
import type {Problem} from '../../terminal/commands/command.ts';

/** Data folders that are being worked with. */
const busy = new Set<string>();

/** Says that a work lasts longer than it takes to answer. */
export type GoesOn = (rest: Promise<void>) => void;

/**
 * Does a work alone: two would write the same draft, and messages that are being saved must not be forgotten. Answers with the sentence
 * where the files do not allow it.
 */
export async function alone<T>(folder: string, work: (goesOn: GoesOn) => Promise<T>): Promise<T | Problem> {
	if (busy.has(folder))
		return {
			problem: safeText`The database is being saved, copied or loaded already; try again when that is done.`,
		};
	busy.add(folder);
	let rest = Promise.resolve();
	try {
		return await work(more => void (rest = more));
	} catch (error) {
		if (error instanceof CannotStart) return {problem: cleanLine(error.message)};
		throw error;
	} finally {
		void rest.finally(() => busy.delete(folder));
	}
}
