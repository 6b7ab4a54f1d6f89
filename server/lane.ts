/** The single lane through which everything happens: events are applied, recorded, and told, in one order for all. */
import {announce, type Announcing} from './chat/announce.ts';
import {KEPT, type ChatEvent, type ConnectionId, type JournaledEvent} from './chat/event.ts';
import {apply, type State} from './chat/state.ts';
import type {Clock} from './clock.ts';
import type {Hub} from './hub.ts';
import {Notes} from './notes.ts';
import {PresenceBoards} from './presence-boards.ts';
import {Release} from './release.ts';
import type {Space} from './space.ts';
import type {Store} from './store/store.ts';

type Options = {
	store: Store;
	space: Pick<Space, 'isFull'>;
	hub: Hub;
	clock: Clock;
	/** Sees every event right before it is applied. */
	witness: (event: ChatEvent) => void;
	/** The store refused: nothing may be said any more, and the process must end. */
	fatal: (error: unknown) => void;
};

export class Lane {
	readonly state: State;
	private readonly options: Options;
	private readonly release: Release;
	private readonly notes: Notes;
	private readonly presence: PresenceBoards;
	private failed = false;

	constructor(options: Options) {
		const {store, clock, space} = options;
		this.options = options;
		this.state = store.state;
		this.release = new Release(store.journal.durable);
		this.notes = new Notes(
			clock,
			events => this.record(events),
			() => !space.isFull,
		);
		this.presence = new PresenceBoards(this.state, clock, (to, people) =>
			this.leave(() => this.options.hub.tell(to, {type: 'presence', people})),
		);
	}

	/**
	 * Lets the events of one decision happen. `asker` hears of them by its reply and not otherwise.
	 * `answer` is called when they are applied; what it gives is run, and then the announcements leave, when all that was
	 * decided so far is durable.
	 */
	happen(events: readonly ChatEvent[], asker?: ConnectionId, answer?: () => () => void): void {
		const telling: Announcing[] = [];
		const closing: ConnectionId[] = [];
		for (const event of events) {
			this.options.witness(event);
			apply(this.state, event);
			telling.push(...announce(this.state, event));
			this.presence.note(event);
			if (event.type === 'signedOut' && event.connection !== asker) closing.push(event.connection);
		}

		this.keep(events);
		let reply: (() => void) | undefined;
		try {
			reply = answer?.();
		} finally {
			// What was applied has happened, though nobody could put the answer into words.
			this.leave(() => {
				reply?.();
				for (const {to, announcement} of telling) this.options.hub.tell(to, announcement, asker);
				for (const id of closing) this.options.hub.get(id)?.cut();
			});
		}
	}

	/** Runs `output` when all that was decided so far is durable, after the outputs before it. */
	leave(output: () => void): void {
		this.release.when(this.options.store.journal.last, output);
	}

	/** Whether the events need room on the disk before anything may be said of them. */
	static records(events: readonly ChatEvent[]): boolean {
		return events.some(event => KEPT[event.type] === 'recorded');
	}

	/** Waits until all that happened is durable and on its way out. */
	async settle(): Promise<void> {
		this.presence.stop();
		this.notes.flush();
		await new Promise<void>(resolve => this.leave(resolve));
	}

	private keep(events: readonly ChatEvent[]): void {
		const journaled = events.filter(
			(event): event is ChatEvent & JournaledEvent => KEPT[event.type] !== 'passing',
		);
		if (!Lane.records(events)) {
			for (const event of journaled) this.notes.add(event);
			return;
		}

		if (this.options.space.isFull) {
			this.notes.hold(journaled); // nobody asked for it, or it lets somebody go: whoever asks for a change is refused
			return;
		}

		if (this.notes.isHolding) this.notes.flush();
		for (const event of journaled) if (KEPT[event.type] === 'noted') this.notes.overtaken(event);
		this.record(journaled);
	}

	private record(events: readonly JournaledEvent[]): void {
		const {store, fatal} = this.options;
		store.record(events).then(
			position => this.release.advance(position),
			(error: unknown) => {
				if (this.failed) return; // all that was in flight fails with the first
				this.failed = true;
				fatal(error);
			},
		);
	}
}
