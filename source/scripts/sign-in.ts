/** Signs a script in: finds the server and the user, checks the key, and uses the token or the password. */
import type {Duplex} from 'node:stream';
import {userName, type UserName} from '../../protocol/names.ts';
import {isRefusal, refuse, refuseName, sentence} from '../../protocol/refusals.ts';
import type {SignedIn} from '../../protocol/sign-in.ts';
import {safeText, type SafeText} from '../../protocol/text.ts';
import {addressText, DEFAULT_PORT, isLoopback, type Address} from '../../protocol/address.ts';
import type {Answer, Calls} from '../link/calls.ts';
import {systemClock} from '../../lib/clock.ts';
import {dial, whyNot} from '../link/dial.ts';
import {isLinkDown} from '../link/failure.ts';
import {knownServer, knownServers} from '../link/known-servers.ts';
import {openRelay as openRelayAt} from '../link/relay.ts';
import {accountsOf} from '../link/client-profile.ts';
import {print, ScriptFailure, usage, type ScriptAccount, type ScriptEnvironment} from './script.ts';

/** The server where a script is signed in. */
export type ScriptServer = {
	readonly address: Address;
	/** Id of its store. */
	readonly store: string;
	/** Opens one side of a relay. @throws Error with the reason */
	readonly openRelay: (token: string, signal: AbortSignal) => Promise<Duplex>;
};

/**
 * Signs in, does the work, and signs out. It disturbs no running client of the account, and keeps only the server's key.
 * @throws ScriptFailure
 */
export async function withSignIn(
	account: ScriptAccount,
	environment: ScriptEnvironment,
	work: (calls: Calls, me: SignedIn, server: ScriptServer) => Promise<void>,
): Promise<void> {
	const address = account.address ?? (await lastServer(environment));
	const user = await userOf(account, environment, address);
	let connected = await connect(account, environment, address);
	try {
		let answer = await enter(account, environment, address, user, connected.calls);
		if (isRefusal(answer) && answer.refusal === 'badToken') {
			connected.calls.close(done); // a server does not wait for as long as a person may think
			const password = await passwordOf(user, address, environment);
			connected = await connect(account, environment, address);
			answer = await byPassword(user, password, connected.calls);
		}

		const {calls, server} = connected;
		await work(calls, orFail(answer), server);
		calls.call({type: 'signOut'}, () => {
			// It is sent before the stream ends; the reply does not matter.
		});
	} finally {
		connected.calls.close(done);
	}
}

/**
 * Takes the reply out of an answer.
 * @param before a sentence that stands in front of the reason
 * @throws ScriptFailure if the answer is a refusal, or there is none
 */
export function orFail<Reply extends object>(answer: Reply | Answer<'ping'>, before?: SafeText): Reply {
	if (isRefusal(answer)) throw new ScriptFailure(joined(before, sentence(answer)));
	if (isLinkDown(answer)) throw new ScriptFailure(joined(before, answer.linkDown));
	return answer as Reply; // what is left of the union
}

function joined(before: SafeText | undefined, reason: SafeText): SafeText {
	return before === undefined ? reason : safeText`${before} ${reason}`;
}

/** Makes the device name of this run: `script` and random letters. */
export function scriptDevice(): string {
	return 'script' + Array.from({length: 10}, () => Math.floor(Math.random() * 36).toString(36)).join('');
}

/** Finds the server used last, else the default one on this machine. */
async function lastServer({home}: ScriptEnvironment): Promise<Address> {
	const [last] = await knownServers(home);
	return last ? {host: last.host, port: last.port} : {host: '127.0.0.1', port: DEFAULT_PORT};
}

/** Takes the user from `--user`, else the last one who signed in there on this machine. @throws ScriptFailure */
async function userOf({user}: ScriptAccount, {home}: ScriptEnvironment, address: Address): Promise<UserName> {
	const name = user === undefined ? (await knownServer(home, address))?.lastUser : userName(user);
	if (name !== undefined) return name;
	const fault = user === undefined ? undefined : refuseName(user);
	throw usage(fault ? sentence(fault) : safeText`Name the user with --user NAME.`);
}

async function connect(
	{insecurePlaintext}: ScriptAccount,
	environment: ScriptEnvironment,
	address: Address,
): Promise<{calls: Calls; server: ScriptServer}> {
	const {home, ownCertificate, stderr} = environment;
	/** A fingerprint on the command line needs no file. */
	const notKept = (problem: SafeText) => {
		if (address.fingerprint === undefined) stderr.write(safeText`chat-tui: ${problem}` + '\n');
	};
	const accepted: string[] = [];
	const acceptUnknown = (fingerprint: string) => isLoopback(address.host) && accepted.push(fingerprint) > 0;
	const trust = {home, ownCertificate, insecurePlaintext, notKept, acceptUnknown};
	const {signal} = new AbortController();
	const found = await dial(address, trust, {clock: systemClock, signal});
	for (const fingerprint of accepted) {
		await print(
			stderr,
			safeText`Accepted the key of ${addressText(address)}, seen for the first time: SHA256:${fingerprint}`,
		);
	}

	if (found.found === 'server') {
		const openRelay = async (token: string, signal: AbortSignal) =>
			openRelayAt(address, token, trust, {clock: systemClock, signal});
		return {calls: found.calls, server: {address, store: found.hello.store, openRelay}};
	}

	const hint =
		found.found === 'unknown'
			? safeText` If that is its fingerprint, add --trust SHA256:${found.fingerprint}.`
			: '';
	throw new ScriptFailure(safeText`${whyNot(address, found) + hint}`);
}

/** Signs in by the token that this machine keeps, else by the password. @returns `badToken` if there is neither */
async function enter(
	{password, signUp}: ScriptAccount,
	{home}: ScriptEnvironment,
	address: Address,
	user: UserName,
	calls: Calls,
): Promise<Answer<'signIn'>> {
	const {code} = address;
	if (signUp) {
		if (!password) throw usage(safeText`Put the new account's password into CHAT_TUI_PASSWORD.`);
		return calls.request({
			type: 'signUp',
			user,
			password,
			as: 'script',
			device: scriptDevice(),
			...(code && {code}),
		});
	}

	const answer = await byToken({home, address, user}, calls);
	const isRefused = isRefusal(answer) && answer.refusal === 'badToken';
	return isRefused && password ? byPassword(user, password, calls) : answer;
}

async function byToken(where: Parameters<typeof accountsOf>[0], calls: Calls): Promise<Answer<'resume'>> {
	const {token, device} = (await accountsOf(where)).find(({token}) => token !== undefined) ?? {};
	if (token === undefined || device === undefined) return refuse('badToken');
	return calls.request({type: 'resume', token, as: 'script', device});
}

async function byPassword(user: UserName, password: string, calls: Calls): Promise<Answer<'signIn'>> {
	return calls.request({type: 'signIn', user, password, as: 'script', device: scriptDevice()});
}

async function passwordOf(user: UserName, address: Address, environment: ScriptEnvironment): Promise<string> {
	const password = await environment.askPassword?.(
		safeText`Password of ${user} at ${addressText(address)}: `,
	);
	if (password) return password;
	throw new ScriptFailure(
		safeText`Put the password of ${user} into CHAT_TUI_PASSWORD, or sign in once with npx chat-tui.`,
	);
}

const done = safeText`The script is done.`;
