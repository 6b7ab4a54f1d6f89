/** Formats numbers of bytes. */
import {safeText, type SafeText} from './text.ts';

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** Formats a number of bytes: `512 B`, `1.2 KiB`, `12.0 MiB`. */
export function byteSize(bytes: number): SafeText {
	if (bytes < 1024) return safeText`${Math.round(bytes)} B`;
	let [amount, unit] = [bytes / 1024, 1];
	while (amount >= 1023.95 && unit < UNITS.length - 1) [amount, unit] = [amount / 1024, unit + 1];
	return safeText`${amount.toFixed(1)} ${UNITS[unit] ?? ''}`;
}

/** Formats the most bytes that something may have, rounded down: `64 MiB`, `1.5 GiB`. */
export function byteLimit(bytes: number): SafeText {
	const power = Math.max(0, Math.min(UNITS.length - 1, Math.floor(Math.log(bytes) / Math.log(1024))));
	return safeText`${Math.floor((10 * bytes) / 1024 ** power) / 10} ${UNITS[power] ?? ''}`;
}
