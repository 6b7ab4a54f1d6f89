/** Defines a measured figure: a row of the table that the benchmark prints. */

export type Figure = {
	readonly name: string;
	readonly value: string;
	/** The target, and whether the figure meets it. */
	readonly target?: {readonly text: string; readonly isMet: boolean};
	/** How it was measured, in a few words. */
	readonly how: string;
};

/** A part of the benchmark, which yields its figures as they are measured. */
export type Part = () => AsyncGenerator<Figure>;

/** Makes a figure whose target is at most `most`. */
export function atMost(name: string, value: number, unit: string, most: number, how: string): Figure {
	const target = {text: `≤ ${shown(most)}${unit}`, isMet: value <= most};
	return {name, value: `${shown(value)}${unit}`, target, how};
}

/** Makes a figure whose target is at least `least`. */
export function atLeast(name: string, value: number, unit: string, least: number, how: string): Figure {
	const target = {text: `≥ ${shown(least)}${unit}`, isMet: value >= least};
	return {name, value: `${shown(value)}${unit}`, target, how};
}

/** Makes a figure without a target, to compare others with. */
export function plain(name: string, value: number, unit: string, how: string): Figure {
	return {name, value: `${shown(value)}${unit}`, how};
}

/** Rounds to three significant digits. */
function shown(value: number): string {
	if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en');
	return String(Number(value.toPrecision(3)));
}
