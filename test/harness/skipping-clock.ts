/** A clock that runs like the machine's, and that a test can move on by minutes at once. */
import type {Clock} from '../../lib/clock.ts';

type SkippingClock = Clock & {
	/** Moves time on and runs what falls due, in order. */
	skip(milliseconds: number): void;
	/** The operator sets the machine's clock by so much, back or forth: no time passes. */
	setBy(milliseconds: number): void;
};

type Timer = {at: number; action: () => void; real: NodeJS.Timeout};

export function skippingClock(): SkippingClock {
	let skipped = 0;
	let set = 0;
	const timers = new Set<Timer>();
	const uptime = () => performance.now() + skipped;

	function run(timer: Timer): void {
		clearTimeout(timer.real);
		if (timers.delete(timer)) timer.action();
	}

	return {
		now: () => Date.now() + skipped + set,
		uptime,
		after(milliseconds, action) {
			const timer: Timer = {
				at: uptime() + milliseconds,
				action,
				real: setTimeout(() => run(timer), milliseconds).unref(),
			};
			timers.add(timer);
			return () => {
				clearTimeout(timer.real);
				timers.delete(timer);
			};
		},
		random: () => Math.random(),
		skip(milliseconds) {
			skipped += milliseconds;
			const due = [...timers].filter(({at}) => at <= uptime()).sort((one, other) => one.at - other.at);
			for (const timer of due) run(timer);
		},
		setBy(milliseconds) {
			set += milliseconds;
		},
	};
}
