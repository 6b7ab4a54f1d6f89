/** Selects a part of the state for a component, which renders again only when that part changes. */
import {useCallback, useRef, useSyncExternalStore} from 'react';

/** A store that holds a state; a listener is called after each change. */
export type Readable<S> = {
	snapshot(): S;
	subscribe(listener: () => void): () => void;
};

/**
 * Selects a part of the state, and renders again when it changes.
 * @param select the same function in each render
 * @param isSame whether two parts look the same; then the component keeps the one before
 */
export function useSelect<S, T>(
	store: Readable<S>,
	select: (state: S) => T,
	isSame: (one: T, other: T) => boolean = Object.is,
): T {
	const last = useRef<{state: S; part: T} | undefined>(undefined);
	const read = useCallback(() => {
		const state = store.snapshot();
		if (last.current?.state === state) return last.current.part;
		const part = select(state);
		const same = last.current !== undefined && isSame(last.current.part, part);
		last.current = {state, part: same && last.current ? last.current.part : part};
		return last.current.part;
	}, [store, select, isSame]);
	const subscribe = useCallback((listener: () => void) => store.subscribe(listener), [store]);
	return useSyncExternalStore(subscribe, read);
}
