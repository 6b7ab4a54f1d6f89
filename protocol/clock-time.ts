/** Formats times in local time, with the offset from UTC where the clocks show a time of day twice. */

/** Maximum milliseconds between a moment and a change of the offset that can repeat it. */
const NEAR = 3 * 3600_000;

/**
 * Returns `+02:00` if the clocks show this time of day twice, as when summer time ends; else an empty text.
 * @param at milliseconds since 1970
 */
export function offsetIfRepeated(at: number): string {
	const offset = offsetAt(at);
	const isRepeated = [at - NEAR, at + NEAR].some(near => {
		const other = offsetAt(near);
		return other !== offset && offsetAt(at + (offset - other) * 60_000) === other;
	});
	return isRepeated ? offsetText(offset) : '';
}

/** Returns the minutes by which the clocks are ahead of UTC. */
function offsetAt(at: number): number {
	return -new Date(at).getTimezoneOffset();
}

function offsetText(minutes: number): string {
	const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
	return `${minutes < 0 ? '-' : '+'}${twoDigits(hours)}:${twoDigits(rest)}`;
}

/**
 * Formats a moment as `2026-11-27 09:41`; empty for a number that is not a valid time.
 * @param at milliseconds since 1970
 */
export function timeText(at: number): string {
	const date = new Date(at);
	if (Number.isNaN(date.getTime())) return '';
	const day = [date.getFullYear(), twoDigits(date.getMonth() + 1), twoDigits(date.getDate())].join('-');
	return `${day} ${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}${offsetIfRepeated(at)}`;
}

export function twoDigits(number: number): string {
	return String(number).padStart(2, '0');
}
