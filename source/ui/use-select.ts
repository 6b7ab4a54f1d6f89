/** Selects a part of the state for a component, which renders again only when that part changes. */
import {useCallback, useRef, useSyncExternalStore} from 'react';
import type {State} from '../state/model/state.ts';
import type {Store} from '../state/runtime/store.ts';

/** The part of the store that a pane needs. */
export type Readable = Pick<Store, 'snapshot' | 'subscribe'>;

/**
 * Selects a part of the state, and renders again when it changes.
 * @param select the same function in each render
 * @param isSame whether two parts look the same; then the component keeps the one before
 */
export function useSelect<T>(
	store: Readable,
	select: (state: State) => T,
	isSame: (one: T, other: T) => boolean = Object.is,
): T {
	const last = useRef<{state: State; part: T} | undefined>(undefined);
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
