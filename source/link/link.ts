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
import {dial} from './dial.ts';
import {SerialQueue} from './serial-queue.ts';
import {knownServer, knownServers} from './known-servers.ts';
import {ifReadable, ClientFileError} from '../../lib/atomic-json-file.ts';
import {Session} from './session.ts';
import {accountsOf, lockProfile, type ClientProfile} from './client-profile.ts';
import type {Trust} from './trust.ts';

export type LinkOptions = Trust & {readonly clock: Clock; readonly listener: LinkListener};

export class Link {
	private readonly trusting: Trust;
	private readonly clock: Clock;
	private readonly listener: LinkListener;
	private session: Session | undefined;
	private readonly late = new SerialQueue();

	constructor({home, ownCertificate, insecurePlaintext, clock, listener}: LinkOptions) {
		const notKept = (problem: SafeText) => listener({type: 'failed', problem});
		this.trusting = {home, ownCertificate, insecurePlaintext, notKept};
		this.clock = clock;
		this.listener = listener;
	}

	/** The servers this client has been to, the one used last first. */
	async visitedServers(): Promise<VisitedServer[]> {
		const servers = await knownServers(this.trusting.home);
		return Promise.all(
			servers.map(async ({host, port, lastUser: user}) => {
				const address = {host, port};
				return {address, ...(user && {user}), resumable: await this.isResumable(address, user)};
			}),
		);
	}

	/** Connects, says hello and closes: what is there, and may it be trusted? */
	async probe(address: Address): Promise<ProbeResult> {
		const {signal} = new AbortController();
		const dialled = await dial(address, {...this.trusting, clock: this.clock, signal});
		if (dialled.found === 'otherVersion') return {found: 'nothing', problem: dialled.problem};
		if (dialled.found !== 'server') return dialled;
		dialled.calls.close(safeText`That was all.`);
		const user = (await knownServer(this.trusting.home, address))?.lastUser;
		const resumable = user !== undefined && (await this.isResumable(address, user));
		return {found: 'server', hello: dialled.hello, ...(resumable && {resumableAs: user})};
	}

	/** Accepts the key with this fingerprint at the address from now on, if the server there proves to hold it. */
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
		await this.leave({keepToken: true});
	}

	/** What was typed while the form came up, after the server had ended the session. */
	private async keepLate(
		user: UserName,
		{host, port}: Address,
		changed: SavedInputChange,
		over: Session | undefined,
	): Promise<void> {
		const where = {home: this.trusting.home, address: {host, port}, user};
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
		await this.close();
		const {home} = this.trusting;
		const address = {host: place.host, port: place.port};
		try {
			const slot = await lockProfile({home, address, user}, this.clock);
			const {trusting: trust, clock, listener: emit} = this;
			this.session = new Session({address: place, user, slot, trust, clock, emit});
			return await enter(this.session, slot);
		} catch (error) {
			if (!(error instanceof ClientFileError)) throw error;
			return {linkDown: safeText`${error.message}`};
		}
	}

	private async isResumable(address: Address, user: UserName | undefined): Promise<boolean> {
		if (user === undefined) return false;
		const accounts = await ifReadable(accountsOf({home: this.trusting.home, address, user}));
		return accounts !== undefined && accounts.some(({token}) => token !== undefined);
	}
}

/** What the caller says of a request to enter; the link adds the device. */
type Fields<T extends 'signIn' | 'signUp'> = Omit<RequestOf<T>, 'type' | 'as' | 'device'>;

const notSignedIn = safeText`You are not signed in; sign in first.`;
