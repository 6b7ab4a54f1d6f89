/** Batches changes of presence for a second, however many users come and go. */
import type {Clock} from '../../lib/clock.ts';
import type {UserName} from '../../protocol/names.ts';

/** Minimum milliseconds between two batches. */
const MIN_INTERVAL = 1000;

export class PresenceBatch {
	private changed = new Set<UserName>();
	private sentAt = -Infinity;
	private cancel: (() => void) | undefined;
	private readonly clock: Clock;
	private readonly send: (users: UserName[]) => void;

	/** @param send is given all users whose presence changed since the last batch, at most once a second */
	constructor(clock: Clock, send: (users: UserName[]) => void) {
		this.clock = clock;
		this.send = send;
	}

	/** Adds a user: sent at once when nothing was sent for a second, else when that is over. */
	add(user: UserName): void {
		this.changed.add(user);
		const wait = Math.max(0, this.sentAt + MIN_INTERVAL - this.clock.uptime());
		this.cancel ??= this.clock.after(wait, () => this.flush());
	}

	/** Adds a new user, who is sent at once: the other users cannot name them before. */
	addNewcomer(user: UserName): void {
		this.cancel?.();
		this.cancel = undefined;
		this.sentAt = -Infinity;
		this.add(user);
	}

	stop(): void {
		this.cancel?.();
	}

	/** Creates a batch with the same users and time, which goes on by itself. */
	fork(send: (users: UserName[]) => void): PresenceBatch {
		const forked = new PresenceBatch(this.clock, send);
		forked.sentAt = this.sentAt;
		for (const user of this.changed) forked.add(user);
		return forked;
	}

	private flush(): void {
		this.cancel = undefined;
		this.sentAt = this.clock.uptime();
		const users = [...this.changed];
		this.changed = new Set();
		this.send(users);
	}
}
