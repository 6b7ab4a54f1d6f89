/** The first screen: where one has been, then how to begin; and how each of these goes on. */
import {addressText, isLoopback, parseAddress, type Address} from '../../../protocol/address.ts';
import type {UserName} from '../../../protocol/names.ts';
import {safeText, type SafeText} from '../../../protocol/text.ts';
import type {VisitedServer} from '../model/link.ts';
import {connect} from './connecting.ts';
import {ask} from '../dialogs/dialogs.ts';
import {textOf} from '../keyboard/editor.ts';
import type {State, Welcome} from '../model/state.ts';
import {step, type Step} from '../model/step.ts';
import {askedNow, failWaiting} from './waiting.ts';

export type WelcomeChoice =
	| {readonly type: 'known'; readonly server: VisitedServer; readonly label: SafeText}
	| {readonly type: 'host' | 'join'; readonly label: SafeText};

export function welcomeChoices({welcome}: State): readonly WelcomeChoice[] {
	return [
		...welcome.known.map(server => ({type: 'known' as const, server, label: knownText(server)})),
		{type: 'host', label: safeText`Host a chat on this machine`},
		{type: 'join', label: safeText`Join: type or paste an address`},
	];
}

/** The server comes first from now on; `resumable`: this machine can go back there without a password. */
export function beenTo(welcome: Welcome, {host, port}: Address, user: UserName, resumable: boolean): Welcome {
	const others = welcome.known.filter(({address}) => address.host !== host || address.port !== port);
	return {...welcome, known: [{address: {host, port}, user, resumable}, ...others], choice: 0};
}

/** The choice that has the address field. */
export function joinChoice(state: State): number {
	return welcomeChoices(state).findIndex(({type}) => type === 'join');
}

export function chooseWelcome(state: State, by: 1 | -1): State {
	const {length} = welcomeChoices(state);
	return {...state, welcome: {...state.welcome, choice: (state.welcome.choice + by + length) % length}};
}

/** Enter. While an answer is awaited it does nothing. */
export function acceptWelcome(before: State): Step {
	const state = before.welcome.waiting === undefined ? askedNow(before) : before;
	const choice = welcomeChoices(state)[state.welcome.choice];
	if (!choice || state.welcome.waiting !== undefined) return step(state);
	if (choice.type === 'host') return step(ask(state, {type: 'host'}));
	if (choice.type !== 'known') return join(state);
	const {address, user, resumable} = choice.server;
	return resumable && user !== undefined
		? connect(state, {type: 'signIn', credentials: {kind: 'resume', address, user}})
		: connect(state, {type: 'probeServer', address});
}

/** A click: on the address field it goes there, on anything else it does it. */
export function pickWelcome(state: State, choice: number): Step {
	if (state.welcome.waiting !== undefined) return step(state);
	const chosen = {...state, welcome: {...state.welcome, choice}};
	return choice === joinChoice(state) ? step(chosen) : acceptWelcome(chosen);
}

function join(state: State): Step {
	const text = textOf(state.welcome.address);
	const address = parseAddress(text);
	if (text.trim() === '')
		return step(failWaiting(state, safeText`Type an address, such as 192.168.1.5:10001.`));
	if (!address)
		return step(
			failWaiting(
				state,
				safeText`That is no address; it looks like 192.168.1.5:10001, or a whole join line.`,
			),
		);
	return connect(state, {type: 'probeServer', address});
}

function knownText({address, user, resumable}: VisitedServer): SafeText {
	const where = isLoopback(address.host)
		? `on this machine (${addressText(address)})`
		: `at ${addressText(address)}`;
	if (user === undefined) return safeText`Go to the chat ${where}`;
	return resumable ? safeText`Continue as ${user} ${where}` : safeText`Sign in as ${user} ${where}`;
}
