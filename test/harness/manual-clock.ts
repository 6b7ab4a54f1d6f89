/** A clock that stands still until a test moves it on. */
import type {Clock} from '../../lib/clock.ts';

export type ManualClock = Clock & {
	/** Moves time on and runs what falls due, in order, each at its own time. */
	advance(milliseconds: number): void;
	/** The operator sets the machine's clock: no time passes. */
	setTimeOfDay(now: number): void;
};

export function manualClock(start = Date.UTC(2026, 10, 20, 9, 41)): ManualClock {
	let uptime = 0;
	let offset = start;
	const timers = new Set<{at: number; action: () => void}>();

	function nextDue(until: number) {
		let next: {at: number; action: () => void} | undefined;
		for (const timer of timers) if (timer.at <= until && timer.at < (next?.at ?? Infinity)) next = timer;
		return next;
	}

	return {
		now: () => offset + uptime,
		uptime: () => uptime,
		after(milliseconds, action) {
			const timer = {at: uptime + milliseconds, action};
			timers.add(timer);
			return () => void timers.delete(timer);
		},
		random: () => 0.5,
		advance(milliseconds) {
			const until = uptime + milliseconds;
			for (let timer = nextDue(until); timer; timer = nextDue(until)) {
				timers.delete(timer);
				uptime = timer.at;
				timer.action();
			}

			uptime = until;
		},
		setTimeOfDay(now) {
			offset = now - uptime;
		},
	};
}
