/** Asks the clients of other users for files and profiles, and holds what has not been answered yet. */
import type {UserName} from '../../../protocol/names.ts';
import {safeText, type SafeText} from '../../../protocol/text.ts';
import type {PeerAsk} from '../model/exchange.ts';
import type {State} from '../model/state.ts';
import {step, type Step} from '../model/step.ts';

/** Milliseconds after which the user is told that a client does not answer. */
const PATIENCE_MS = 60_000;

/** Asks a user's client; the status line says so until it answers. A later question takes the place of an earlier one. */
export function askPeer(state: State, user: UserName, ask: PeerAsk): Step {
	return step(
		withAsked(state, user, ask),
		{type: 'askPeer', user, ask, direct: state.settings.direct},
		{type: 'after', milliseconds: PATIENCE_MS, key: `asked ${user}`, event: {type: 'askExpired', user}},
	);
}

/** Notes that a user's client has answered, if it was asked for this. */
export function withAnswer(state: State, user: UserName, ...to: ReadonlyArray<PeerAsk['type']>): State {
	const asked = state.exchange.asked.get(user);
	return asked && to.includes(asked.type) ? withAsked(state, user, undefined) : state;
}

/** Notes that the profile of a user has come, whoever was asked for it. */
export function withProfileAnswer(state: State, of: UserName): State {
	const asker = [...state.exchange.asked].find(([, ask]) => ask.type === 'getProfile' && ask.of === of);
	return asker ? withAsked(state, asker[0], undefined) : state;
}

/** Notes that a user's client was asked; undefined: that nothing is awaited of it any more. */
export function withAsked(state: State, user: UserName, ask: PeerAsk | undefined): State {
	const asked = new Map(state.exchange.asked);
	asked.delete(user);
	if (ask) asked.set(user, ask);
	return {...state, exchange: {...state.exchange, asked}};
}

/**
 * Names whose client was asked last, in fewer and fewer words.
 * @returns undefined if nothing is awaited
 */
export function askedForms({exchange: {asked}}: State): readonly [SafeText, ...SafeText[]] | undefined {
	const user = [...asked.keys()].at(-1);
	return user && [safeText`Asking ${user}'s client…`, safeText`Asking ${user}…`, safeText`Asking…`];
}
