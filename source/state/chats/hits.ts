/** Goes through the hits of the last search, without opening the search again. */
import {safeText} from '../../../protocol/text.ts';
import type {State} from '../model/state.ts';
import {change} from './conversations.ts';
import {switchTo} from './opening.ts';

type Hits = NonNullable<State['hits']>;

/** Opens the conversation at a hit, selects and unfolds it, and lets its keys go on to the next one. */
export function showHit(state: State, {text, found, at}: Hits): State {
	const hit = found[at];
	if (!hit) return state;
	const {conversation, sequence} = hit;
	const there = change(switchTo(state, conversation, sequence), conversation, held => ({
		...held,
		unfolded: [...new Set([...(held.unfolded ?? []), sequence])],
	}));
	const statusMessage = safeText`Hit ${at + 1} of ${found.length}: n older, N newer`;
	return {...there, hits: {text, found, at}, selected: {conversation, sequence}, statusMessage};
}

/** Shows the next hit: they are sorted by time, the newest first. */
export function nextHit(state: State, by: 1 | -1): State {
	const {hits} = state;
	if (!hits) return {...state, statusMessage: safeText`Nothing was searched for.`};
	const at = hits.at + by;
	if (hits.found[at]) return showHit(state, {...hits, at});
	return {...state, statusMessage: by === 1 ? safeText`No older hit.` : safeText`No newer hit.`};
}
