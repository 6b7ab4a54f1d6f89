/** Coalesces lazy events, such as read cursors, for 250 ms before they are journaled; the newest of each subject wins. */
import type {ChatEvent, JournaledEvent} from '../chat/event.ts';
import type {Clock} from '../../lib/clock.ts';

const MAX_DELAY = 250;
/** Maximum events that wait; the oldest is dropped. */
const MAX_PENDING = 20_000;

/** Names the subject of an event; a newer event of the same subject replaces it. */
function subject(event: JournaledEvent): string {
	switch (event.type) {
		case 'marked':
			return `marked ${event.conversation} ${event.user}`;
		case 'passwordFailed':
		case 'passwordRight':
			return `password ${event.user} ${event.address}`;
		default:
			return 'user' in event ? `${event.type} ${event.user}` : event.type;
	}
}

export class WriteCoalescer {
	private pending = new Map<string, JournaledEvent>();
	/** Events that could not be recorded on a full disk, in order. */
	private held: JournaledEvent[] = [];
	private cancel: (() => void) | undefined;
	private readonly clock: Clock;
	private readonly record: (events: JournaledEvent[]) => void;
	private readonly mayRecord: () => boolean;

	/** @param mayRecord whether there is room; until there is, all events wait here */
	constructor(clock: Clock, record: (events: JournaledEvent[]) => void, mayRecord: () => boolean) {
		this.clock = clock;
		this.record = record;
		this.mayRecord = mayRecord;
	}

	add(event: ChatEvent & JournaledEvent): void {
		this.pending.set(subject(event), event);
		const [oldest] = this.pending.keys();
		if (this.pending.size > MAX_PENDING && oldest !== undefined) this.pending.delete(oldest);
		this.schedule();
	}

	/** Holds events without a request until there is room: losing them is harmless. */
	hold(events: readonly JournaledEvent[]): void {
		this.held.push(...events);
		this.schedule();
	}

	/** Whether held events must be recorded before new ones. */
	get isHolding(): boolean {
		return this.held.length > 0;
	}

	/** Drops what waits of the event's subject, since the event is recorded now and must not be overtaken. */
	supersede(event: ChatEvent & JournaledEvent): void {
		if (this.pending.size > 0) this.pending.delete(subject(event));
	}

	/** Records what waits, if there is room. */
	flush(): void {
		this.cancel?.();
		this.cancel = undefined;
		const events = [...this.held, ...this.pending.values()];
		if (events.length === 0) return;
		if (!this.mayRecord()) {
			this.schedule();
			return;
		}

		this.held = [];
		this.pending = new Map();
		this.record(events);
	}

	private schedule(): void {
		this.cancel ??= this.clock.after(MAX_DELAY, () => this.flush());
	}
}
