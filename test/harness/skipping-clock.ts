/** A clock that runs like the machine's, and that a test can move on by minutes at once. */
import type {Clock} from '../../server/clock.ts';

export type SkippingClock = Clock & {
	/** Moves time on and runs what falls due, in order. */
	skip(milliseconds: number): void;
};

type Timer = {at: number; action: () => void; real: NodeJS.Timeout};

export function skippingClock(): SkippingClock {
	let skipped = 0;
	const timers = new Set<Timer>();
	const now = () => Date.now() + skipped;

	function run(timer: Timer): void {
		clearTimeout(timer.real);
		if (timers.delete(timer)) timer.action();
	}

	return {
		now,
		after(milliseconds, action) {
			const timer: Timer = {
				at: now() + milliseconds,
				action,
				real: setTimeout(() => run(timer), milliseconds).unref(),
			};
			timers.add(timer);
			return () => {
				clearTimeout(timer.real);
				timers.delete(timer);
			};
		},
		skip(milliseconds) {
			skipped += milliseconds;
			const due = [...timers].filter(({at}) => at <= now()).sort((one, other) => one.at - other.at);
			for (const timer of due) run(timer);
		},
	};
}
