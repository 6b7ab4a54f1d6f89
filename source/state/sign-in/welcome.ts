/** Lists the choices of the first screen: servers visited before, servers found on the network, hosting, joining. */
import {addressText, isLoopback, joinLine, type Address} from '../../../protocol/address.ts';
import type {UserName} from '../../../protocol/names.ts';
import {safeText, type SafeText} from '../../../protocol/text.ts';
import {setText} from '../../../terminal/editor.ts';
import type {FoundServer, VisitedServer} from '../model/link.ts';
import type {State} from '../model/state.ts';
import type {Welcome} from '../model/welcome.ts';

type WelcomeChoice = (
	| {readonly type: 'known'; readonly server: VisitedServer}
	| {readonly type: 'found'; readonly server: FoundServer}
	| {readonly type: 'host' | 'join' | 'demo'}
) & {
	readonly label: SafeText;
	/** Where the choice leads. */
	readonly about: SafeText;
};

const demo: WelcomeChoice = {
	type: 'demo',
	label: safeText`Try everything alone`,
	about: safeText`Three sample people answer you; nothing of it is kept.`,
};

export function welcomeChoices({welcome}: State): readonly WelcomeChoice[] {
	return [
		...welcome.known.map(server => ({
			type: 'known' as const,
			server,
			label: knownText(server),
			about: server.resumable
				? safeText`Opens your chats; no password is needed.`
				: safeText`Asks for your password.`,
		})),
		...strangers(welcome).map(server => ({
			type: 'found' as const,
			server,
			label: safeText`Join ${server.name} at ${addressText(server.address)}`,
			about: safeText`On your network${keyText(server)}: sign up there, or sign in.`,
		})),
		{
			type: 'host',
			label: safeText`Host a chat on this machine`,
			about: safeText`Starts a server here, and shows the line with which others join.`,
		},
		...(welcome.offersDemo ? [demo] : []),
		{
			type: 'join',
			label: safeText`Join: type or paste an address`,
			about: safeText`The line that you were sent, or the name of a server.`,
		},
	];
}

/** Returns the servers found that were not visited before. */
function strangers({known, found}: Welcome): readonly FoundServer[] {
	const places = new Set(known.map(({address}) => addressText(address)));
	return found.filter(({address}) => !places.has(addressText(address)));
}

function keyText({fingerprint}: FoundServer): SafeText {
	return fingerprint === undefined ? safeText`` : safeText`, key ${fingerprint.slice(0, 8)}…`;
}

/** Lists other servers found; the chosen entry stays the chosen one. */
export function withFound(state: State, found: readonly FoundServer[]): State {
	const chosen = welcomeChoices(state)[state.welcome.choice];
	const next = {...state, welcome: {...state.welcome, found}};
	const at = welcomeChoices(next).findIndex(({label}) => label === chosen?.label);
	return {...next, welcome: {...next.welcome, choice: Math.max(0, at)}};
}

/**
 * Moves a visited server to the top of the list.
 * @param resumable whether this machine has a token for it
 */
export function beenTo(welcome: Welcome, {host, port}: Address, user: UserName, resumable: boolean): Welcome {
	const others = welcome.known.filter(({address}) => address.host !== host || address.port !== port);
	return {...welcome, known: [{address: {host, port}, user, resumable}, ...others], choice: 0};
}

/** Fills in the address of the command line, so that it can be mended, or tried again, if nothing comes of it. */
export function withAddress(state: State, asked: Address): State {
	const {welcome} = state;
	const address = setText(welcome.address, joinLine(asked));
	return {...state, welcome: {...welcome, address, isFilledIn: true, choice: joinChoice(state)}};
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
