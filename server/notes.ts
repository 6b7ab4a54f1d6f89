/** Noted events on their way to the journal: the newest of each kind, gathered for a quarter of a second. */
import type {ChatEvent, JournaledEvent} from './chat/event.ts';
import type {Clock} from './clock.ts';

const GATHER = 250;

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

export class Notes {
	private gathered = new Map<string, JournaledEvent>();
	private cancel: (() => void) | undefined;
	private readonly clock: Clock;
	private readonly record: (events: JournaledEvent[]) => void;

	constructor(clock: Clock, record: (events: JournaledEvent[]) => void) {
		this.clock = clock;
		this.record = record;
	}

	add(event: ChatEvent & JournaledEvent): void {
		this.gathered.set(subject(event), event);
		this.cancel ??= this.clock.after(GATHER, () => this.flush());
	}

	/** The event is recorded now: what was gathered of its subject must not come behind it. */
	overtaken(event: ChatEvent & JournaledEvent): void {
		if (this.gathered.size > 0) this.gathered.delete(subject(event));
	}

	/** Hands over what was gathered. */
	flush(): void {
		this.cancel?.();
		this.cancel = undefined;
		if (this.gathered.size === 0) return;
		const events = [...this.gathered.values()];
		this.gathered = new Map();
		this.record(events);
	}
}
