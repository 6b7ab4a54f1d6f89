/** Formats numbers of bytes. */
import {safeText, type SafeText} from '../../../protocol/text.ts';

const UNITS = ['KiB', 'MiB', 'GiB', 'TiB'];

/** Formats a number of bytes: `512 B`, `1.2 KiB`, `12.0 MiB`. */
export function byteSize(bytes: number): SafeText {
	if (bytes < 1024) return safeText`${Math.round(bytes)} B`;
	let [amount, unit] = [bytes / 1024, 0];
	while (amount >= 1023.95 && unit < UNITS.length - 1) [amount, unit] = [amount / 1024, unit + 1];
	return safeText`${amount.toFixed(1)} ${UNITS[unit] ?? ''}`;
}
