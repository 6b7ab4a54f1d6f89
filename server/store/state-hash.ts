/** Hashes the state of one moment, so that servers on one record can tell whether theirs are the same. */
import {createHash, type Hash} from 'node:crypto';
import {isSliceOver, nextSlice} from '../../protocol/time-slice.ts';
import type {State} from '../chat/state.ts';
import type {Position, StateHash} from '../journal/journal.ts';
import type {Snapshot} from './snapshot.ts';

/** Levels of a part that are encoded item by item; all below these is short. */
const LEVELS = 3;

/**
 * Hashes what the files of the state would hold, and who is connected; in time slices. Parts have no order, nor have fields: a state that
 * was read from files is the same as one that was made by events. The snapshot is closed in the end.
 */
export async function hashOf(
	snapshot: Snapshot,
	{sessions, byUser}: Pick<State['presence'], 'sessions' | 'byUser'>,
	position: Position,
): Promise<StateHash> {
	const people = byUser.size;
	const connected = [...sessions].map(([id, {user, as}]) => `${id} ${user} ${as}`).sort();
	try {
		const hashes = [await hashOfPart('sessions', connected)];
		for (const {name, key, data} of snapshot.parts()) hashes.push(await hashOfPart(`${name} ${key}`, data));
		const hash = hex(createHash('sha256').update(hashes.sort().join()));
		return {position, people, hash};
	} finally {
		snapshot.close();
	}
}

async function hashOfPart(title: string, data: unknown): Promise<string> {
	const hash = createHash('sha256').update(title);
	for (const piece of pieces(data, LEVELS)) {
		hash.update(piece);
		if (isSliceOver()) await nextSlice();
	}

	return hex(hash);
}

function hex(hash: Hash): string {
	return hash.digest('hex').slice(0, 32);
}

function* pieces(found: unknown, levels: number): Generator<string> {
	const value = plain(found);
	if (levels === 0 || typeof value !== 'object' || value === null) {
		yield JSON.stringify(value, sorted);
	} else if (Array.isArray(value) || value instanceof Set) {
		yield '[';
		for (const item of value as Iterable<unknown>) yield* pieces(item, levels - 1);
		yield ']';
	} else {
		yield '{';
		for (const [name, field] of fieldsOf(value)) {
			yield JSON.stringify(name);
			yield* pieces(field, levels - 1);
		}

		yield '}';
	}
}

/** What `JSON.stringify` would write in place of a value. */
function plain(value: unknown): unknown {
	const {toJSON} = (value ?? {}) as {toJSON?: unknown}; // other values have none
	return typeof toJSON === 'function' ? (toJSON.call(value) as unknown) : value;
}

/** Gives an object its fields in the order of their names, and a set its items, as `JSON.stringify` asks. */
function sorted(_name: string, found: unknown): unknown {
	const value = plain(found);
	if (value instanceof Set) return [...(value as Set<unknown>)];
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
	return Object.fromEntries(fieldsOf(value));
}

function fieldsOf(value: object): Array<[string, unknown]> {
	const present = Object.entries(value).filter(([, field]: [string, unknown]) => field !== undefined);
	return present.sort(([one], [other]) => (one < other ? -1 : 1)) as Array<[string, unknown]>;
}
