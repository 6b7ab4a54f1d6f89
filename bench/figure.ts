/** Defines a measured figure: a row of the table that the benchmark prints. */
import {median} from './statistics.ts';

export type Figure = {
	readonly name: string;
	readonly value: string;
	/** The target, and whether the figure meets it. */
	readonly target?: {readonly text: string; readonly isMet: boolean};
	/** The same of other programs, measured in turn in the same run. */
	readonly beside?: string;
	/** How it was measured, in a few words. */
	readonly how: string;
};

/** A part of the benchmark, which yields its figures as they are measured. */
export type Part = () => AsyncGenerator<Figure>;

/** One value, or those of several runs: their median counts, and their range is shown beside it. */
type Values = number | readonly number[];

/** Makes a figure whose target is at most `most`. */
export function atMost(name: string, values: Values, unit: string, most: number, how: string): Figure {
	const target = {text: `≤ ${rounded(most)}${unit}`, isMet: middle(values) <= most};
	return {name, value: shown(values, unit), target, how};
}

/** Makes a figure whose target is at least `least`. */
export function atLeast(name: string, values: Values, unit: string, least: number, how: string): Figure {
	const target = {text: `≥ ${rounded(least)}${unit}`, isMet: middle(values) >= least};
	return {name, value: shown(values, unit), target, how};
}

/** Makes a figure without a target, to compare others with. */
export function plain(name: string, values: Values, unit: string, how: string): Figure {
	return {name, value: shown(values, unit), how};
}

/** Puts the same of other programs beside a figure. */
export function withOthers(
	figure: Figure,
	others: ReadonlyArray<readonly [string, Values]>,
	unit: string,
): Figure {
	if (others.length === 0) return figure;
	return {...figure, beside: others.map(([name, values]) => `${name}: ${shown(values, unit)}`).join('; ')};
}

/** Makes a figure of the first program, beside the same of the others. */
export function compared(
	name: string,
	unit: string,
	how: string,
	[ours, ...others]: ReadonlyArray<readonly [string, Values]>,
): Figure {
	return withOthers(plain(name, ours?.[1] ?? NaN, unit, how), others, unit);
}

/** Shows the median and, of several runs, the range: `45,120/s (44,800–45,600)`. */
export function shown(values: Values, unit: string): string {
	const value = `${rounded(middle(values))}${unit}`;
	if (typeof values === 'number' || values.length < 2) return value;
	return `${value} (${rounded(Math.min(...values))}–${rounded(Math.max(...values))})`;
}

function middle(values: Values): number {
	return typeof values === 'number' ? values : median(values);
}

/** Rounds to three significant digits, or to a whole number. */
function rounded(value: number): string {
	if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en');
	return String(Number(value.toPrecision(3)));
}
