/** Writes a state as text, so that two of them can be compared. */
import {slices, type SliceName, type State} from '../../server/chat/state.ts';
import type {Slice} from '../../server/chat/slice.ts';
import {PART_FILES} from '../../server/store/part-files.ts';

/** All that the files of a state would hold. */
export function storedText(state: State): string {
	const stored = (Object.keys(slices) as SliceName[]).flatMap(name => {
		const {dump} = slices[name] as Slice<unknown>; // each slice meets only its own state
		const keys = [...PART_FILES[name].inMemory(state)].sort();
		return keys.map(key => `${name} ${key} ${JSON.stringify(dump(state[name], key), sorted)}`);
	});
	return stored.join('\n');
}

/** Fields have no order: those that were read from a file may come in another one than those that events made. */
function sorted(_name: string, value: unknown): unknown {
	if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
		return value;
	return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
