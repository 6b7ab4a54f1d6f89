/** Sets the user away after minutes without a key, and online at the next one. */
import type {Effect} from '../model/effect.ts';
import {ownAwayText, ownPresence, withOwnPresence} from './people.ts';
import type {State} from '../model/state.ts';
import {step, type Step} from '../model/step.ts';

/** Milliseconds without a key before the user is away. */
export const AUTO_AWAY_MS = 5 * 60_000;

/** Returns the effect that checks later whether the user is idle. */
export function checkIdleLater(milliseconds = AUTO_AWAY_MS): Effect {
	return {type: 'after', milliseconds, key: 'doze', event: {type: 'dozeDue'}};
}

/** Sets the user away if there was no key for long; a user who is away or busy stays so. */
export function goAwayIfIdle(state: State): Step {
	if (!state.me || state.isAutoAway) return step(state);
	const left = state.keyAt + AUTO_AWAY_MS - state.now;
	if (left > 0) return step(state, checkIdleLater(left));
	if (ownPresence(state) !== 'online' || state.link.status !== 'online') return step(state, checkIdleLater());
	return step(withOwnPresence({...state, isAutoAway: true}, 'away'), {
		type: 'request',
		request: {
			type: 'setPresence',
			presence: 'away',
			...(state.me.screens !== undefined && {idle: AUTO_AWAY_MS}),
		},
	});
}

/** Sets the user online again, at the first key after they were set away automatically. */
export function returnFromAway(state: State): Step {
	if (!state.isAutoAway) return step(state);
	const awake = withOwnPresence({...state, isAutoAway: false}, 'online');
	if (state.link.status !== 'online') return step(awake, checkIdleLater());
	return step(awake, {type: 'request', request: {type: 'setPresence', presence: 'online'}}, checkIdleLater());
}

/** The user is at another screen: the server has not set them away. */
export function stayOnline(state: State): Step {
	if (!state.isAutoAway) return step(state);
	return step(withOwnPresence({...state, isAutoAway: false}, 'online'), checkIdleLater());
}

/** Follows the presence that another screen has set: a key here ends an absence without a text, wherever it began. */
export function followOwnPresence(before: State, state: State): State {
	if (state.me?.screens === undefined || ownPresence(before) === ownPresence(state)) return state;
	return {...state, isAutoAway: ownPresence(state) === 'away' && ownAwayText(state) === undefined};
}
