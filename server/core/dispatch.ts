/** From a frame to its answer: every gate once, slow work first, then the rule, the commit, and the reply. */
import type {RequestFrame} from '../../protocol/frames.ts';
import {encodeAnswer} from '../../protocol/chunked-reply.ts';
import {isRefusal, refuse, type Refusal} from '../../protocol/refusals.ts';
import {requests, type RequestType} from '../../protocol/requests.ts';
import {activity} from './activity.ts';
import {LoginThrottle} from '../auth/login-throttle.ts';
import type {ChatEvent, ConnectionId, SignOutReason} from '../chat/event.ts';
import type {Asker, Decision, Facts, Moment, Policy} from '../chat/rule.ts';
import {decide} from '../chat/rules/index.ts';
import {connectionLost} from '../chat/rules/sign-out.ts';
import type {Clock} from '../../lib/clock.ts';
import type {Connection, RequestHandler} from '../net/connection.ts';
import {costs, payer} from './costs.ts';
import {ConnectionRegistry} from './connection-registry.ts';
import {CommitLog} from './commit-log.ts';
import type {Limits, QuotaName} from '../net/limits.ts';
import {trouble, type Log} from '../log/log.ts';
import {LongQueries} from './long-queries.ts';
import {networkOf} from '../../lib/network.ts';
import {MessageOrder} from './message-order.ts';
import type {Passwords} from '../auth/passwords.ts';
import {newToken, preparation, tokenHash, type PreparedFacts, type Tools} from './prepare.ts';
import {Probes} from './probes.ts';
import {RateLimiter} from '../net/rate-limiter.ts';
import {Space} from './space.ts';
import type {Store} from '../store/store.ts';
import {UnusableFile} from '../../lib/unusable-file.ts';
import {Ticker} from './ticker.ts';
import {RequestQueue} from './request-queue.ts';
import {audit} from '../log/audit.ts';

export type DispatcherOptions = {
	store: Store;
	clock: Clock;
	passwords: Passwords;
	log: Log;
	policy: Policy;
	limits: Limits;
	/** The store failed: the server must end. */
	fatal: (error: unknown) => void;
};

/** One connection as the dispatcher sees it. */
type Peer = {
	connection: Connection;
	greeted: boolean;
	turns: RequestQueue;
	/** Of the messages of its session. */
	order: MessageOrder;
};

export class Dispatcher implements RequestHandler {
	private readonly options: DispatcherOptions;
	private readonly peers = new Map<ConnectionId, Peer>();
	private readonly registry = new ConnectionRegistry();
	private readonly commitLog: CommitLog;
	private readonly tools: Omit<Tools, 'applicant' | 'spend'>;
	private readonly probes: Probes;
	private readonly ticker: Ticker;
	private readonly space: Space;
	private readonly callers: LoginThrottle;
	private readonly limiter: RateLimiter;
	private readonly longQueries = new LongQueries();
	private stopping = false;

	constructor(options: DispatcherOptions) {
		const {store, clock, log, limits, fatal} = options;
		this.options = options;
		this.space = new Space({store, clock, log});
		this.commitLog = new CommitLog({
			store,
			space: this.space,
			registry: this.registry,
			clock,
			fatal,
			audit: event => audit(store.state, event, log),
		});
		this.tools = {
			state: this.commitLog.state,
			passwords: options.passwords,
			probe: async id => this.probes.isAlive(id),
			facts: () => this.facts(),
		};
		this.callers = new LoginThrottle(log, clock, limits);
		this.limiter = new RateLimiter(clock, limits);
		this.probes = new Probes(clock, this.registry);
		this.ticker = new Ticker({
			commitLog: this.commitLog,
			store,
			clock,
			space: this.space,
			fatal,
			sweep: () => {
				this.callers.forget();
				this.limiter.sweep();
			},
			facts: () => this.facts(),
		});
	}

	onOpen(connection: Connection): void {
		const turns = new RequestQueue(connection, frame => this.handle(peer, frame));
		const peer: Peer = {connection, greeted: false, turns, order: new MessageOrder()};
		this.peers.set(connection.id, peer);
		this.registry.add(connection);
	}

	onRequest(connection: Connection, frame: RequestFrame): void {
		this.probes.heard(connection.id);
		const session = this.commitLog.state.present.sessions.get(connection.id);
		if (session) connection.slow(this.limiter.request(session.user, frame.type));
		this.peers.get(connection.id)?.turns.ask(frame);
	}

	onClose(connection: Connection): void {
		this.peers.get(connection.id)?.turns.end();
		this.peers.delete(connection.id);
		this.registry.remove(connection.id);
		this.probes.closed(connection.id);
		this.lost(connection.id, this.stopping ? 'stopping' : 'linkLost');
	}

	/** Tells everybody that the server stops; resolves when all that happened is durable and on its way out. */
	async stop(): Promise<void> {
		this.stopping = true;
		this.ticker.stop();
		this.commitLog.afterDurable(() => this.registry.broadcast(this.peers.keys(), {type: 'stopping'}));
		for (const {id} of this.registry.all()) this.lost(id, 'stopping');
		await this.commitLog.settle();
		for (const connection of this.registry.all()) connection.cut();
	}

	/** Gates, then the decision, after its slow preparation if it has one. */
	private handle(peer: Peer, frame: RequestFrame): void {
		const gate = this.gate(peer, frame) ?? this.callers.tooMany(this.asker(peer), frame);
		if (gate) {
			void this.answer(peer, frame, gate);
			return;
		}

		const prepare = preparation(frame);
		if (!prepare) {
			this.settleWith(peer, frame, {});
			return;
		}

		const asker = this.asker(peer);
		this.callers.tried(asker, frame);
		const spend = (quota: QuotaName) => this.limiter.take(payer(asker), [{quota, amount: 1}]);
		const applicant = {network: networkOf(peer.connection.address), isWanted: () => this.isThere(peer)};
		const found = prepare({...this.tools, applicant, spend}, asker);
		this.slowly(
			peer,
			frame,
			found.then(found => this.settleWith(peer, frame, found)),
		);
	}

	private slowly(peer: Peer, frame: RequestFrame, work: Promise<void>): void {
		peer.turns.wait(work.catch(async (error: unknown) => this.failed(peer, frame, error)));
	}

	private isThere(peer: Peer): boolean {
		return this.peers.get(peer.connection.id) === peer;
	}

	private gate(peer: Peer, frame: RequestFrame): Refusal | undefined {
		if (this.stopping) return refuse('stopping');
		if (!peer.greeted && frame.type !== 'hello') return refuse('helloFirst');
		peer.greeted = true;
		const open = 'open' in requests[frame.type];
		return open || this.asker(peer).session ? undefined : refuse('notSignedIn');
	}

	private settleWith(peer: Peer, frame: RequestFrame, found: PreparedFacts | Refusal): void {
		if (!this.isThere(peer)) {
			this.callers.left(peer.connection, frame); // while its password was being hashed
			return;
		}

		const settled = this.gate(peer, frame) ?? found; // signed out meanwhile, perhaps, or the server stops
		try {
			if (isRefusal(settled)) void this.answer(peer, frame, settled);
			else this.decide(peer, frame, settled);
		} catch (error) {
			this.fault(peer, frame, error);
		}
	}

	/** Whatever comes of it, its person has done something. */
	private decide(peer: Peer, frame: RequestFrame, found: PreparedFacts): void {
		const {connection} = peer;
		const asker = this.asker(peer);
		const active = activity(asker, frame, this.options.clock.uptime());
		const decision = peer.order.decide(frame, () => this.evaluate(asker, frame, found));
		if (isRefusal(decision)) {
			this.commitLog.commit(active);
			void this.answer(peer, frame, decision);
			return;
		}

		const {events, reply} = decision;
		this.commitLog.commit([...active, ...events], connection.id, () => {
			const answer = reply(this.options.store.logs, this.longQueries);
			if (!(answer instanceof Promise)) return () => this.reply(peer, frame, answer);
			this.slowly(
				peer,
				frame,
				answer.then(read => this.answer(peer, frame, read)),
			);
			return () => undefined;
		});
		for (const event of events) this.syncConnection(peer, event);
	}

	/** What the rule says; but where the disk is full, or a quota is used up, nothing new is decided. */
	private evaluate(asker: Asker, frame: RequestFrame, found: PreparedFacts): Decision<RequestType> {
		const token = found.matched !== undefined || found.newPassword !== undefined ? newToken() : '';
		const full = this.space.isFull;
		const facts: Facts = {...this.facts(), full, token, tokenHash: token && tokenHash(token), ...found};
		const decision = decide(this.commitLog.state, asker, frame, facts);
		if (isRefusal(decision)) return decision;
		const {events} = decision;
		if (full && CommitLog.records(events) && frame.type !== 'signOut') return refuse('diskFull');
		return this.limiter.take(payer(asker, events), costs(this.commitLog.state, events)) ?? decision;
	}

	/** Resolves when the answer has left. */
	private async answer(peer: Peer, frame: RequestFrame, answer: object | Refusal): Promise<void> {
		return new Promise(left => {
			this.commitLog.afterDurable(() => {
				this.reply(peer, frame, answer);
				left();
			});
		});
	}

	private reply(peer: Peer, frame: RequestFrame, answer: object | Refusal): void {
		if (isRefusal(answer)) this.callers.refused(this.asker(peer), frame, answer);
		for (const line of encodeAnswer(frame.id, answer)) peer.connection.send(line);
	}

	/** The connection speaks for somebody, or no longer does. */
	private syncConnection(peer: Peer, event: ChatEvent): void {
		const {connection} = peer;
		if (event.type === 'signedIn') {
			peer.order = new MessageOrder();
			connection.signedIn();
		} else if (event.type === 'signedOut' && event.connection === connection.id) connection.signedOut();
	}

	/** Slow work failed: whoever asked for what stands in a file that cannot be used is told so, and stays. */
	private async failed(peer: Peer, frame: RequestFrame, error: unknown): Promise<void> {
		if (!(error instanceof UnusableFile)) {
			this.fault(peer, frame, error);
			return;
		}

		this.options.log(trouble(frame.type, error));
		await this.answer(peer, frame, refuse('unusableFile'));
	}

	/** A mistake of this program: logged, told in general words, and the connection ends; everybody else is unharmed. */
	private fault(peer: Peer, {id, type}: RequestFrame, error: unknown): void {
		const {connection} = peer;
		this.options.log({type: 'fault', what: type, error});
		peer.turns.end(); // a message behind the one that failed must not get ahead of it
		connection.refuse(id, refuse('internal'));
		connection.cut();
	}

	private lost(connection: ConnectionId, why: SignOutReason): void {
		const events = connectionLost(this.commitLog.state, connection, why, this.facts());
		if (events.length > 0) this.commitLog.commit(events);
	}

	private asker({connection: {id, address}}: Peer): Asker {
		return {connection: id, address, session: this.commitLog.state.present.sessions.get(id)};
	}

	private facts(): Moment {
		const {clock, policy} = this.options;
		return {now: clock.now(), uptime: clock.uptime(), policy};
	}
}
