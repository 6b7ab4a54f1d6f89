/** Defines the dialogs on the way in: unknown keys of servers, a session to take over, whom to host for. */
import {addressText} from '../../../../protocol/address.ts';
import {safeText} from '../../../../protocol/text.ts';
import {forgetPerson} from '../../model/initial.ts';
import {changeForm, isInChat} from '../../model/place.ts';
import type {State} from '../../model/state.ts';
import {step} from '../../model/step.ts';
import {connect} from '../../sign-in/connecting.ts';
import {focusField, switchedForm} from '../../sign-in/forms.ts';
import {withoutHeld} from '../../sign-in/held-text.ts';
import {failWaiting, waitFor} from '../../sign-in/waiting.ts';
import {momentText} from '../../text/time.ts';
import {cancel, no, onlyClose, type Definitions} from './definition.ts';

/** Says how to come in without the question. */
function notTrusted(state: State): State {
	return isInChat(state)
		? state
		: failWaiting(
				state,
				safeText`You did not trust the key. Ask the host for the join line: it holds the key, so that nothing is asked.`,
			);
}

export const signInDialogs: Definitions<
	'takeOver' | 'unknownServer' | 'changedServer' | 'newcomer' | 'host'
> = {
	takeOver: {
		title: () => safeText`Already signed in`,
		lines: ({credentials, since, from, screens}, state) =>
			screens === undefined
				? [
						safeText`${credentials.user} has been signed in since ${momentText(since, state)}, from ${from}.`,
						safeText`Take the session over? The other one is signed out then.`,
					]
				: [
						safeText`${credentials.user} is on ${screens} screens already; this server allows no more.`,
						safeText`Take over the oldest, at ${from} since ${momentText(since, state)}? It is signed out then.`,
					],
		choices: [no, {key: 'y', label: safeText`Take over`}],
		enter: 'n',
		escape: 'n',
		answer(state, {credentials}, key) {
			const settled = withoutHeld(state); // it may be the password once more
			if (key !== 'y' || credentials.kind === 'signUp') return step(settled);
			const waiting = changeForm(settled, form => ({...form, waiting: true}));
			return step(waiting, {type: 'signIn', credentials: {...credentials, takeOver: true}});
		},
	},
	unknownServer: {
		title: () => safeText`A server you have not been to`,
		lines: ({address, fingerprint}) => [
			safeText`The key of ${addressText(address)} is`,
			safeText`SHA256:${fingerprint}`,
			safeText`Compare it with what its operator tells you. Is it the same?`,
		],
		choices: [no, {key: 'y', label: safeText`Yes, trust it`}],
		enter: 'n',
		escape: 'n',
		answer: (state, {address, fingerprint, account}, key) =>
			key === 'y'
				? connect(state, {type: 'trust', address, fingerprint, ...(account && {account})})
				: step(notTrusted(state)),
	},
	changedServer: {
		title: () => safeText`This is not the server you know`,
		lines: ({address, expected, got}) => [
			safeText`The server at ${addressText(address)} has another key than before.`,
			safeText`Expected SHA256:${expected}`,
			safeText`Got      SHA256:${got}`,
			safeText`Nothing was sent to it. If its operator confirms the change, run`,
			safeText`chat-tui forget-server ${addressText(address)}`,
		],
		...onlyClose,
	},
	newcomer: {
		title: () => safeText`Do you have an account?`,
		lines: ({address}) => [
			safeText`At ${addressText(address)} each name belongs to an account with a password.`,
		],
		choices: [
			{key: 'n', label: safeText`No, I am new here`},
			{key: 'y', label: safeText`Yes, sign in`},
		],
		enter: 'n',
		escape: 'b',
		answer(state, _dialog, key) {
			if (key === 'b') return step(forgetPerson(state)); // back to the first screen, with the address as typed
			return step(key === 'n' ? changeForm(state, form => focusField(switchedForm(form), () => 0)) : state);
		},
	},
	host: {
		title: () => safeText`Host a chat`,
		lines: () => [
			safeText`Who may join?`,
			safeText`“Only this machine” is for who uses this computer, or to try it out; with “This network” others reach it by a line that you send them.`,
			safeText`The server goes on when you leave; npx chat-tui serve --stop ends it.`,
		],
		choices: [
			{key: 'm', label: safeText`Only this machine`},
			{key: 't', label: safeText`This network`},
			cancel,
		],
		enter: 'm',
		escape: 'c',
		answer: (state, _dialog, key) =>
			key === 'c'
				? step(state)
				: step(waitFor(state, safeText`Starting the server…`), {type: 'host', network: key === 't'}),
	},
};
