/** Writes the part of the state that only memory holds as text, and reads it: for a server that joins others. */
import {VOLATILE, type State} from '../chat/state.ts';

/** Maps and sets are marked by these fields, which no event has. */
type Marked = {$map?: Array<[unknown, unknown]>; $set?: unknown[]};

export function volatileText(state: State): string {
	return JSON.stringify(
		Object.fromEntries(VOLATILE.map(name => [name, state[name]])),
		(_key, value: unknown) => {
			if (value instanceof Map) return {$map: [...(value as Map<unknown, unknown>)]};
			if (value instanceof Set) return {$set: [...(value as Set<unknown>)]};
			return value;
		},
	);
}

/** Replaces what the state has. @param text as another server of the same version wrote it */
export function loadVolatile(state: State, text: string): void {
	const found = JSON.parse(text, (_key, value: unknown) => {
		const {$map, $set} = (value ?? {}) as Marked; // other values have neither
		if ($map) return new Map($map);
		return $set ? new Set($set) : value;
	}) as Partial<State>;
	for (const name of VOLATILE) Object.assign(state, {[name]: found[name] ?? state[name]});
}
