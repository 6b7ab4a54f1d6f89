/** Parses durations as they are typed: a number and its unit, such as `5m`, `2h` or `7d`. */

const UNITS: Readonly<Record<string, number>> = {s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000};

/** @returns milliseconds, more than 0; undefined if the word is not a valid duration */
export function parseDuration(word: string): number | undefined {
	const [, digits = '', unit = ''] = /^([0-9]{1,9})([smhd])$/i.exec(word) ?? [];
	const milliseconds = Number(digits) * (UNITS[unit.toLowerCase()] ?? 0);
	return milliseconds > 0 ? milliseconds : undefined;
}
