/** Finds the server and the user, checks the server's key, and signs in. */
import type {Clock} from '../../lib/clock.ts';
import {addressText, DEFAULT_PORT, isLocal, type Address} from '../../protocol/address.ts';
import {userName, type UserName} from '../../protocol/names.ts';
import {isRefusal, refuseName, sentence} from '../../protocol/refusals.ts';
import {safeText, type SafeText} from '../../protocol/text.ts';
import type {EnterRequest} from '../link/attempt.ts';
import type {Answer} from '../link/calls.ts';
import {accountsOf} from '../link/client-profile.ts';
import {Connector} from '../link/connector.ts';
import {whyNot} from '../link/dial.ts';
import {knownServer, knownServers} from '../link/known-servers.ts';
import type {Direct} from '../state/model/peer.ts';
import {SignedInChat} from './chat.ts';
import {ChatError, orThrow} from './chat-error.ts';
import {Connection} from './connection.ts';
import {usage} from './names.ts';

/** What a program says of the server and its user. What is missing is taken from the last sign-in on this machine. */
type Wishes = {
	/** With a fingerprint, the server must show this key. */
	readonly address?: Address | undefined;
	readonly user?: string | undefined;
	readonly password?: string | undefined;
	readonly signUp?: boolean | undefined;
	readonly insecurePlaintext?: boolean | undefined;
	readonly as?: 'script' | 'screen' | undefined;
	readonly reconnect?: boolean | undefined;
	readonly downloads: string;
	readonly direct?: Direct | undefined;
};

/** The machine as the library uses it. */
type Surroundings = {
	/** The client's own folder. */
	readonly home: string;
	/** The file with the certificate of this user's own server; it need not exist. */
	readonly ownCertificate?: string;
	readonly clock: Clock;
	/** For the time that the server and others may take; the same clock unless it is given. */
	readonly patience?: Clock | undefined;
	/** Told of a key that is accepted at the first contact, and of one that cannot be kept. */
	readonly notice: (sentence: SafeText) => void;
	/** Asks the person at the terminal. @returns '' or undefined if there is no answer */
	readonly askPassword?: ((question: SafeText) => Promise<string | undefined>) | undefined;
};

/** Connects and signs in. Its events wait until {@link SignedInChat.open}. @throws ChatError, ClientFileError */
export async function openChat(wishes: Wishes, surroundings: Surroundings): Promise<SignedInChat> {
	const {home, clock, patience = clock} = surroundings;
	const {as = 'script', direct = 'lan', reconnect = true, downloads} = wishes;
	const asked = wishes.address ?? (await lastServer(home));
	const user = await userOf(wishes, home, asked);
	const device = as === 'script' ? `script${letters(10, clock)}` : letters(12, clock);
	const connector = connectorOf(wishes, surroundings, asked);
	let opened: {close(): void | Promise<void>} = connector;
	try {
		const address = await reach(connector, asked, surroundings);
		const connection = new Connection({address, connector, clock, reconnects: reconnect});
		const chat = new SignedInChat({connection, user, as, device, home, downloads, direct, clock, patience});
		opened = chat;
		const enter = async (request: EnterRequest) => connection.enter(request, chat);
		orThrow(await signIn(enter, {...wishes, as}, {user, device, address, surroundings}));
		await chat.ready();
		return chat;
	} catch (error) {
		await opened.close(); // signs out a chat that is signed in already
		throw error;
	}
}

function letters(count: number, clock: Clock): string {
	return Array.from({length: count}, () => Math.floor(clock.random() * 36).toString(36)).join('');
}

/** Finds the server used last, else the default one on this machine. */
async function lastServer(home: string): Promise<Address> {
	const [last] = await knownServers(home);
	return last ? {host: last.host, port: last.port} : {host: '127.0.0.1', port: DEFAULT_PORT};
}

/** Takes the user who is named, else the last one who signed in there on this machine. @throws ChatError */
async function userOf({user}: Wishes, home: string, address: Address): Promise<UserName> {
	const name = user === undefined ? (await knownServer(home, address))?.lastUser : userName(user);
	if (name !== undefined) return name;
	const fault = user === undefined ? undefined : refuseName(user);
	throw usage(fault ? sentence(fault) : safeText`Name the user: --user NAME, or the option user of connect.`);
}

function connectorOf(
	{insecurePlaintext}: Wishes,
	{home, ownCertificate, clock, notice}: Surroundings,
	{fingerprint}: Address,
) {
	/** A fingerprint that was named needs no file. */
	const notKept = (problem: SafeText) => {
		if (fingerprint === undefined) notice(safeText`chat-tui: ${problem}`);
	};
	return new Connector({home, ownCertificate, insecurePlaintext, notKept}, clock);
}

/**
 * Makes the first connection, which waits for the sign-in. A server on this machine is trusted at the first contact.
 * @returns the address, with the fingerprint of the key if it was accepted just now
 * @throws ChatError
 */
async function reach(connector: Connector, address: Address, {notice}: Surroundings): Promise<Address> {
	let accepted: string | undefined;
	const found = await connector.probe(address, fingerprint => {
		if (isLocal(address)) accepted = fingerprint;
		return accepted !== undefined;
	});
	if (found.found !== 'server') {
		const hint =
			found.found === 'unknown'
				? safeText` If that is its fingerprint, add --trust SHA256:${found.fingerprint}.`
				: '';
		const code = found.found === 'unknown' || found.found === 'changed' ? 'unknownServer' : 'offline';
		throw new ChatError(code, whyNot(address, found) + hint);
	}

	if (accepted === undefined) return address;
	notice(safeText`Accepted the key of ${addressText(address)}, seen for the first time: SHA256:${accepted}`);
	return {...address, fingerprint: accepted};
}

type Place = {
	readonly user: UserName;
	readonly device: string;
	readonly address: Address;
	readonly surroundings: Surroundings;
};

/** Signs up, or signs in by the token that this machine keeps, else by the password. @throws ChatError */
async function signIn(
	enter: (request: EnterRequest) => Promise<Answer<'signIn'>>,
	{password, signUp, as}: Wishes & {as: 'script' | 'screen'},
	{user, device, address, surroundings}: Place,
): Promise<Answer<'signIn'>> {
	const byPassword = async (password: string) => enter({type: 'signIn', user, password, as, device});
	if (signUp) {
		if (!password) throw usage(safeText`Put the new account's password into CHAT_TUI_PASSWORD.`);
		const {code} = address;
		return enter({type: 'signUp', user, password, as, device, ...(code && {code})});
	}

	// The token belongs to the full-screen client, which a screen with it would put out.
	const token = as === 'script' ? await resumeRequest(surroundings.home, address, user) : undefined;
	const answer = token && (await enter(token));
	if (answer && !(isRefusal(answer) && answer.refusal === 'badToken')) return answer;
	return byPassword(password ?? (await askPassword(user, address, surroundings)));
}

/** @returns the request with a token that this machine keeps, if it keeps one */
async function resumeRequest(
	home: string,
	address: Address,
	user: UserName,
): Promise<EnterRequest | undefined> {
	const {token, device} =
		(await accountsOf({home, address, user})).find(each => each.token !== undefined) ?? {};
	return token === undefined || device === undefined
		? undefined
		: {type: 'resume', token, as: 'script', device};
}

async function askPassword(
	user: UserName,
	address: Address,
	{askPassword: ask}: Surroundings,
): Promise<string> {
	const password = await ask?.(safeText`Password of ${user} at ${addressText(address)}: `);
	if (password) return password;
	throw new ChatError(
		'badToken',
		safeText`Put the password of ${user} into CHAT_TUI_PASSWORD, or sign in once with npx chat-tui.`,
	);
}
