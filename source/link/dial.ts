/** From an address to a server that has said hello: what is found there, and whether one can talk with it. */
import type {Announcement} from '../../protocol/events.ts';
import {isRefusal, sentence} from '../../protocol/refusals.ts';
import {OLDEST_PROTOCOL, PROTOCOL, type ReplyOf} from '../../protocol/requests.ts';
import {safeText, type SafeText} from '../../protocol/text.ts';
import {addressText, type Address} from '../../protocol/address.ts';
import type {NotTrusted} from '../state/model/link.ts';
import {Calls, type Answer} from './calls.ts';
import {failure, isLinkDown, notChat} from './failure.ts';
import type {Attempt} from './socket.ts';
import {openTrusted, type Trust} from './trust.ts';

/** How long a server may take to say hello, in milliseconds. */
const HELLO_TIMEOUT = 10_000;

export type Dialled =
	/** `fingerprint`: of the key that it has shown; in the clear there is none. */
	| {
			readonly found: 'server';
			readonly calls: Calls;
			readonly hello: ReplyOf<'hello'>;
			readonly fingerprint: string | undefined;
	  }
	/** It speaks another protocol: trying again is pointless until one side is updated. */
	| {readonly found: 'otherVersion'; readonly problem: SafeText}
	| NotTrusted;

type NotServer = {readonly found: 'nothing' | 'otherVersion'; readonly problem: SafeText};

export type DialOptions = Trust &
	Attempt & {
		readonly announced?: (announcement: Announcement) => void;
		readonly down?: (reason: SafeText) => void;
	};

/** Connects and says hello. The caller owns the calls that come with a server, and closes them. */
export async function dial(address: Address, options: DialOptions): Promise<Dialled> {
	const opened = await openTrusted(address, options, options);
	if (opened.found !== 'stream') return opened;
	const calls = new Calls(opened.stream, address, options.clock, {
		announced: announcement => options.announced?.(announcement),
		down: reason => options.down?.(reason),
	});
	const giveUp = (): void => calls.close(notChat(address));
	const abort = (): void => calls.close(failure(address, {code: 'ECANCELED'}));
	const cancelTimeout = options.clock.after(HELLO_TIMEOUT, giveUp);
	options.signal.addEventListener('abort', abort);
	const hello = await calls.request({type: 'hello', protocol: PROTOCOL});
	options.signal.removeEventListener('abort', abort);
	cancelTimeout();
	const problem = problemOf(hello);
	const {fingerprint} = opened;
	if (problem === undefined) return {found: 'server', calls, hello: hello as ReplyOf<'hello'>, fingerprint};
	calls.close(problem.problem);
	return problem;
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

/** Why there is no server to talk to at the address, when something else was found there. */
export function whyNot(address: Address, found: Exclude<Dialled, {found: 'server'}>): SafeText {
	const at = addressText(address);
	if (found.found === 'unknown') {
		return safeText`The server at ${at} is not known here (SHA256:${found.fingerprint}); nothing was sent to it.`;
	}

	if (found.found === 'changed') {
		return safeText`THE SERVER AT ${at} IS NOT THE ONE YOU KNOW. Expected SHA256:${found.expected}, got SHA256:${found.got}. Nothing was sent. If its operator confirms the change, run npx chat-tui forget-server ${at}.`;
	}

	return found.problem;
}
