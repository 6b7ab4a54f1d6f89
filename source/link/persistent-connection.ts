/** Keeps one account connected: signs in, and comes back by the token after each break, on another server or with growing pauses. */
import type {Clock} from '../../lib/clock.ts';
import type {Address} from '../../protocol/address.ts';
import {isFinal, isRefusal, sentence, type Refusal} from '../../protocol/refusals.ts';
import type {Announcement} from '../../protocol/index.ts';
import type {SafeText} from '../../protocol/text.ts';
import type {LinkDispatch, LinkStatus} from '../state/model/link.ts';
import {attempt, farewell, type Entered, type EnterRequest} from './attempt.ts';
import type {Answer, Calls, CallsListener} from './calls.ts';
import type {Connector} from './connector.ts';
import {isLinkDown} from './failure.ts';
import {ReconnectTimer} from './reconnect-timer.ts';
import {StoringSearch} from './storing-search.ts';

/** Maximum milliseconds that the server may take to answer a sign-out. */
const SIGN_OUT_TIMEOUT = 2000;

type ConnectionListener = Pick<CallsListener, 'announced'> & {
	/** Called before anything that the server says after its reply is handed on. */
	readonly entered: (entered: Entered) => void;
	/** The calls of the last {@link entered} are not used any more. */
	readonly offline: () => void;
	/** The server refused the token for good when the connection came back; it does not come back again. */
	readonly refused: (refusal: Refusal) => void;
	/** Asks to be let in again. */
	readonly resumeRequest: (takeOver: boolean) => EnterRequest;
};

type ConnectionOptions = {
	readonly address: Address;
	readonly connector: Connector;
	readonly clock: Clock;
	/** Told of each change of the link's status. */
	readonly dispatch: LinkDispatch;
	readonly listener: ConnectionListener;
	/** Whether a lost connection moves to another server on the record at once. */
	readonly moves: boolean;
};

export class PersistentConnection {
	readonly #options: ConnectionOptions;
	readonly #timer: ReconnectTimer;
	readonly #search: StoringSearch;
	readonly #over = new AbortController();
	/** Set while signed in. */
	#online: {readonly calls: Calls; readonly since: number} | undefined;
	#comingBack: Promise<void> = Promise.resolve();

	constructor(options: ConnectionOptions) {
		const {clock, dispatch} = options;
		this.#options = options;
		this.#timer = new ReconnectTimer({clock, dispatch, reconnect: () => this.#comeBack()});
		this.#search = new StoringSearch(clock, async () => this.#lookForStoring());
	}

	/** Undefined unless signed in. */
	get calls(): Calls | undefined {
		return this.#online?.calls;
	}

	/** Why the account is not connected, while the next attempt is awaited. */
	get whyOffline(): SafeText | undefined {
		return this.#timer.reason;
	}

	/** Makes one attempt. After a success the connection comes back by itself, until {@link end}. */
	async enter(request: EnterRequest): Promise<Answer<'signIn'>> {
		const {address, connector, dispatch} = this.#options;
		dispatch({type: 'linkChanged', link: {status: 'connecting'}});
		return attempt(address, request, {
			connector,
			signal: this.#over.signal,
			listener: {announced: this.#announced, down: this.#lost},
			entered: this.#entered,
		});
	}

	/**
	 * Comes back by the token. It goes on trying where the server cannot be reached, or refuses only for now.
	 * @returns the answer to the first attempt
	 */
	async resume(takeOver: boolean): Promise<Answer<'resume'>> {
		const answer = await this.enter(this.#options.listener.resumeRequest(takeOver));
		if (!this.#over.signal.aborted) {
			if (isLinkDown(answer)) this.#timer.begin(answer.linkDown);
			else if (isRefusal(answer) && !isFinal(answer)) this.#timer.begin(sentence(answer));
		}

		return answer;
	}

	/** Ends the pause before the next attempt. */
	retryNow(): void {
		this.#timer.retryNow();
	}

	/**
	 * Tells the server that the client leaves, so that the account does not seem to be connected, and closes.
	 * @param keepToken whether the server lets this client come back by its token
	 */
	async signOut(keepToken: boolean): Promise<void> {
		const calls = this.#goOffline();
		if (!calls) return;
		const cancel = this.#options.clock.after(SIGN_OUT_TIMEOUT, () => calls.close(farewell));
		await calls.request({type: 'signOut', keepToken});
		cancel();
		calls.close(farewell);
	}

	/** Closes for good. Resolves when no attempt is under way. */
	async end(reason?: SafeText): Promise<void> {
		this.#over.abort();
		this.#timer.end();
		this.#goOffline()?.close(reason ?? farewell);
		this.#options.dispatch({type: 'linkChanged', link: {status: 'stopped', ...(reason && {reason})}});
		await this.#comingBack;
	}

	readonly #entered = (entered: Entered): void => {
		const {address, connector, clock, dispatch, listener} = this.#options;
		connector.learn(address, entered.reply.servers);
		this.#online = {calls: entered.calls, since: clock.uptime()};
		dispatch({type: 'linkChanged', link: {status: 'online'}});
		this.#watch();
		listener.entered(entered);
	};

	readonly #lost = (reason: SafeText): void => {
		if (this.#online === undefined) return; // not signed in yet: the open request was answered
		const {address, connector, clock} = this.#options;
		const lasted = clock.uptime() - this.#online.since;
		const others = this.#others;
		this.#goOffline();
		connector.leave(address);
		if (!this.#over.signal.aborted) this.#timer.lost(reason, lasted, others);
	};

	readonly #announced = (announcement: Announcement): void => {
		const {address, connector, dispatch, listener} = this.#options;
		if (announcement.type === 'storingChanged') {
			dispatch({type: 'linkChanged', link: onlineAs(announcement)});
			if (announcement.isStoring) this.#search.end();
			else if (this.#others > 0) this.#search.begin();
		}

		if (announcement.type === 'serversChanged') {
			connector.learn(address, announcement.servers);
			this.#watch();
		}

		if (announcement.type !== 'stopping' || this.#others === 0) listener.announced(announcement);
	};

	/** How many other servers a lost connection may move to at once. */
	get #others(): number {
		const {address, connector, moves} = this.#options;
		return moves ? connector.placesOf(address).length - 1 : 0;
	}

	/** Notices soon that the server is gone, if there are others. */
	#watch(): void {
		this.#online?.calls.hasten(this.#others > 0);
	}

	/** Moves to another server that can store. */
	async #lookForStoring(): Promise<void> {
		const {address, connector} = this.#options;
		if (!(await connector.findStoring(address, this.#over.signal, () => this.#search.isOn))) return;
		this.#goOffline()?.close(farewell);
		this.#comeBack();
	}

	#goOffline(): Calls | undefined {
		this.#search.end();
		const calls = this.#online?.calls;
		this.#online = undefined;
		this.#options.listener.offline();
		return calls;
	}

	#comeBack(): void {
		this.#comingBack = this.resume(false).then(answer => {
			if (isRefusal(answer) && isFinal(answer)) this.#options.listener.refused(answer);
		});
	}
}

function onlineAs({isStoring}: {readonly isStoring: boolean}): LinkStatus {
	return isStoring ? {status: 'online'} : {status: 'online', isStoring};
}
