/** Coalesces lazy events, such as read cursors, for 250 ms before they are journaled; the newest of each subject wins. */
import type {EventOf, JournaledEvent, LazyEvent} from '../chat/event.ts';
import type {Clock} from '../../lib/clock.ts';

const MAX_DELAY = 250;
/** Maximum events that wait; the oldest is dropped. */
const MAX_PENDING = 20_000;

const password = ({user, address}: {user: string; address: string}) => `password ${user} ${address}`;

/** The subject of each event: a newer event of the same subject replaces it, so it must tell all that the older one told. */
const subjects: {[T in LazyEvent['type']]: (event: EventOf<T>) => string} = {
	marked: ({conversation, user}) => `marked ${conversation} ${user}`,
	seen: ({user}) => `seen ${user}`,
	passwordFailed: password,
	passwordRight: password,
};

function subjectOf(event: LazyEvent): string {
	const subject = subjects[event.type] as (event: LazyEvent) => string; // the key is the event's own type
	return subject(event);
}

export class WriteCoalescer {
	private pending = new Map<string, LazyEvent>();
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

	add(event: LazyEvent): void {
		this.pending.set(subjectOf(event), event);
		if (this.pending.size > MAX_PENDING) {
			const [oldest = ''] = this.pending.keys();
			this.pending.delete(oldest);
		}

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
	supersede(event: LazyEvent): void {
		if (this.pending.size > 0) this.pending.delete(subjectOf(event));
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
