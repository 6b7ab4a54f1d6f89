/** From a frame to its answer: every gate once, slow work first, then the rule, the lane, and the reply. */
import type {RequestFrame} from '../protocol/frames.ts';
import {encodeAnswer} from '../protocol/parts.ts';
import {isRefusal, refuse, type Refusal} from '../protocol/refusals.ts';
import {requests, type RequestType} from '../protocol/requests.ts';
import {activity} from './activity.ts';
import {Callers} from './callers.ts';
import type {ChatEvent, ConnectionId, SignOutReason} from './chat/event.ts';
import type {Asker, Decision, Facts, Moment, Policy} from './chat/rule.ts';
import {decide} from './chat/rules/index.ts';
import {connectionLost} from './chat/rules/sign-out.ts';
import type {Clock} from './clock.ts';
import type {Connection, Door} from './connection.ts';
import {costs, payer} from './costs.ts';
import {Hub} from './hub.ts';
import {Lane} from './lane.ts';
import type {Limits, QuotaName} from './limits.ts';
import {trouble, type Log} from './log.ts';
import {LongQueries} from './long-queries.ts';
import {networkOf} from './network.ts';
import {Order} from './order.ts';
import type {Passwords} from './passwords.ts';
import {newToken, preparation, tokenHash, type Found, type Tools} from './prepare.ts';
import {Probes} from './probes.ts';
import {RateLimiter} from './rate-limiter.ts';
import {Space} from './space.ts';
import type {Store} from './store/store.ts';
import {UnusableFile} from './store/unusable-file.ts';
import {Ticker} from './ticker.ts';
import {Turns} from './turns.ts';
import {witness} from './witness.ts';

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
	turns: Turns;
	/** Of the messages of its session. */
	order: Order;
};

export class Dispatcher implements Door {
	private readonly options: DispatcherOptions;
	private readonly peers = new Map<ConnectionId, Peer>();
	private readonly hub = new Hub();
	private readonly lane: Lane;
	private readonly tools: Omit<Tools, 'applicant' | 'spend'>;
	private readonly probes: Probes;
	private readonly ticker: Ticker;
	private readonly space: Space;
	private readonly callers: Callers;
	private readonly limiter: RateLimiter;
	private readonly longQueries = new LongQueries();
	private stopping = false;

	constructor(options: DispatcherOptions) {
		const {store, clock, log, limits, fatal} = options;
		this.options = options;
		this.space = new Space({store, clock, log});
		this.lane = new Lane({
			store,
			space: this.space,
			hub: this.hub,
			clock,
			fatal,
			witness: event => witness(store.state, event, log),
		});
		this.tools = {
			state: this.lane.state,
			passwords: options.passwords,
			probe: async id => this.probes.isAlive(id),
			facts: () => this.facts(),
		};
		this.callers = new Callers(log, clock, limits);
		this.limiter = new RateLimiter(clock, limits);
		this.probes = new Probes(clock, this.hub);
		this.ticker = new Ticker({
			lane: this.lane,
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

	opened(connection: Connection): void {
		const turns = new Turns(connection, frame => this.take(peer, frame));
		const peer: Peer = {connection, greeted: false, turns, order: new Order()};
		this.peers.set(connection.id, peer);
		this.hub.add(connection);
	}

	asked(connection: Connection, frame: RequestFrame): void {
		this.probes.heard(connection.id);
		const session = this.lane.state.present.sessions.get(connection.id);
		if (session) connection.slow(this.limiter.request(session.user, frame.type));
		this.peers.get(connection.id)?.turns.ask(frame);
	}

	closed(connection: Connection): void {
		this.peers.get(connection.id)?.turns.end();
		this.peers.delete(connection.id);
		this.hub.remove(connection.id);
		this.probes.closed(connection.id);
		this.lost(connection.id, this.stopping ? 'stopping' : 'linkLost');
	}

	/** Tells everybody that the server stops; resolves when all that happened is durable and on its way out. */
	async stop(): Promise<void> {
		this.stopping = true;
		this.ticker.stop();
		this.lane.leave(() => this.hub.tell(this.peers.keys(), {type: 'stopping'}));
		for (const {id} of this.hub.all()) this.lost(id, 'stopping');
		await this.lane.settle();
		for (const connection of this.hub.all()) connection.cut();
	}

	/** Gates, then the decision, after its slow preparation if it has one. */
	private take(peer: Peer, frame: RequestFrame): void {
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

	private settleWith(peer: Peer, frame: RequestFrame, found: Found | Refusal): void {
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
	private decide(peer: Peer, frame: RequestFrame, found: Found): void {
		const {connection} = peer;
		const asker = this.asker(peer);
		const active = activity(asker, frame, this.options.clock.uptime());
		const decision = peer.order.decide(frame, () => this.judge(asker, frame, found));
		if (isRefusal(decision)) {
			this.lane.happen(active);
			void this.answer(peer, frame, decision);
			return;
		}

		const {events, reply} = decision;
		this.lane.happen([...active, ...events], connection.id, () => {
			const answer = reply(this.options.store.logs, this.longQueries);
			if (!(answer instanceof Promise)) return () => this.reply(peer, frame, answer);
			this.slowly(
				peer,
				frame,
				answer.then(read => this.answer(peer, frame, read)),
			);
			return () => undefined;
		});
		for (const event of events) this.stand(peer, event);
	}

	/** What the rule says; but where the disk is full, or a quota is used up, nothing new is decided. */
	private judge(asker: Asker, frame: RequestFrame, found: Found): Decision<RequestType> {
		const token = found.matched !== undefined || found.newPassword !== undefined ? newToken() : '';
		const full = this.space.isFull;
		const facts: Facts = {...this.facts(), full, token, tokenHash: token && tokenHash(token), ...found};
		const decision = decide(this.lane.state, asker, frame, facts);
		if (isRefusal(decision)) return decision;
		const {events} = decision;
		if (full && Lane.records(events) && frame.type !== 'signOut') return refuse('diskFull');
		return this.limiter.take(payer(asker, events), costs(this.lane.state, events)) ?? decision;
	}

	/** Resolves when the answer has left. */
	private async answer(peer: Peer, frame: RequestFrame, answer: object | Refusal): Promise<void> {
		return new Promise(left => {
			this.lane.leave(() => {
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
	private stand(peer: Peer, event: ChatEvent): void {
		const {connection} = peer;
		if (event.type === 'signedIn') {
			peer.order = new Order();
			connection.signedIn(event.as);
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
		const events = connectionLost(this.lane.state, connection, why, this.facts());
		if (events.length > 0) this.lane.happen(events);
	}

	private asker({connection: {id, address}}: Peer): Asker {
		return {connection: id, address, session: this.lane.state.present.sessions.get(id)};
	}

	private facts(): Moment {
		const {clock, policy} = this.options;
		return {now: clock.now(), uptime: clock.uptime(), policy};
	}
}
