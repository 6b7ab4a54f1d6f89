/** Connects to a server, with a notice on the first screen meanwhile. */
import {addressText} from '../../../protocol/address.ts';
import {safeText} from '../../../protocol/text.ts';
import type {Effect} from '../model/effect.ts';
import type {State} from '../model/state.ts';
import {step, type Step} from '../model/step.ts';
import {waitFor} from './waiting.ts';

type Going = Extract<Effect, {readonly type: 'probeServer' | 'trust' | 'signIn'}>;

export function connect(state: State, going: Going): Step {
	const {address} = going.type === 'signIn' ? going.credentials : going;
	return step(waitFor(state, safeText`Connecting to ${addressText(address)}…`), going);
}
