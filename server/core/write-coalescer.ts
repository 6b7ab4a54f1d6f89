/** Coalesces lazy events, such as read cursors, for 250 ms before they are journaled: the newest of each subject stays. */
import type {ChatEvent, JournaledEvent} from '../chat/event.ts';
import type {Clock} from '../../lib/clock.ts';

const GATHER = 250;
/** Most that waits for room; what came first is let go. */
const MAX_GATHERED = 20_000;

/** Events of the same subject say the same thing anew, so that only the newest need be kept. */
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
	private gathered = new Map<string, JournaledEvent>();
	/** What came about by itself while nothing could be written, in order. */
	private held: JournaledEvent[] = [];
	private cancel: (() => void) | undefined;
	private readonly clock: Clock;
	private readonly record: (events: JournaledEvent[]) => void;
	private readonly mayRecord: () => boolean;

	/** @param mayRecord whether there is room; until there is, everything waits here */
	constructor(clock: Clock, record: (events: JournaledEvent[]) => void, mayRecord: () => boolean) {
		this.clock = clock;
		this.record = record;
		this.mayRecord = mayRecord;
	}

	add(event: ChatEvent & JournaledEvent): void {
		this.gathered.set(subject(event), event);
		const [oldest] = this.gathered.keys();
		if (this.gathered.size > MAX_GATHERED && oldest !== undefined) this.gathered.delete(oldest);
		this.wait();
	}

	/** Keeps what nobody asked for until there is room: it has happened, and losing it is harmless. */
	hold(events: readonly JournaledEvent[]): void {
		this.held.push(...events);
		this.wait();
	}

	/** Whether something must be recorded before what comes now. */
	get isHolding(): boolean {
		return this.held.length > 0;
	}

	/** The event is recorded now: what was gathered of its subject must not come behind it. */
	supersede(event: ChatEvent & JournaledEvent): void {
		if (this.gathered.size > 0) this.gathered.delete(subject(event));
	}

	/** Hands over what was gathered, if there is room for it. */
	flush(): void {
		this.cancel?.();
		this.cancel = undefined;
		const events = [...this.held, ...this.gathered.values()];
		if (events.length === 0) return;
		if (!this.mayRecord()) {
			this.wait();
			return;
		}

		this.held = [];
		this.gathered = new Map();
		this.record(events);
	}

	private wait(): void {
		this.cancel ??= this.clock.after(GATHER, () => this.flush());
	}
}
