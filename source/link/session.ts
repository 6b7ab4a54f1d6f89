/** One account signed in at one server: the link that comes back by itself, with its outbox, until the session is over. */
import type {Announcement, AnnouncementOf} from '../../protocol/events.ts';
import type {UserName} from '../../protocol/names.ts';
import {isFinal, isRefusal, sentence, type Refusal} from '../../protocol/refusals.ts';
import type {RequestOf, RequestType} from '../../protocol/requests.ts';
import {safeText, textFault, type SafeText} from '../../protocol/text.ts';
import type {Address} from '../../protocol/address.ts';
import type {LinkListener, OutboxEntry} from '../state/model/link.ts';
import type {SavedInputChange} from '../state/model/saved-input.ts';
import {attempt, farewell, type Entered, type EnterRequest} from './attempt.ts';
import type {Answer, Calls} from './calls.ts';
import type {Clock} from '../../lib/clock.ts';
import {Delivery} from './delivery.ts';
import {isLinkDown} from './failure.ts';
import {rememberUse} from './known-servers.ts';
import {ClientFileError} from '../../lib/atomic-json-file.ts';
import {ReconnectTimer} from './reconnect-timer.ts';
import type {ClientProfile} from './client-profile.ts';
import type {Connector} from './connector.ts';

export type SessionOptions = {
	readonly address: Address;
	readonly user: UserName;
	readonly slot: ClientProfile;
	/** The client's own folder. */
	readonly home: string;
	readonly connector: Connector;
	readonly clock: Clock;
	readonly emit: LinkListener;
};

/** How long a farewell may take, in milliseconds. */
const FAREWELL = 2000;

/** These go out even as the session is left, and no message depends on them. */
const AT_ONCE: ReadonlySet<RequestType> = new Set(['mark', 'typing', 'active']);

export class Session {
	private readonly options: SessionOptions;
	private readonly delivery: Delivery;
	private readonly pauses: ReconnectTimer;
	private readonly over = new AbortController();
	/** Set while signed in. */
	private online: {calls: Calls; since: number} | undefined;
	private outboxTold = false;
	private draftsTold = false;
	private readonly unfinished = new Set<Promise<void>>();
	private leaving: Promise<void> | undefined;
	private ending: Promise<void> | undefined;

	constructor(options: SessionOptions) {
		this.options = options;
		const {slot, clock, emit} = options;
		this.delivery = new Delivery(slot.outbox, clock, emit);
		this.pauses = new ReconnectTimer({clock, emit, again: () => this.comeBack()});
	}

	/** Signs in or up: one attempt, and the session is over if it fails. The token is kept when it resolves. */
	async enter(request: EnterRequest): Promise<Answer<'signIn'>> {
		const answer = await this.attempt(request);
		if (isLinkDown(answer) || isRefusal(answer)) await this.end();
		await Promise.all(this.unfinished);
		return answer;
	}

	/** Comes back by the token; goes on trying while there is no link. The answer is that of the first attempt. */
	async resume(takeOver: boolean): Promise<Answer<'resume'>> {
		this.tellOutbox();
		const answer = await this.attempt(this.resumeRequest(takeOver));
		if (!this.mayRetry(answer)) await this.end();
		return answer;
	}

	/** Goes out behind the messages that were sent before it: they may be for a room that it leaves. */
	async request<T extends RequestType>(request: RequestOf<T>): Promise<Answer<T>> {
		if (!AT_ONCE.has(request.type)) await this.delivery.allSent();
		if (this.online === undefined) return {linkDown: this.pauses.reason ?? notConnected};
		const answer = await this.online.calls.request(request);
		this.keepTokenOf(answer);
		return answer;
	}

	send(entry: OutboxEntry): void {
		const fault = textFault(entry.text);
		if (fault !== undefined) {
			this.options.emit({type: 'notSent', entry, problem: sentence({refusal: fault})});
			return;
		}

		this.inBackground(this.delivery.add(entry));
	}

	isOf(user: UserName, {host, port}: Address): boolean {
		const {user: own, address} = this.options;
		return own === user && address.host === host && address.port === port;
	}

	/** False: the session is over, and its slot may be another client's. */
	keepDrafts(changed: SavedInputChange): boolean {
		if (this.over.signal.aborted) return false;
		this.options.slot.drafts.keep(changed);
		return true;
	}

	/** Takes a message that was refused out of the outbox, once its text is on disk where it was put. */
	forget(id: string): void {
		const {drafts, outbox} = this.options.slot;
		if (!this.over.signal.aborted) this.inBackground(drafts.settled().then(() => outbox.remove(id)));
	}

	/** Ends the pause before the next attempt. */
	retryNow(): void {
		this.pauses.skip();
	}

	/**
	 * Tells the server, so that nobody waits for this client to come back, and ends. Without `keepToken` it signs out for
	 * good; what is unsent stays on disk for the next sign-in. Who leaves twice leaves as the first call said.
	 */
	leave(how: {readonly keepToken: boolean}): Promise<void> {
		this.leaving ??= this.leaveOnce(how);
		return this.leaving;
	}

	private async leaveOnce(how: {readonly keepToken: boolean}): Promise<void> {
		this.inBackground(this.options.slot.drafts.settled()); // first: a farewell may take longer than one has
		await this.sayGoodbye(how);
		if (!how.keepToken) this.inBackground(this.options.slot.keepToken(undefined));
		await this.end();
	}

	private async sayGoodbye(how: {readonly keepToken: boolean}): Promise<void> {
		if (!this.online) return;
		const {calls} = this.online;
		const cancel = this.options.clock.after(FAREWELL, () => calls.close(farewell));
		this.goOffline();
		await calls.request({type: 'signOut', ...how});
		cancel();
		calls.close(farewell);
	}

	/** The session is over. Resolves when everything is on disk and the slot is free for another client. */
	end(reason?: SafeText): Promise<void> {
		this.ending ??= this.endOnce(reason);
		return this.ending;
	}

	private async endOnce(reason?: SafeText): Promise<void> {
		this.over.abort();
		this.pauses.end();
		this.goOffline()?.close(reason ?? farewell);
		this.options.emit({type: 'linkChanged', link: {status: 'stopped', ...(reason && {reason})}});
		await Promise.all(this.unfinished);
		await this.options.slot.release();
	}

	private attempt(enter: EnterRequest): Promise<Answer<'signIn'>> {
		const {address, connector, emit} = this.options;
		emit({type: 'linkChanged', link: {status: 'connecting'}});
		return attempt(address, enter, {
			connector,
			signal: this.over.signal,
			listener: {
				announced: announcement => this.announced(announcement),
				down: reason => this.lost(reason),
			},
			entered: entered => this.entered(entered),
		});
	}

	private entered({reply, store, calls, fingerprint}: Entered): void {
		const {address, user, slot, home, clock, emit} = this.options;
		this.online = {calls, since: clock.uptime()};
		this.keepTokenOf(reply);
		this.inBackground(rememberUse(home, address, user, clock.now()));
		emit({type: 'linkChanged', link: {status: 'online'}});
		const {device} = slot.account;
		emit({type: 'signedIn', address, reply, store, device, fingerprint});
		this.tellOutbox();
		this.tellDrafts();
		this.delivery.begin(calls);
	}

	private announced(announcement: Announcement): void {
		if (announcement.type === 'replaced') this.signedOut(takenOver(announcement));
		else if (announcement.type === 'signedOut') this.signedOut(signedOutBy[announcement.reason]);
		else this.options.emit({type: 'announced', announcement});
	}

	private lost(reason: SafeText): void {
		if (this.online === undefined) return; // not signed in yet: the open request was answered
		this.pauses.lasted(this.options.clock.uptime() - this.online.since);
		this.goOffline();
		if (!this.over.signal.aborted) this.pauses.begin(reason);
	}

	private goOffline(): Calls | undefined {
		const calls = this.online?.calls;
		this.delivery.pause();
		this.online = undefined;
		return calls;
	}

	private comeBack(): void {
		const again = this.attempt(this.resumeRequest(false)).then(answer => {
			if (!this.mayRetry(answer) && isRefusal(answer)) this.signedOut(sentence(answer), answer);
		});
		this.inBackground(again);
	}

	/** Whether the session goes on after this answer to its token: only the server's final word ends it. */
	private mayRetry(answer: Answer<'resume'>): boolean {
		if (this.over.signal.aborted) return false;
		if (isLinkDown(answer)) this.pauses.begin(answer.linkDown);
		else if (isRefusal(answer)) {
			if (answer.refusal === 'badToken') this.inBackground(this.options.slot.keepToken(undefined));
			if (isFinal(answer)) return false;
			this.pauses.begin(sentence(answer));
		}

		return true;
	}

	private signedOut(reason: SafeText, refusal?: Refusal): void {
		if (this.over.signal.aborted) return;
		const ended = this.end(reason);
		this.options.emit({type: 'signedOut', reason, ...(refusal && {refusal})});
		this.inBackground(ended);
	}

	private resumeRequest(takeOver: boolean): RequestOf<'resume'> {
		const {device, token = ''} = this.options.slot.account;
		return {type: 'resume', token, as: 'screen', device, ...(takeOver && {takeOver})};
	}

	private tellOutbox(): void {
		if (this.outboxTold) return;
		this.outboxTold = true;
		const entries = [...this.options.slot.outbox.entries()];
		if (entries.length > 0) this.options.emit({type: 'outboxLoaded', entries});
	}

	private tellDrafts(): void {
		if (this.draftsTold) return;
		this.draftsTold = true;
		const {slot, emit} = this.options;
		emit({type: 'draftsLoaded', saved: slot.drafts.written});
		slot.drafts.listen(problem => emit({type: 'failed', problem: safeText`${problem}`}));
	}

	/** A new token came with the reply: the one before may be void from now on. */
	private keepTokenOf(answer: object): void {
		if (!('token' in answer) || typeof answer.token !== 'string') return;
		this.inBackground(this.options.slot.keepToken(answer.token));
	}

	/** Work nobody waits for, except the end of the session. A file that refuses is told; anything else is a bug. */
	private inBackground(work: Promise<void>): void {
		const guarded = work
			.catch((error: unknown) => {
				if (!(error instanceof ClientFileError)) throw error;
				this.options.emit({type: 'failed', problem: safeText`${error.message}`});
			})
			.finally(() => this.unfinished.delete(guarded));
		this.unfinished.add(guarded);
	}
}

const notConnected = safeText`You are not connected yet; try again in a moment.`;

function takenOver({address}: AnnouncementOf<'replaced'>): SafeText {
	return safeText`Your session was taken over from ${address}; sign in again to take it back.`;
}

const signedOutBy: Readonly<Record<AnnouncementOf<'signedOut'>['reason'], SafeText>> = {
	passwordChanged: safeText`Your password was changed elsewhere; sign in with the new one.`,
	idle: safeText`You were signed out after a long time without a word; sign in again.`,
	kicked: safeText`The server's operator signed you out.`,
};
