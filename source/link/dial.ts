/** Connects to a server and says hello; tells why there is no server to talk to. */
import {isRefusal, sentence} from '../../protocol/refusals.ts';
import {OLDEST_PROTOCOL, PROTOCOL} from '../../protocol/server-info.ts';
import type {ReplyOf} from '../../protocol/index.ts';
import {safeText, type SafeText} from '../../protocol/text.ts';
import {addressText, type Address, type Place} from '../../protocol/address.ts';
import type {NotTrusted} from '../state/model/link.ts';
import {Calls, type Answer} from './calls.ts';
import {failure, isLinkDown, notChat} from './failure.ts';
import type {Attempt} from './socket.ts';
import {openTrusted, type Trust} from './trust.ts';

/** Maximum milliseconds between the first byte to a server and its reply to the hello. */
const HELLO_TIMEOUT = 10_000;

/** A server that is trusted and has said hello. The owner of the calls closes them. */
export type Connected = {
	readonly found: 'server';
	readonly calls: Calls;
	readonly hello: ReplyOf<'hello'>;
	/** Of the server's key; undefined without TLS. */
	readonly fingerprint: string | undefined;
};

export type NotConnected =
	/** The server speaks another protocol: trying again is pointless until one side is updated. */
	{readonly found: 'otherVersion'; readonly problem: SafeText} | NotTrusted;

type NotServer = {readonly found: 'nothing' | 'otherVersion'; readonly problem: SafeText};

/**
 * Connects and says hello. The caller owns the calls that come with a server.
 * @param at where the server is reached, if that is another one on the record
 */
export async function dial(
	address: Address,
	trust: Trust,
	attempt: Attempt,
	at: Place = address,
): Promise<Connected | NotConnected> {
	const opened = await openTrusted(address, trust, attempt, at);
	if (opened.found !== 'stream') return opened;
	const calls = new Calls(opened.stream, at, attempt.clock);
	const hello = await greet(calls, at, attempt);
	const problem = problemOf(hello);
	const {fingerprint} = opened;
	if (problem === undefined) return {found: 'server', calls, hello: hello as ReplyOf<'hello'>, fingerprint};
	calls.close(problem.problem);
	return problem;
}

async function greet(calls: Calls, address: Place, {clock, signal}: Attempt): Promise<Answer<'hello'>> {
	const abort = (): void => calls.close(failure(address, {code: 'ECANCELED'}));
	const cancelTimeout = clock.after(HELLO_TIMEOUT, () => calls.close(notChat(address)));
	signal.addEventListener('abort', abort);
	const hello = await calls.request({type: 'hello', protocol: PROTOCOL});
	signal.removeEventListener('abort', abort);
	cancelTimeout();
	return hello;
}

function problemOf(hello: Answer<'hello'>): NotServer | undefined {
	if (isLinkDown(hello)) return {found: 'nothing', problem: hello.linkDown};
	if (isRefusal(hello)) {
		const found = hello.refusal === 'protocolTooOld' ? 'otherVersion' : 'nothing';
		return {found, problem: sentence(hello)};
	}

	if (hello.protocol >= OLDEST_PROTOCOL) return undefined;
	return {
		found: 'otherVersion',
		problem: safeText`This server is too old for this client; ask its operator to update it.`,
	};
}

/** Says in one sentence why there is no server to talk to at the address. @param known the address whose key is kept */
export function whyNot(address: Place, found: NotConnected, known = address): SafeText {
	const at = addressText(address);
	if (found.found === 'unknown') {
		return safeText`The server at ${at} is not known here (SHA256:${found.fingerprint}); nothing was sent to it.`;
	}

	if (found.found === 'changed') {
		return safeText`THE SERVER AT ${at} IS NOT THE ONE YOU KNOW. Expected SHA256:${found.expected}, got SHA256:${found.got}. Nothing was sent. If its operator confirms the change, run npx chat-tui forget-server ${addressText(known)}.`;
	}

	return found.problem;
}
