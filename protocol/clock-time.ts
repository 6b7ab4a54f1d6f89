/** Writes the time of day so that no two moments look alike: in an hour that the clocks repeat, with the offset from UTC. */

/** How far from a moment the clocks may have been set, in milliseconds. */
const NEAR = 3 * 3600_000;

/** `+02:00` if the clocks show this time of day twice, as when summer time ends; else nothing. */
export function offsetIfRepeated(at: number): string {
	const offset = offsetAt(at);
	const isRepeated = [at - NEAR, at + NEAR].some(near => {
		const other = offsetAt(near);
		return other !== offset && offsetAt(at + (offset - other) * 60_000) === other;
	});
	return isRepeated ? offsetText(offset) : '';
}

/** Minutes by which the clocks are ahead of UTC. */
function offsetAt(at: number): number {
	return -new Date(at).getTimezoneOffset();
}

function offsetText(minutes: number): string {
	const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
	return `${minutes < 0 ? '-' : '+'}${twoDigits(hours)}:${twoDigits(rest)}`;
}

export function twoDigits(number: number): string {
	return String(number).padStart(2, '0');
}
