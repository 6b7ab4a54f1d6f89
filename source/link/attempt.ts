/** One attempt to enter: the server is dialled, and asked to let the account in. */
import {isRefusal} from '../../protocol/refusals.ts';
import type {ReplyOf, RequestOf} from '../../protocol/requests.ts';
import {safeText} from '../../protocol/text.ts';
import type {Address} from '../../protocol/address.ts';
import type {Answer, Calls} from './calls.ts';
import {dial, whyNot, type DialOptions} from './dial.ts';
import {isLinkDown} from './failure.ts';

export type EnterRequest = RequestOf<'signIn'> | RequestOf<'signUp'> | RequestOf<'resume'>;

export type Entered = {
	readonly reply: ReplyOf<'signIn'>;
	readonly store: string;
	readonly calls: Calls;
	/** Of the key that the server has shown; in the clear there is none. */
	readonly fingerprint: string | undefined;
};

type Options = DialOptions & {
	/** Called before anything that the server says after its reply is handed on. */
	readonly entered: (entered: Entered) => void;
};

/** Nobody wants to hear of the link any more. */
export const farewell = safeText`You left.`;

/** The server's answer; until it has come, aborting the signal ends the attempt. */
export async function attempt(
	address: Address,
	enter: EnterRequest,
	options: Options,
): Promise<Answer<'signIn'>> {
	const {signal, entered} = options;
	const dialled = await dial(address, options);
	if (dialled.found !== 'server') return {linkDown: whyNot(address, dialled)};
	const {calls, hello, fingerprint} = dialled;
	const close = (): void => calls.close(farewell);
	signal.addEventListener('abort', close);
	if (signal.aborted) close();
	return new Promise(resolve => {
		calls.call<EnterRequest['type']>(enter, answer => {
			signal.removeEventListener('abort', close);
			if (isLinkDown(answer) || isRefusal(answer)) close();
			else entered({reply: answer, store: hello.store, calls, fingerprint});
			resolve(answer);
		});
	});
}
