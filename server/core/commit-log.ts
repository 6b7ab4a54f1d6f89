/** Commits decisions: applies and journals their events, and sends their outputs, in one order, when they are durable. */
import {toJson} from '../../protocol/json.ts';
import {announce} from '../chat/index.ts';
import type {Announcing} from '../chat/audience.ts';
import {
	PERSISTENCE,
	type ChatEvent,
	type EventOf,
	type JournaledEvent,
	type LazyEvent,
} from '../chat/event.ts';
import type {Moment} from '../chat/rule.ts';
import type {ConnectionId} from '../chat/session.ts';
import {apply, type State} from '../chat/state.ts';
import type {Clock} from '../../lib/clock.ts';
import type {Shared} from '../journal/journal.ts';
import type {Relays} from '../net/relays.ts';
import type {Session} from '../net/session.ts';
import type {Store} from '../store/store.ts';
import type {ConnectionRegistry} from './connection-registry.ts';
import {DurabilityBarrier} from './durability-barrier.ts';
import {outgoingTo, type Outgoing} from './outgoing.ts';
import {PresenceThrottle} from './presence-throttle.ts';
import type {Space} from './space.ts';
import {WriteCoalescer} from './write-coalescer.ts';

type Options = {
	store: Store;
	space: Pick<Space, 'isFull'>;
	registry: ConnectionRegistry;
	relays: Pick<Relays, 'end'>;
	clock: Clock;
	/** Sees every event that was decided here right before it is applied. */
	audit: (event: ChatEvent) => void;
	/** Called when the store failed: nothing may be acknowledged any more, and the process must end. */
	fatal: (error: unknown) => void;
};

/** Milliseconds between two times that other servers hear of a user's activity. */
const NOTE_EVERY = 10_000;

/** Whether some of the events must be durable before they are acknowledged. */
export function needsRoom(events: readonly ChatEvent[]): boolean {
	return events.some(event => PERSISTENCE[event.type] === 'durable');
}

function isLazy(event: ChatEvent): event is LazyEvent {
	return PERSISTENCE[event.type] === 'lazy';
}

function isJournaled(event: ChatEvent): event is JournaledEvent {
	return PERSISTENCE[event.type] !== 'volatile';
}

export class CommitLog {
	readonly state: State;
	/** Messages and broadcasts since the start. */
	messages = 0;
	private readonly options: Options;
	private readonly barrier: DurabilityBarrier<Outgoing>;
	private readonly coalescer: WriteCoalescer;
	private readonly presence: PresenceThrottle;
	private recorded: Promise<void> | undefined;
	private hasFailed = false;

	constructor(options: Options) {
		const {store, clock, space, registry} = options;
		this.options = options;
		this.state = store.state;
		this.barrier = new DurabilityBarrier(store.journal.durable, outgoing => registry.send(outgoing));
		this.coalescer = new WriteCoalescer(
			clock,
			events => this.record(events),
			() => !space.isFull,
		);
		this.presence = new PresenceThrottle(this.state, clock, (to, people) =>
			this.afterDurable({...outgoingTo(), announcements: [{to, announcement: {type: 'presence', people}}]}),
		);
	}

	/**
	 * Applies the events of one decision and begins to record them.
	 * @param session the one that asked: it gets the reply, and no announcements
	 * @returns the output for {@link afterDurable}, to which the reply is to be added
	 */
	commit(events: readonly ChatEvent[], session?: Session): Outgoing {
		const outgoing = this.applied(events, session, this.options.audit);
		this.persist(events);
		return outgoing;
	}

	/** Applies the events. @returns their announcements @param before called right before each event */
	private applied(
		events: readonly ChatEvent[],
		session?: Session,
		before?: (event: ChatEvent) => void,
	): Outgoing {
		const outgoing = outgoingTo(session);
		// Nearly always there is one: its list is taken as it is, since thousands of them wait for the disk.
		const [only] = events;
		outgoing.announcements =
			only && events.length === 1
				? this.appliedOne(only, outgoing, before)
				: events.flatMap(event => this.appliedOne(event, outgoing, before));
		return outgoing;
	}

	/** Applies an event. @returns its announcements; what it closes is added to the output */
	private appliedOne(
		event: ChatEvent,
		outgoing: Outgoing,
		before?: (event: ChatEvent) => void,
	): readonly Announcing[] {
		before?.(event);
		this.options.store.beforeApply(event);
		apply(this.state, event);
		const announcements = announce(this.state, event);
		this.presence.observe(event);
		if (event.type === 'signedOut' && event.connection !== outgoing.session?.id)
			(outgoing.closing ??= []).push(event.connection);
		else if (event.type === 'privateEnded') this.options.relays.end(event.chat, 'ended');
		else if (event.type === 'relayRenewed') this.options.relays.end(event.chat, 'replaced');
		else if (event.type === 'messageSent' || event.type === 'broadcastSent') this.messages++;
		return announcements;
	}

	/** Notes that the user of a connection is active, of which nobody is told; other servers hear of it now and then. */
	note(connection: ConnectionId, uptime: number): void {
		if (!this.options.store.journal.shared) {
			apply(this.state, {type: 'active', connection, uptime});
			return;
		}

		const {sessions, byUser} = this.state.presence;
		const {user} = sessions.get(connection) ?? {};
		const {active = uptime, warned} = (user === undefined ? undefined : byUser.get(user)) ?? {};
		if (uptime - active >= NOTE_EVERY || warned)
			this.commitUnasked(() => [{type: 'active', connection, uptime}]);
	}

	/** Sends the output when all that was committed so far is durable, after the outputs before it. */
	afterDurable(outgoing: Outgoing): void {
		this.barrier.hold(this.options.store.journal.last, outgoing);
	}

	/** Whether other servers append to the same record. */
	get isShared(): boolean {
		return this.options.store.isShared;
	}

	/** Calls `work` in a turn: only there may it decide and {@link commit}. */
	turn(work: () => void): void {
		this.options.store.journal.turn(work);
	}

	/** Resolves with what `work` returned in a turn. */
	async takeTurn<T>(work: () => T): Promise<T> {
		return new Promise(resolve => {
			this.turn(() => resolve(new Promise<T>(made => made(work())))); // rejects where it throws
		});
	}

	/** Commits events without a request, and announces them. @param decide called in a turn */
	commitUnasked(decide: () => readonly ChatEvent[]): void {
		this.turn(() => {
			const events = decide();
			if (events.length > 0) this.afterDurable(this.commit(events));
		});
	}

	/** Resolves when all that was committed, or waited for its turn, is durable and has been sent. */
	async settle(): Promise<void> {
		this.presence.stop();
		await new Promise<void>(resolve => {
			this.turn(() => {
				this.coalescer.flush();
				this.afterDurable({...outgoingTo(), onLeft: resolve});
			});
		});
	}

	/** Continues the durations of an earlier run, where other servers know who is connected. */
	resume({now, uptime}: Pick<Moment, 'now' | 'uptime'>): void {
		apply(this.state, {type: 'started', at: now, uptime});
	}

	/** Applies what another server has decided, and announces it to those who are connected here. */
	happened(events: readonly ChatEvent[]): void {
		const outgoing = this.applied(events);
		const {store} = this.options;
		store.keep(events);
		this.barrier.advance(store.journal.durable);
		this.afterDurable(outgoing);
	}

	/** Announces what another server has passed on. */
	passed(event: EventOf<'typed'>): void {
		this.afterDurable(this.applied([event]));
	}

	private persist(events: readonly ChatEvent[]): void {
		const {shared} = this.options.store.journal;
		if (shared) this.share(events, shared);
		else this.persistAlone(events);
	}

	/** Appends all that rules of other servers read, so that their states stay the same. */
	private share(events: readonly ChatEvent[], shared: Pick<Shared, 'pass'>): void {
		for (const event of events) if (event.type === 'typed') shared.pass(toJson(event));
		const all = events.filter(({type}) => type !== 'typed' && type !== 'watched');
		if (all.length > 0) this.record(all);
	}

	private persistAlone(events: readonly ChatEvent[]): void {
		if (!needsRoom(events)) {
			for (const event of events) if (isLazy(event)) this.coalescer.add(event);
			return;
		}

		const journaled = events.filter(isJournaled);
		for (const event of journaled) if (isLazy(event)) this.coalescer.supersede(event);
		if (this.options.space.isFull) {
			this.coalescer.hold(journaled); // events without a request, or of a sign-out: requests for changes are refused
			return;
		}

		if (this.coalescer.isHolding) this.coalescer.flush();
		this.record(journaled);
	}

	private record(events: readonly ChatEvent[]): void {
		const {store, fatal} = this.options;
		const recorded = store.record(events);
		if (recorded === this.recorded) return; // the same write as the events before: one continuation for all
		this.recorded = recorded;
		recorded.then(
			() => this.barrier.advance(store.journal.durable),
			(error: unknown) => {
				if (this.hasFailed) return; // all that was in flight fails with the first
				this.hasFailed = true;
				fatal(error);
			},
		);
	}
}
