/** Whoever uses the keyboard is not idle, whatever they do with it: the server is told so now and then. */
import {isInChat} from '../model/place.ts';
import type {AnnouncementOf} from '../../../protocol/index.ts';
import {safeText} from '../../../protocol/text.ts';
import type {State} from '../model/state.ts';
import {step, type Step} from '../model/step.ts';

/** Milliseconds from one time to the next, while one goes on: far less than any limit of idleness in use. */
export const ACTIVE_EVERY = 20_000;

/** The server is about to sign out whoever does nothing: a key that it was not told of is told now, else a key is asked for. */
export function idling(state: State, {seconds}: AnnouncementOf<'idling'>): Step {
	if (state.keyAt > state.activeAt) return tellActive({...state, activeAt: 0});
	const hint = safeText`You have done nothing for long: in ${seconds} s you are signed out. Press any key to stay.`;
	return step({...state, activeAt: 0, hint}, {type: 'bell'});
}

/** A key was pressed. */
export function tellActive(state: State): Step {
	const {link, now, activeAt} = state;
	const silent = !isInChat(state) || link.status !== 'online' || now - activeAt < ACTIVE_EVERY;
	return silent ? step(state) : step({...state, activeAt: now}, {type: 'request', request: {type: 'active'}});
}
