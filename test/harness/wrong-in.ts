/** What does not fit together in a state, as a check of its files would say it. */
import type {State} from '../../server/chat/state.ts';
import {wrongReferences} from '../../server/database/check/references.ts';

export async function wrongIn(state: State): Promise<string[]> {
	const found: string[] = [];
	for await (const each of wrongReferences(state)) found.push(each);
	return found;
}
