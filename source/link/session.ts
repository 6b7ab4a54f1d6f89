/** Holds one account signed in at one server: its outbox, drafts and token, from the sign-in to the sign-out. */
import type {Clock} from '../../lib/clock.ts';
import type {Address} from '../../protocol/address.ts';
import type {Announcement, ReplyOf, RequestOf, RequestType} from '../../protocol/index.ts';
import type {UserName} from '../../protocol/names.ts';
import {isFinal, isRefusal, refuse, sentence, type Refusal} from '../../protocol/refusals.ts';
import {safeText, textFault, type SafeText} from '../../protocol/text.ts';
import type {Credentials} from '../state/model/credentials.ts';
import type {Hosted, LinkDispatch, OutboxEntry} from '../state/model/link.ts';
import type {SavedInputChange} from '../state/model/saved-input.ts';
import {enterRequest, whyFailed, type Entered} from './attempt.ts';
import {BackgroundWork} from './background-work.ts';
import type {Answer} from './calls.ts';
import type {ClientProfile} from './client-profile.ts';
import type {Connector} from './connector.ts';
import {Delivery} from './delivery.ts';
import {signedOutReason} from './signed-out-reason.ts';
import {isLinkDown} from './failure.ts';
import {rememberUse} from './known-servers.ts';
import {PersistentConnection} from './persistent-connection.ts';

type SessionOptions = {
	readonly address: Address;
	readonly user: UserName;
	readonly profile: ClientProfile;
	/** The client's own folder. */
	readonly home: string;
	readonly hosted: () => Hosted;
	readonly connector: Connector;
	readonly clock: Clock;
	readonly dispatch: LinkDispatch;
};

/** Requests that do not wait for messages that were sent before: no message depends on them. */
const UNORDERED: ReadonlySet<RequestType> = new Set([
	'mark',
	'typing',
	'active',
	'identityNonce',
	'registerIdentity',
	'offerAddresses',
	'renewRelay',
]);

/** The new token in the reply to each request, other than a sign-in, that brings one. */
const NEW_TOKEN: {readonly [T in RequestType]?: (reply: ReplyOf<T>) => string | undefined} = {
	changePassword: ({token}) => token,
};

const notConnected = safeText`You are not connected yet; try again in a moment.`;

export class Session {
	readonly #options: SessionOptions;
	readonly #delivery: Delivery;
	readonly #connection: PersistentConnection;
	#isOver = false;
	#isLoaded = {outbox: false, drafts: false};
	readonly #background: BackgroundWork;
	#leaving: Promise<void> | undefined;
	#ending: Promise<void> | undefined;

	constructor(options: SessionOptions) {
		this.#options = options;
		const {address, profile, connector, clock, dispatch} = options;
		this.#background = new BackgroundWork(dispatch);
		this.#delivery = new Delivery(profile.outbox, clock, dispatch);
		this.#connection = new PersistentConnection({
			address,
			connector,
			clock,
			moves: true,
			dispatch,
			listener: {
				announced: this.#announced,
				entered: entered => this.#entered(entered),
				offline: () => this.#delivery.pause(),
				refused: refusal => this.#refused(refusal),
				resumeRequest: takeOver => this.#resumeRequest(takeOver),
			},
		});
	}

	/**
	 * Makes one attempt, and ends the session if it fails. By the token it goes on trying where the server cannot be reached, or
	 * refuses only for now.
	 * @returns why the first attempt failed; undefined if it did not
	 */
	async signIn(credentials: Credentials): Promise<Refusal | SafeText | undefined> {
		if (credentials.kind === 'resume') return this.#resume(credentials.takeOver ?? false);
		const {device} = this.#options.profile.account;
		const problem = whyFailed(await this.#connection.enter(enterRequest(credentials, device)));
		if (problem !== undefined) await this.end();
		await this.#background.settled(); // the token is on disk
		return problem;
	}

	/** Asks the server, after the messages that were sent before: they may be for a room that the request leaves. */
	async request<T extends RequestType>(request: RequestOf<T>): Promise<Answer<T>> {
		if (!UNORDERED.has(request.type)) await this.#delivery.allSent();
		const {calls, whyOffline} = this.#connection;
		if (calls === undefined) return {linkDown: whyOffline ?? notConnected};
		const answer = await calls.request(request);
		const newToken = NEW_TOKEN[request.type] as ((reply: ReplyOf<T>) => string | undefined) | undefined; // the row of T
		if (newToken && !isLinkDown(answer) && !isRefusal(answer)) this.#keepToken(newToken(answer));
		return answer;
	}

	/** Puts a message into the outbox; it is sent once it is on disk. */
	send(entry: OutboxEntry): void {
		const fault = entry.changes ? undefined : textFault(entry.text);
		if (fault === undefined) this.#background.add(this.#delivery.add(entry));
		else this.#options.dispatch({type: 'notSent', entry, problem: sentence({refusal: fault})});
	}

	get address(): Address {
		return this.#options.address;
	}

	/** Whether this is the session of the user at the server. */
	isOf(user: UserName, {host, port}: Address): boolean {
		const {user: own, address} = this.#options;
		return own === user && address.host === host && address.port === port;
	}

	/** @returns false if the session is over: its profile may be another client's */
	keepDrafts(changed: SavedInputChange): boolean {
		if (!this.#isOver) this.#options.profile.drafts.keep(changed);
		return !this.#isOver;
	}

	/** Removes a refused message from the outbox, once its text is on disk where it was put. */
	forget(id: string): void {
		const {drafts, outbox} = this.#options.profile;
		if (!this.#isOver) this.#background.add(drafts.settled().then(() => outbox.remove(id)));
	}

	/** Ends the pause before the next attempt. */
	retryNow(): void {
		this.#connection.retryNow();
	}

	/**
	 * Tells the server that the client leaves, and ends the session. Unsent messages stay on disk. A second call changes nothing.
	 * @param keepToken whether this client may come back by its token
	 */
	leave(keepToken: boolean): Promise<void> {
		this.#leaving ??= this.#leaveOnce(keepToken);
		return this.#leaving;
	}

	async #leaveOnce(keepToken: boolean): Promise<void> {
		const {profile} = this.#options;
		this.#background.add(profile.drafts.settled()); // first: the process may end before the server answers
		await this.#connection.signOut(keepToken);
		if (!keepToken) this.#background.add(profile.keepToken(undefined));
		await this.end();
	}

	/** Ends the session without a word to the server. Resolves when everything is on disk and the profile is released. */
	end(reason?: SafeText): Promise<void> {
		this.#ending ??= this.#endOnce(reason);
		return this.#ending;
	}

	async #endOnce(reason?: SafeText): Promise<void> {
		this.#isOver = true;
		await Promise.all([this.#connection.end(reason), this.#background.settled()]);
		await this.#options.profile.release();
	}

	async #resume(takeOver: boolean): Promise<Refusal | SafeText | undefined> {
		if (this.#options.profile.account.token === undefined) {
			await this.end();
			return refuse('badToken');
		}

		this.#loadOutbox();
		const problem = whyFailed(await this.#connection.resume(takeOver));
		const isFinalAnswer = typeof problem === 'object' && isFinal(problem);
		if (isFinalAnswer) this.#forgetToken(problem);
		if (isFinalAnswer || this.#isOver) await this.end();
		return problem;
	}

	#entered({reply, hello, calls, fingerprint}: Entered): void {
		const {address, profile, hosted, dispatch} = this.#options;
		this.#keepToken(reply.token);
		this.#rememberUse();
		const {device} = profile.account;
		const {store, signUp} = hello;
		dispatch({type: 'signedIn', address, reply, store, signUp, device, fingerprint, ...hosted()});
		this.#loadOutbox();
		this.#loadDrafts();
		this.#delivery.begin(calls);
	}

	readonly #announced = (announcement: Announcement): void => {
		const reason = signedOutReason(announcement);
		if (announcement.type === 'serversChanged') this.#rememberUse();
		else if (reason === undefined) this.#options.dispatch({type: 'announced', announcement});
		else this.#signedOut(reason);
	};

	#rememberUse(): void {
		const {address, user: lastUser, home, connector, clock} = this.#options;
		const use = {lastUser, servers: connector.placesOf(address), now: clock.now()};
		this.#background.add(rememberUse(home, address, use));
	}

	#refused(refusal: Refusal): void {
		if (!this.#isOver) this.#forgetToken(refusal);
		this.#signedOut(sentence(refusal), refusal);
	}

	#signedOut(reason: SafeText, refusal?: Refusal): void {
		if (this.#isOver) return;
		const ended = this.end(reason);
		this.#options.dispatch({type: 'signedOut', reason, ...(refusal && {refusal})});
		this.#background.add(ended);
	}

	#resumeRequest(takeOver: boolean): RequestOf<'resume'> {
		const {device, token = ''} = this.#options.profile.account;
		return {type: 'resume', token, as: 'screen', device, ...(takeOver && {takeOver})};
	}

	#loadOutbox(): void {
		if (this.#isLoaded.outbox) return;
		this.#isLoaded.outbox = true;
		const entries = [...this.#options.profile.outbox.entries()];
		if (entries.length > 0) this.#options.dispatch({type: 'outboxLoaded', entries});
	}

	#loadDrafts(): void {
		if (this.#isLoaded.drafts) return;
		this.#isLoaded.drafts = true;
		const {profile, dispatch} = this.#options;
		dispatch({type: 'draftsLoaded', saved: profile.drafts.saved});
		profile.drafts.listen(problem => dispatch({type: 'failed', problem: safeText`${problem}`}));
	}

	/** A new token may void the one before. */
	#keepToken(token: string | undefined): void {
		if (token !== undefined) this.#background.add(this.#options.profile.keepToken(token));
	}

	#forgetToken({refusal}: Refusal): void {
		if (refusal === 'badToken') this.#background.add(this.#options.profile.keepToken(undefined));
	}
}
