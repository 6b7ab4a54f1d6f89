/** Connects this client to a server: probes servers, signs in, asks and sends, and dispatches what the server tells. */
import type {Socket} from 'node:net';
import {ClientFileError} from '../../lib/client-file-error.ts';
import {ifReadable} from '../../lib/atomic-json-file.ts';
import type {Clock} from '../../lib/clock.ts';
import type {Address} from '../../protocol/address.ts';
import {userName, type UserName} from '../../protocol/names.ts';
import {refuse, refuseName, type Refusal} from '../../protocol/refusals.ts';
import type {RequestOf, RequestType} from '../../protocol/index.ts';
import {safeText, type SafeText} from '../../protocol/text.ts';
import type {Credentials} from '../state/model/credentials.ts';
import type {Hosted, LinkDispatch, OutboxEntry, ProbeResult, VisitedServer} from '../state/model/link.ts';
import type {SavedInputChange} from '../state/model/saved-input.ts';
import type {Answer} from './calls.ts';
import {accountsOf, lockProfile} from './client-profile.ts';
import {Connector, type RelaySide} from './connector.ts';
import {knownServer, knownServers} from './known-servers.ts';
import {SerialQueue} from './serial-queue.ts';
import {Session} from './session.ts';
import type {Trust} from './trust.ts';

type LinkOptions = Pick<Trust, 'home' | 'ownCertificate' | 'insecurePlaintext'> & {
	readonly clock: Clock;
	readonly dispatch: LinkDispatch;
	readonly hosted?: (address: Address) => Hosted;
};

export class Link {
	private readonly options: LinkOptions;
	private readonly connector: Connector;
	private session: Session | undefined;
	private readonly lateDrafts = new SerialQueue();

	constructor(options: LinkOptions) {
		const {home, ownCertificate, insecurePlaintext, clock, dispatch} = options;
		const notKept = (problem: SafeText) => dispatch({type: 'failed', problem});
		this.options = options;
		this.connector = new Connector({home, ownCertificate, insecurePlaintext, notKept}, clock);
	}

	/** Lists the servers where this client has been, the one used last first. */
	async visitedServers(): Promise<VisitedServer[]> {
		const servers = await knownServers(this.options.home);
		return Promise.all(
			servers.map(async ({host, port, lastUser: user}) => {
				const address = {host, port};
				return {address, ...(user && {user}), resumable: await this.isResumable(address, user)};
			}),
		);
	}

	/**
	 * Connects and says hello. A sign-in that follows soon uses the same connection.
	 * @param acceptUnknown accepts a key that is seen for the first time
	 */
	async probe(address: Address, acceptUnknown = false): Promise<ProbeResult> {
		const found = await this.connector.probe(address, () => acceptUnknown);
		if (found.found === 'otherVersion') return {found: 'nothing', problem: found.problem};
		if (found.found !== 'server') return found;
		const user = (await knownServer(this.options.home, address))?.lastUser;
		const resumable = user !== undefined && (await this.isResumable(address, user));
		return {found: 'server', hello: found.hello, ...(resumable && {resumableAs: user})};
	}

	/** Accepts the key with this fingerprint from now on, if the server at the address proves to hold it. */
	async trust(address: Address, fingerprint: string): Promise<ProbeResult> {
		return this.probe({...address, fingerprint});
	}

	/**
	 * Makes one attempt to sign in, which comes back as `signedIn` or `signInFailed`. After a success the link comes back by itself
	 * until signOut(), close() or `signedOut`; by a token it also goes on trying while the server cannot be reached.
	 */
	async signIn(credentials: Credentials): Promise<void> {
		const problem = await this.enter(credentials);
		if (problem !== undefined) this.options.dispatch({type: 'signInFailed', credentials, problem});
	}

	/** Asks the server. The answer may settle after announcements that came after it in the same packet. */
	async request<T extends RequestType>(request: RequestOf<T>): Promise<Answer<T>> {
		return this.session?.request(request) ?? {linkDown: notSignedIn};
	}

	/**
	 * Opens one side of a relay: a stream of the other client's bytes.
	 * @throws Error with the reason
	 */
	async openRelay(side: RelaySide, signal: AbortSignal): Promise<Socket> {
		if (!this.session) throw new Error(notSignedIn);
		return this.connector.openRelay(this.session.address, side, signal);
	}

	/** Opens the transfer of a file at the server of this session. @param ticket its one-time secret @throws Error with the reason */
	async openTransfer(ticket: string, offset: number, signal: AbortSignal): Promise<Socket> {
		if (!this.session) throw new Error(notSignedIn);
		const from = offset > 0 && {offset};
		return this.connector.openTransfer(this.session.address, {type: 'openTransfer', ticket, ...from}, signal);
	}

	/** Puts a message into the outbox: comes back as `stored` or `notSent`, perhaps after a restart. */
	send(entry: OutboxEntry): void {
		if (this.session) this.session.send(entry);
		else this.options.dispatch({type: 'notSent', entry, problem: notSignedIn});
	}

	/** Removes a refused message from the outbox. */
	forget(id: string): void {
		this.session?.forget(id);
	}

	/** Writes to disk what the user has changed of their drafts there, even if their session has just ended. */
	keepDrafts(user: UserName, address: Address, changed: SavedInputChange): void {
		const session = this.session?.isOf(user, address) ? this.session : undefined;
		if (!session?.keepDrafts(changed)) void this.keepLateDrafts(user, address, changed, session);
	}

	/** Ends the pause before the next attempt to connect. */
	retryNow(): void {
		this.session?.retryNow();
	}

	/** Signs out at the server and forgets the token. */
	async signOut(): Promise<void> {
		await this.leave(false);
	}

	/** Leaves; the account stays signed in on this machine unless it is signing out. Resolves when everything is on disk. */
	async close(): Promise<void> {
		this.connector.close();
		await this.leave(true);
	}

	/** Keeps what was typed while the form came up, after the server had ended the session. */
	private async keepLateDrafts(
		user: UserName,
		{host, port}: Address,
		changed: SavedInputChange,
		over: Session | undefined,
	): Promise<void> {
		const {home, clock, dispatch} = this.options;
		try {
			await this.lateDrafts.write(async () => {
				await over?.end();
				const profile = await lockProfile({home, address: {host, port}, user}, clock);
				profile.drafts.keep(changed);
				await profile.release();
			});
		} catch (error) {
			if (!(error instanceof ClientFileError)) throw error;
			dispatch({type: 'failed', problem: safeText`${error.message}`});
		}
	}

	private async leave(keepToken: boolean): Promise<void> {
		const {session} = this;
		await session?.leave(keepToken);
		await this.lateDrafts.settled();
		if (this.session === session) this.session = undefined;
	}

	private async enter(credentials: Credentials): Promise<Refusal | SafeText | undefined> {
		const {address, user: name} = credentials;
		const user = userName(name);
		if (user === undefined) return refuseName(name) ?? refuse('badUserName');
		await this.leave(true);
		const {home, clock, dispatch, hosted} = this.options;
		const {connector} = this;
		try {
			const {host, port} = address;
			const profile = await lockProfile({home, address: {host, port}, user}, clock);
			this.session = new Session({
				address,
				user,
				profile,
				home,
				hosted: () => hosted?.(address) ?? {joinLines: []},
				connector,
				clock,
				dispatch,
			});
			return await this.session.signIn(credentials);
		} catch (error) {
			if (!(error instanceof ClientFileError)) throw error;
			return safeText`${error.message}`;
		}
	}

	private async isResumable(address: Address, user: UserName | undefined): Promise<boolean> {
		if (user === undefined) return false;
		const accounts = await ifReadable(accountsOf({home: this.options.home, address, user}));
		return accounts !== undefined && accounts.some(({token}) => token !== undefined);
	}
}

const notSignedIn = safeText`You are not signed in; sign in first.`;
