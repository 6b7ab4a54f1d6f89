/** Lists the choices of the first screen: servers visited before, hosting, joining. */
import {addressText, isLoopback, type Address} from '../../../protocol/address.ts';
import type {UserName} from '../../../protocol/names.ts';
import {safeText, type SafeText} from '../../../protocol/text.ts';
import type {VisitedServer} from '../model/link.ts';
import type {State, Welcome} from '../model/state.ts';

type WelcomeChoice =
	| {readonly type: 'known'; readonly server: VisitedServer; readonly label: SafeText}
	| {readonly type: 'host' | 'join'; readonly label: SafeText};

export function welcomeChoices({welcome}: State): readonly WelcomeChoice[] {
	return [
		...welcome.known.map(server => ({type: 'known' as const, server, label: knownText(server)})),
		{type: 'host', label: safeText`Host a chat on this machine`},
		{type: 'join', label: safeText`Join: type or paste an address`},
	];
}

/**
 * Moves a visited server to the top of the list.
 * @param resumable whether this machine has a token for it
 */
export function beenTo(welcome: Welcome, {host, port}: Address, user: UserName, resumable: boolean): Welcome {
	const others = welcome.known.filter(({address}) => address.host !== host || address.port !== port);
	return {...welcome, known: [{address: {host, port}, user, resumable}, ...others], choice: 0};
}

/** Returns the index of the choice with the address field. */
export function joinChoice(state: State): number {
	return welcomeChoices(state).findIndex(({type}) => type === 'join');
}

function knownText({address, user, resumable}: VisitedServer): SafeText {
	const where = isLoopback(address.host)
		? `on this machine (${addressText(address)})`
		: `at ${addressText(address)}`;
	if (user === undefined) return safeText`Go to the chat ${where}`;
	return resumable ? safeText`Continue as ${user} ${where}` : safeText`Sign in as ${user} ${where}`;
}
