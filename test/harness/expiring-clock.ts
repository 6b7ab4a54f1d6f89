/** The machine's clock, on which a test can end pauses of one length at once. */
import {systemClock, type Clock} from '../../lib/clock.ts';

export function expiringClock(): {clock: Clock; expire: (milliseconds: number) => void} {
	const pauses = new Set<{readonly milliseconds: number; readonly action: () => void}>();
	const clock: Clock = {
		...systemClock,
		after(milliseconds, action) {
			const pause = {milliseconds, action};
			pauses.add(pause);
			const cancel = systemClock.after(milliseconds, () => {
				pauses.delete(pause);
				action();
			});
			return () => {
				pauses.delete(pause);
				cancel();
			};
		},
	};
	return {
		clock,
		expire(milliseconds) {
			for (const pause of pauses) if (pause.milliseconds === milliseconds) pause.action();
		},
	};
}
