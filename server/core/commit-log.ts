/** Commits decisions: applies their events, records them, and tells them when they are durable, in one order for all. */
import {announce, type Announcing} from '../chat/announce.ts';
import {PERSISTENCE, type ChatEvent, type ConnectionId, type JournaledEvent} from '../chat/event.ts';
import {apply, type State} from '../chat/state.ts';
import type {Clock} from '../../lib/clock.ts';
import type {ConnectionRegistry} from './connection-registry.ts';
import {WriteCoalescer} from './write-coalescer.ts';
import {PresenceThrottle} from './presence-throttle.ts';
import {DurabilityBarrier} from './durability-barrier.ts';
import type {Space} from './space.ts';
import type {Store} from '../store/store.ts';

type Options = {
	store: Store;
	space: Pick<Space, 'isFull'>;
	registry: ConnectionRegistry;
	clock: Clock;
	/** Sees every event right before it is applied. */
	audit: (event: ChatEvent) => void;
	/** The store refused: nothing may be said any more, and the process must end. */
	fatal: (error: unknown) => void;
};

export class CommitLog {
	readonly state: State;
	private readonly options: Options;
	private readonly barrier: DurabilityBarrier;
	private readonly coalescer: WriteCoalescer;
	private readonly presence: PresenceThrottle;
	private failed = false;

	constructor(options: Options) {
		const {store, clock, space} = options;
		this.options = options;
		this.state = store.state;
		this.barrier = new DurabilityBarrier(store.journal.durable);
		this.coalescer = new WriteCoalescer(
			clock,
			events => this.record(events),
			() => !space.isFull,
		);
		this.presence = new PresenceThrottle(this.state, clock, (to, people) =>
			this.afterDurable(() => this.options.registry.broadcast(to, {type: 'presence', people})),
		);
	}

	/**
	 * Lets the events of one decision happen. `asker` hears of them by its reply and not otherwise.
	 * `answer` is called when they are applied; what it gives is run, and then the announcements leave, when all that was
	 * decided so far is durable.
	 */
	commit(events: readonly ChatEvent[], asker?: ConnectionId, answer?: () => () => void): void {
		const telling: Announcing[] = [];
		const closing: ConnectionId[] = [];
		for (const event of events) {
			this.options.audit(event);
			apply(this.state, event);
			telling.push(...announce(this.state, event));
			this.presence.note(event);
			if (event.type === 'signedOut' && event.connection !== asker) closing.push(event.connection);
		}

		this.persist(events);
		let reply: (() => void) | undefined;
		try {
			reply = answer?.();
		} finally {
			// What was applied has happened, though nobody could put the answer into words.
			this.afterDurable(() => {
				reply?.();
				for (const {to, announcement} of telling) this.options.registry.broadcast(to, announcement, asker);
				for (const id of closing) this.options.registry.get(id)?.cut();
			});
		}
	}

	/** Runs `output` when all that was decided so far is durable, after the outputs before it. */
	afterDurable(output: () => void): void {
		this.barrier.when(this.options.store.journal.last, output);
	}

	/** Whether the events need room on the disk before anything may be said of them. */
	static records(events: readonly ChatEvent[]): boolean {
		return events.some(event => PERSISTENCE[event.type] === 'durable');
	}

	/** Waits until all that happened is durable and on its way out. */
	async settle(): Promise<void> {
		this.presence.stop();
		this.coalescer.flush();
		await new Promise<void>(resolve => this.afterDurable(resolve));
	}

	private persist(events: readonly ChatEvent[]): void {
		const journaled = events.filter(
			(event): event is ChatEvent & JournaledEvent => PERSISTENCE[event.type] !== 'volatile',
		);
		if (!CommitLog.records(events)) {
			for (const event of journaled) this.coalescer.add(event);
			return;
		}

		if (this.options.space.isFull) {
			this.coalescer.hold(journaled); // nobody asked for it, or it lets somebody go: whoever asks for a change is refused
			return;
		}

		if (this.coalescer.isHolding) this.coalescer.flush();
		for (const event of journaled) if (PERSISTENCE[event.type] === 'lazy') this.coalescer.supersede(event);
		this.record(journaled);
	}

	private record(events: readonly JournaledEvent[]): void {
		const {store, fatal} = this.options;
		store.record(events).then(
			position => this.barrier.advance(position),
			(error: unknown) => {
				if (this.failed) return; // all that was in flight fails with the first
				this.failed = true;
				fatal(error);
			},
		);
	}
}
