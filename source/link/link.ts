/** The client's one connection to the server: looks at servers, signs in, asks, sends, and tells one listener what happens. */
import {userName, type UserName} from '../../protocol/names.ts';
import {refuse, refuseName} from '../../protocol/refusals.ts';
import type {RequestOf, RequestType} from '../../protocol/requests.ts';
import {safeText, type SafeText} from '../../protocol/text.ts';
import type {Address} from '../../protocol/address.ts';
import type {ProbeResult, LinkListener, OutboxEntry, VisitedServer} from '../state/model/link.ts';
import type {SavedInputChange} from '../state/model/saved-input.ts';
import type {Answer} from './calls.ts';
import type {Clock} from '../../lib/clock.ts';
import {Connector} from './connector.ts';
import {SerialQueue} from './serial-queue.ts';
import {knownServer, knownServers} from './known-servers.ts';
import {ifReadable, ClientFileError} from '../../lib/atomic-json-file.ts';
import {Session} from './session.ts';
import {accountsOf, lockProfile, type ClientProfile} from './client-profile.ts';
import type {Trust} from './trust.ts';

export type LinkOptions = Trust & {readonly clock: Clock; readonly listener: LinkListener};

export class Link {
	private readonly home: string;
	private readonly connector: Connector;
	private readonly clock: Clock;
	private readonly listener: LinkListener;
	private session: Session | undefined;
	private readonly late = new SerialQueue();

	constructor({home, ownCertificate, insecurePlaintext, clock, listener}: LinkOptions) {
		const notKept = (problem: SafeText) => listener({type: 'failed', problem});
		this.home = home;
		this.connector = new Connector({home, ownCertificate, insecurePlaintext, notKept}, clock);
		this.clock = clock;
		this.listener = listener;
	}

	/** The servers this client has been to, the one used last first. */
	async visitedServers(): Promise<VisitedServer[]> {
		const servers = await knownServers(this.home);
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
		const found = await this.connector.probe(address, acceptUnknown);
		if (found.found === 'otherVersion') return {found: 'nothing', problem: found.problem};
		if (found.found !== 'server') return found;
		const user = (await knownServer(this.home, address))?.lastUser;
		const resumable = user !== undefined && (await this.isResumable(address, user));
		return {found: 'server', hello: found.hello, ...(resumable && {resumableAs: user})};
	}

	/** Accepts the key with this fingerprint from now on, if the server at the address proves to hold it. */
	async trust(address: Address, fingerprint: string): Promise<ProbeResult> {
		return this.probe({...address, fingerprint});
	}

	/** One attempt. After a reply the link comes back by itself until signOut(), close() or a `signedOut` event. */
	async signIn(address: Address, fields: Fields<'signIn'>): Promise<Answer<'signIn'>> {
		return this.begin(address, fields.user, async (session, {account}) =>
			session.enter({type: 'signIn', as: 'screen', device: account.device, ...fields}),
		);
	}

	/** One attempt, like {@link signIn}. The code of a join line is used unless another is given. */
	async signUp(address: Address, fields: Fields<'signUp'>): Promise<Answer<'signUp'>> {
		const code = fields.code ?? address.code;
		return this.begin(address, fields.user, async (session, {account}) =>
			session.enter({type: 'signUp', as: 'screen', device: account.device, ...fields, ...(code && {code})}),
		);
	}

	/** By the token that this machine keeps: the first answer; without a link it goes on trying. No token: `badToken`. */
	async resume(address: Address, user: string, takeOver = false): Promise<Answer<'resume'>> {
		return this.begin(address, user, async (session, {account}) => {
			if (account.token !== undefined) return session.resume(takeOver);
			await session.end();
			return refuse('badToken');
		});
	}

	/** Asks the server. Its reply may settle after announcements that came behind it in the same packet. */
	async request<T extends RequestType>(request: RequestOf<T>): Promise<Answer<T>> {
		return this.session?.request(request) ?? {linkDown: notSignedIn};
	}

	/** Puts a message into the outbox, from where it goes out: comes back as `stored` or `notSent`, perhaps after a restart. */
	send(entry: OutboxEntry): void {
		if (this.session) this.session.send(entry);
		else this.listener({type: 'notSent', entry, problem: notSignedIn});
	}

	/** Forgets a message that was refused. */
	forget(id: string): void {
		this.session?.forget(id);
	}

	/** Keeps on disk what has changed of what `user` has written there and not sent, even if their session has just ended. */
	keepDrafts(user: UserName, address: Address, changed: SavedInputChange): void {
		const session = this.session?.isOf(user, address) ? this.session : undefined;
		if (!session?.keepDrafts(changed)) void this.keepLate(user, address, changed, session);
	}

	/** Ends the pause before the next attempt to connect. */
	retryNow(): void {
		this.session?.retryNow();
	}

	/** Signs out at the server and forgets the token. */
	async signOut(): Promise<void> {
		await this.leave({keepToken: false});
	}

	/** Leaves: the account stays signed in on this machine, unless it is signing out. Resolves when everything is on disk. */
	async close(): Promise<void> {
		this.connector.close();
		await this.leave({keepToken: true});
	}

	/** What was typed while the form came up, after the server had ended the session. */
	private async keepLate(
		user: UserName,
		{host, port}: Address,
		changed: SavedInputChange,
		over: Session | undefined,
	): Promise<void> {
		const where = {home: this.home, address: {host, port}, user};
		try {
			await this.late.write(async () => {
				await over?.end();
				const slot = await lockProfile(where, this.clock);
				slot.drafts.keep(changed);
				await slot.release();
			});
		} catch (error) {
			if (!(error instanceof ClientFileError)) throw error;
			this.listener({type: 'failed', problem: safeText`${error.message}`});
		}
	}

	private async leave(how: {readonly keepToken: boolean}): Promise<void> {
		const {session} = this;
		await session?.leave(how);
		await this.late.settled();
		if (this.session === session) this.session = undefined;
	}

	private async begin(
		place: Address,
		name: string,
		enter: (session: Session, slot: ClientProfile) => Promise<Answer<'signIn'>>,
	): Promise<Answer<'signIn'>> {
		const user = userName(name);
		if (user === undefined) return refuseName(name) ?? refuse('badUserName');
		await this.leave({keepToken: true});
		const {home, connector, clock, listener: emit} = this;
		const address = {host: place.host, port: place.port};
		try {
			const slot = await lockProfile({home, address, user}, clock);
			this.session = new Session({address: place, user, slot, home, connector, clock, emit});
			return await enter(this.session, slot);
		} catch (error) {
			if (!(error instanceof ClientFileError)) throw error;
			return {linkDown: safeText`${error.message}`};
		}
	}

	private async isResumable(address: Address, user: UserName | undefined): Promise<boolean> {
		if (user === undefined) return false;
		const accounts = await ifReadable(accountsOf({home: this.home, address, user}));
		return accounts !== undefined && accounts.some(({token}) => token !== undefined);
	}
}

/** What the caller says of a request to enter; the link adds the device. */
type Fields<T extends 'signIn' | 'signUp'> = Omit<RequestOf<T>, 'type' | 'as' | 'device'>;

const notSignedIn = safeText`You are not signed in; sign in first.`;
