/** Gathers changes of presence for a second, however many users come and go. */
import type {UserName} from '../../protocol/names.ts';
import type {Clock} from '../../lib/clock.ts';

const APART = 1000;

export class PresenceBatch {
	private changed = new Set<UserName>();
	private toldAt = -Infinity;
	private cancel: (() => void) | undefined;
	private readonly clock: Clock;
	private readonly tell: (users: UserName[]) => void;

	/** @param tell is given everybody whose presence changed since the last time, at most once a second */
	constructor(clock: Clock, tell: (users: UserName[]) => void) {
		this.clock = clock;
		this.tell = tell;
	}

	/** Told at once when nothing was told for a second, else with the others when that is over. */
	note(user: UserName): void {
		this.changed.add(user);
		const wait = Math.max(0, this.toldAt + APART - this.clock.uptime());
		this.cancel ??= this.clock.after(wait, () => this.flush());
	}

	/** Somebody new, whom the others cannot name before they have heard of them, is told of at once. */
	welcome(user: UserName): void {
		this.cancel?.();
		this.cancel = undefined;
		this.toldAt = -Infinity;
		this.note(user);
	}

	stop(): void {
		this.cancel?.();
	}

	/** Another one that goes on from here: it tells what this one still has to tell, and goes its own way. */
	fork(tell: (users: UserName[]) => void): PresenceBatch {
		const forked = new PresenceBatch(this.clock, tell);
		forked.toldAt = this.toldAt;
		for (const user of this.changed) forked.note(user);
		return forked;
	}

	private flush(): void {
		this.cancel = undefined;
		this.toldAt = this.clock.uptime();
		const users = [...this.changed];
		this.changed = new Set();
		this.tell(users);
	}
}
