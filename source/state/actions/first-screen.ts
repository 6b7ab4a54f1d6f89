/** Chooses on the first screen: a known server, hosting, or an address that was typed. */
import {openDialog} from '../dialogs/dialogs.ts';
import type {State} from '../model/state.ts';
import {failWaiting} from '../sign-in/waiting.ts';
import {connect} from '../sign-in/connecting.ts';
import {type Step, step} from '../model/step.ts';
import {joinChoice, welcomeChoices} from '../sign-in/welcome.ts';
import {isCutOff, parseAddress} from '../../../protocol/address.ts';
import {safeText} from '../../../protocol/text.ts';
import {textOf} from '../../../terminal/editor.ts';

export function chooseWelcome(state: State, by: 1 | -1): State {
	const {length} = welcomeChoices(state);
	return {...state, welcome: {...state.welcome, choice: (state.welcome.choice + by + length) % length}};
}

/** Enter: carries out the chosen entry. */
export function acceptWelcome(state: State): Step {
	const choice = welcomeChoices(state)[state.welcome.choice];
	if (!choice) return step(state);
	if (choice.type === 'host') return step(openDialog(state, {type: 'host'}));
	if (choice.type === 'demo') return step(state, {type: 'demo'});
	if (choice.type === 'found') return connect(state, {type: 'probeServer', address: choice.server.address});
	if (choice.type !== 'known') return join(state);
	const {address, user, resumable} = choice.server;
	return resumable && user !== undefined
		? connect(state, {type: 'signIn', credentials: {kind: 'resume', address, user}})
		: connect(state, {type: 'probeServer', address});
}

/**
 * Handles a click: focuses the address field, or carries out another entry.
 * @param choice index of the entry, from 0
 */
export function pickWelcome(state: State, choice: number): Step {
	const chosen = {...state, welcome: {...state.welcome, choice}};
	return choice === joinChoice(state) ? step(chosen) : acceptWelcome(chosen);
}

function join(state: State): Step {
	const text = textOf(state.welcome.address);
	const address = parseAddress(text);
	if (text.trim() === '')
		return step(failWaiting(state, safeText`Type an address, such as 192.168.1.5:10001.`));
	if (isCutOff(text))
		return step(
			failWaiting(state, safeText`That looks cut off; paste the whole join line, however many lines it has.`),
		);
	if (!address)
		return step(
			failWaiting(
				state,
				safeText`That is not a valid address; it looks like 192.168.1.5:10001, or a whole join line.`,
			),
		);
	return connect(state, {type: 'probeServer', address});
}
