/** Keeps the library's user signed in, and asks the server. */
import type {Clock} from '../../lib/clock.ts';
import {addressText, type Address} from '../../protocol/address.ts';
import type {Announcement, RequestOf, RequestType} from '../../protocol/index.ts';
import type {SignedIn} from '../../protocol/sign-in.ts';
import {safeText, type SafeText} from '../../protocol/text.ts';
import type {Entered, EnterRequest} from '../link/attempt.ts';
import type {Answer} from '../link/calls.ts';
import type {Connector} from '../link/connector.ts';
import {PersistentConnection} from '../link/persistent-connection.ts';
import {signedOutReason} from '../link/signed-out-reason.ts';
import type {LinkStatus} from '../state/model/link.ts';
import type {ServerPort} from '../peer/server-port.ts';
import {ChatError, errorOf, orThrow} from './chat-error.ts';

export type ConnectionListener = {
	/** Called before anything that the server says after its reply. */
	signedIn(me: SignedIn, store: string): void;
	announced(announcement: Announcement): void;
	/** The connection is lost; `retryAt` in milliseconds since 1970. */
	offline(reason: SafeText, retryAt: number): void;
	/** Called once, when the connection is over and not by {@link Connection.close}. */
	over(error: ChatError): void;
};

type ConnectionOptions = {
	/** With the fingerprint of the server. */
	readonly address: Address;
	readonly connector: Connector;
	readonly clock: Clock;
	readonly reconnects: boolean;
};

export class Connection implements ServerPort {
	readonly address: Address;
	readonly #options: ConnectionOptions;
	readonly #persistent: PersistentConnection;
	#listener: ConnectionListener | undefined;
	/** Asks to be let in again. */
	#enterAgain: EnterRequest | undefined;
	/** Why there is no connection any more. */
	#over: ChatError | undefined;
	readonly #ended = new AbortController();
	/** Who waits until the connection is there, or over. */
	#waiting: Array<() => void> = [];

	constructor(options: ConnectionOptions) {
		const {address, connector, clock} = options;
		this.address = address;
		this.#options = options;
		this.#persistent = new PersistentConnection({
			address,
			connector,
			clock,
			moves: false, // a program is told that it is offline, also for a moment
			dispatch: event => {
				if (event.type === 'linkChanged') this.#changed(event.link);
			},
			listener: {
				announced: announcement => this.#announced(announcement),
				entered: entered => this.#entered(entered),
				offline: () => undefined,
				refused: refusal => this.#end(errorOf(refusal)),
				resumeRequest: () => this.#again(),
			},
		});
	}

	/** Aborted when the connection is over. */
	get ended(): AbortSignal {
		return this.#ended.signal;
	}

	/** Makes one attempt to sign in. */
	async enter(request: EnterRequest, listener: ConnectionListener): Promise<Answer<'signIn'>> {
		this.#listener = listener;
		this.#enterAgain = withoutSignUp(request);
		return this.#persistent.enter(request);
	}

	/** Asks; while the connection is lost, the answer is that. */
	async request<T extends RequestType>(request: RequestOf<T>): Promise<Answer<T>> {
		return new Promise(resolve => this.call(request, resolve));
	}

	/** Asks, and calls `answered` in the order of the wire, before any announcement that follows the reply. */
	call<T extends RequestType>(request: RequestOf<T>, answered: (answer: Answer<T>) => void): void {
		const {calls, whyOffline} = this.#persistent;
		if (calls) calls.call(request, answered);
		else answered({linkDown: whyOffline ?? notConnected});
	}

	/** Asks. @throws ChatError if there is no reply */
	async ask<T extends RequestType>(request: RequestOf<T>) {
		if (this.#over) throw this.#over;
		return orThrow(await this.request(request));
	}

	/** Opens one side of a relay. @throws Error with the reason */
	readonly openRelay: ServerPort['openRelay'] = async (side, signal) =>
		this.#options.connector.openRelay(this.address, side, signal);

	/** Resolves when there is a connection. @throws ChatError if there will be none */
	async online(): Promise<void> {
		while (!this.#persistent.calls && !this.#over)
			await new Promise<void>(resolve => this.#waiting.push(resolve));
		if (this.#over) throw this.#over;
	}

	/** Signs out and closes. Open requests are answered with the reason. */
	async close(): Promise<void> {
		if (!this.#over) await this.#persistent.signOut(false);
		this.#over ??= new ChatError('closed', `The chat at ${addressText(this.address)} was closed.`);
		this.#ended.abort();
		this.#wake();
		await this.#persistent.end();
		this.#options.connector.close();
	}

	#entered({reply, hello}: Entered): void {
		const {token} = reply;
		const again = this.#enterAgain;
		// A screen comes back by its token; a script, which has none of its own, as it has come.
		if (token !== undefined && again?.as === 'screen')
			this.#enterAgain = {type: 'resume', token, as: 'screen', device: again.device};
		this.#listener?.signedIn(reply, hello.store);
		this.#wake();
	}

	#announced(announcement: Announcement): void {
		const reason = signedOutReason(announcement);
		if (reason === undefined) this.#listener?.announced(announcement);
		else this.#end(new ChatError(announcement.type, reason));
	}

	#changed(link: LinkStatus): void {
		if (link.status !== 'waiting') return;
		if (this.#options.reconnects) this.#listener?.offline(link.reason, link.retryAt);
		else this.#end(new ChatError('offline', link.reason));
	}

	#end(error: ChatError): void {
		if (this.#over) return;
		this.#over = error;
		this.#ended.abort();
		void this.#persistent.end(safeText`${error.message}`);
		this.#listener?.over(error);
		this.#wake();
	}

	#again(): EnterRequest {
		if (!this.#enterAgain) throw new Error('A connection comes back only after it was there.');
		return this.#enterAgain;
	}

	#wake(): void {
		const waiting = this.#waiting;
		this.#waiting = [];
		for (const resolve of waiting) resolve();
	}
}

const notConnected = safeText`There is no connection yet; try again in a moment.`;

/** An account is made once. */
function withoutSignUp(request: EnterRequest): EnterRequest {
	if (request.type !== 'signUp') return request;
	const {user, password, as, device} = request;
	return {type: 'signIn', user, password, as, device};
}
