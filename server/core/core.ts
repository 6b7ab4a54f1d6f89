/** Runs the chat for all sessions: builds its parts, hands requests to the dispatcher, and stops. */
import type {Clock} from '../../lib/clock.ts';
import type {RequestFrame} from '../../protocol/frames.ts';
import {LoginThrottle} from '../auth/login-throttle.ts';
import type {Passwords} from '../auth/passwords.ts';
import type {ChatEvent} from '../chat/event.ts';
import type {ConnectionId} from '../chat/session.ts';
import type {SignOutReason} from '../chat/sign-in/events.ts';
import type {Moment, Policy} from '../chat/rule.ts';
import {connectionLost} from '../chat/sign-in/sign-out.ts';
import {audit} from '../log/audit.ts';
import type {Shared} from '../journal/journal.ts';
import type {Log} from '../log/log-entry.ts';
import type {Limits} from '../net/limits.ts';
import {RateLimiter} from '../net/rate-limiter.ts';
import {RecordWatch} from './record-watch.ts';
import {Relays} from '../net/relays.ts';
import type {RequestHandler, Session, Streams} from '../net/session.ts';
import type {Store} from '../store/store.ts';
import type {Blobs} from '../uploads/blobs.ts';
import {streamsOf} from '../uploads/streams.ts';
import {Transfers} from '../uploads/transfers.ts';
import {FileKeeper} from './file-keeper.ts';
import {Client} from './client.ts';
import {CommitLog} from './commit-log.ts';
import {ConnectionRegistry} from './connection-registry.ts';
import {Decider} from './decider.ts';
import {Dispatcher} from './dispatch.ts';
import {operatorOf} from './operate.ts';
import {outgoingTo} from './outgoing.ts';
import {passedOf} from './passed.ts';
import {Probes} from './probes.ts';
import {QuotaSharing} from './quota-sharing.ts';
import {Retention} from './retention.ts';
import {ServerList} from './server-list.ts';
import {Space} from './space.ts';
import {Ticker} from './ticker.ts';

type CoreOptions = {
	store: Store;
	/** The contents of files that messages have. */
	blobs: Blobs;
	clock: Clock;
	passwords: Passwords;
	log: Log;
	policy: Policy;
	limits: Limits;
	/** Whether no other server on the same record knows who is connected. */
	isFirst: boolean;
	/** Called when the store failed: the server must end. */
	fatal: (error: unknown) => void;
};

export class Core implements RequestHandler {
	readonly streams: Streams;
	/** Carries out a request as the operator. */
	readonly operate: ReturnType<typeof operatorOf>;
	private readonly moment: () => Moment;
	private readonly registry = new ConnectionRegistry();
	private readonly limiter: RateLimiter;
	private readonly commitLog: CommitLog;
	private readonly space: Space;
	private readonly probes: Probes;
	private readonly dispatcher: Dispatcher;
	private readonly ticker: Ticker;
	private readonly retention: Retention | undefined;

	constructor({store, blobs, clock, passwords, log, policy, limits, isFirst, fatal}: CoreOptions) {
		const {registry} = this;
		const {shared} = store.journal;
		const {time = clock} = shared ?? {};
		const moment = moments(time, policy, shared);
		const space = new Space({store, clock, log});
		const limiter = new RateLimiter(clock, limits);
		const sharing = new QuotaSharing(limiter, shared);
		const relays = new Relays({clock, limits, limiter, log});
		const throttle = new LoginThrottle(log, clock, limits);
		const probes = new Probes(clock, registry, shared);
		const {state} = store;
		const audited = (event: ChatEvent) => audit(state, event, log);
		const commitLog = new CommitLog({store, space, registry, relays, clock, fatal, audit: audited});
		store.follow(
			({events}) => commitLog.happened(events),
			text => {
				const passed = passedOf(text);
				if (passed?.type === 'typed') commitLog.passed(passed);
				else if (passed?.type === 'spent') sharing.heard(passed);
				else if (passed) probes.passed(passed);
			},
		);
		const decider = new Decider({state, space, limiter, moment});
		const keeper = new FileKeeper({blobs, contents: shared?.contents, commitLog, log, moment});
		const uptime = () => time.uptime();
		const transfers = new Transfers({blobs, clock, uptime, limits, log, onEnd: keeper.ended});
		const files = {blobs, transfers};
		const tools = {state, logs: store.logs, passwords, probes, relays, ...files, store, limiter, moment};
		this.streams = streamsOf(relays, transfers);
		this.moment = moment;
		this.limiter = limiter;
		this.commitLog = commitLog;
		this.space = space;
		this.probes = probes;
		this.dispatcher = new Dispatcher({
			store,
			registry,
			commitLog,
			decider,
			throttle,
			limiter,
			tools,
			log,
		});
		this.operate = operatorOf({store, commitLog, decider, dispatcher: this.dispatcher, tools});
		const sweep = () => {
			throttle.sweep();
			limiter.sweep();
			sharing.pass();
		};
		const serverList = new ServerList({shared, registry, commitLog});
		const recordWatch = new RecordWatch({shared, registry, sessions: state.presence.sessions, log});
		const ticked = {sweep, keepFiles: keeper.tick, serverList, recordWatch};
		this.ticker = new Ticker({commitLog, store, clock, space, fatal, moment, isFirst, ...ticked});
		if (policy.retain > 0)
			this.retention = new Retention({store, commitLog, clock, log, keepFor: policy.retain});
	}

	/** Whether the disk was full, or could not be written, when that was last checked. */
	get isFull(): boolean {
		return this.space.wasFull;
	}

	/** Messages and broadcasts since the start. */
	get messages(): number {
		return this.commitLog.messages;
	}

	/** The sessions of all clients that are connected. */
	get sessions(): readonly Session[] {
		return [...this.registry.all()].map(({session}) => session);
	}

	onOpen(session: Session): void {
		this.registry.add(new Client(session, this.dispatcher.dispatch));
	}

	onRequest(session: Session, frame: RequestFrame): void {
		this.probes.heard(session.id);
		const signedIn = this.commitLog.state.presence.sessions.get(session.id);
		if (signedIn) session.slow(this.limiter.request(signedIn.user, frame.type));
		// On a record, requests may wait for long: whether the server lives is told before them.
		if (signedIn && frame.type === 'ping' && this.commitLog.isShared) session.answer(frame.id, {});
		else this.registry.get(session.id)?.receive(frame);
	}

	onClose({id}: Session): void {
		this.registry.get(id)?.drop();
		this.registry.remove(id);
		this.probes.closed(id);
		this.lose(id, this.reasonToStop());
	}

	/** Records events that no request brought about, such as imported accounts; resolves when they are durable and announced. */
	async record(events: readonly ChatEvent[]): Promise<void> {
		await new Promise<void>(onLeft => {
			this.commitLog.turn(() => this.commitLog.afterDurable({...this.commitLog.commit(events), onLeft}));
		});
	}

	/** Stops: notifies all clients, and resolves when all that was committed is durable and has been sent. */
	async stop(): Promise<void> {
		this.dispatcher.isStopping = true;
		this.ticker.stop();
		this.retention?.stop();
		const clients = [...this.registry.all()];
		const to = clients.map(({session}) => session.id);
		this.commitLog.afterDurable({
			...outgoingTo(),
			announcements: [{to, announcement: {type: 'stopping'}}],
		});
		for (const id of to) this.lose(id, this.reasonToStop());
		await this.commitLog.settle();
		for (const {session} of this.registry.all()) session.close();
	}

	private lose(connection: ConnectionId, why: SignOutReason): void {
		const {commitLog} = this;
		commitLog.commitUnasked(() => connectionLost(commitLog.state, connection, why, this.moment()));
	}

	/** Whoever was connected to one of several servers is back at once on another. */
	private reasonToStop(): SignOutReason {
		return this.dispatcher.isStopping && !this.commitLog.isShared ? 'stopping' : 'linkLost';
	}
}

/** Asked several times for each message: a spread here would take a third of its processor time. */
function moments(time: Shared['time'], policy: Policy, shared: Shared | undefined): () => Moment {
	return () => ({
		now: time.now(),
		uptime: time.uptime(),
		policy,
		servers: shared?.addresses,
		isStoring: shared?.isReachable(),
	});
}
