/** Makes one attempt to sign in: connects, and asks the server to let the account in. */
import {isRefusal, type Refusal} from '../../protocol/refusals.ts';
import type {ReplyOf, RequestOf} from '../../protocol/index.ts';
import {safeText, type SafeText} from '../../protocol/text.ts';
import type {Address} from '../../protocol/address.ts';
import type {Credentials} from '../state/model/credentials.ts';
import type {Answer, Calls, CallsListener} from './calls.ts';
import type {Connector} from './connector.ts';
import {whyNot} from './dial.ts';
import {isLinkDown} from './failure.ts';

type TypedCredentials = Exclude<Credentials, {readonly kind: 'resume'}>;
export type EnterRequest = RequestOf<'signIn'> | RequestOf<'signUp'> | RequestOf<'resume'>;

/**
 * Turns what was typed into the request that signs in or up. The code of a join line is used unless another one was typed.
 * @param device of this client's profile
 */
export function enterRequest(credentials: TypedCredentials, device: string): EnterRequest {
	const {user, password} = credentials;
	const who = {user, password, as: 'screen', device} as const;
	if (credentials.kind === 'signIn') {
		const {newPassword, takeOver} = credentials;
		return {type: 'signIn', ...who, ...(newPassword && {newPassword}), ...(takeOver && {takeOver: true})};
	}

	const {phone, code = credentials.address.code} = credentials;
	return {type: 'signUp', ...who, ...(phone && {phone}), ...(code && {code})};
}

export type Entered = {
	readonly reply: ReplyOf<'signIn'>;
	readonly hello: ReplyOf<'hello'>;
	readonly calls: Calls;
	/** Of the server's key; undefined without TLS. */
	readonly fingerprint: string | undefined;
};

type Options = {
	readonly connector: Connector;
	/** Ends the attempt when it is aborted. */
	readonly signal: AbortSignal;
	readonly listener: CallsListener;
	/** Called before anything that the server says after its reply is handed on. */
	readonly entered: (entered: Entered) => void;
};

/** The reason with which the client itself ends a connection. */
export const farewell = safeText`You left.`;

/** @returns the server's answer, or why there is none */
export async function attempt(
	address: Address,
	enter: EnterRequest,
	{connector, signal, listener, entered}: Options,
): Promise<Answer<'signIn'>> {
	const connected = await connector.connect(address, signal);
	if (connected.found !== 'server') return {linkDown: whyNot(address, connected)};
	const {calls, hello, fingerprint} = connected;
	calls.listen(listener);
	const close = (): void => calls.close(farewell);
	signal.addEventListener('abort', close);
	if (signal.aborted) close();
	return new Promise(resolve => {
		calls.call<EnterRequest['type']>(enter, answer => {
			signal.removeEventListener('abort', close);
			if (isLinkDown(answer) || isRefusal(answer)) close();
			else entered({reply: answer, hello, calls, fingerprint});
			resolve(answer);
		});
	});
}

/** @returns why an attempt has failed; undefined if it has not */
export function whyFailed(answer: Answer<'signIn'>): Refusal | SafeText | undefined {
	if (isLinkDown(answer)) return answer.linkDown;
	return isRefusal(answer) ? answer : undefined;
}
