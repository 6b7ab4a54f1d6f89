/** Computes the contrast of two colours, as WCAG defines it. */

/** Red, green and blue, 0 to 1. */
type Rgb = readonly number[];

/** Minimum contrast of text that can be read. */
export const READABLE = 4.5;

/** The backgrounds that terminals have as a rule, among them Solarized's. */
const USUAL_BACKGROUNDS = {
	dark: ['#000000', '#1e1e1e', '#282c34', '#002b36'],
	light: ['#ffffff', '#fdf6e3', '#f5f5f5'],
} as const;

const HEX = /^#[\da-f]{6}$/i;

export function isColour(value: unknown): value is string {
	return typeof value === 'string' && HEX.test(value);
}

/** @param colour as `#88c0d0` */
function rgbOf(colour: string): Rgb {
	return [1, 3, 5].map(at => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
}

/** Computes the relative luminance, 0 to 1. @param components red, green and blue, 0 to 1 */
export function luminance(components: Rgb): number {
	const [red = 0, green = 0, blue = 0] = components.map(each =>
		each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4,
	);
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Computes the contrast of two colours such as `#88c0d0`, 1 to 21. */
export function contrast(one: string, other: string): number {
	const [less = 0, more = 0] = [one, other].map(colour => luminance(rgbOf(colour))).sort((a, b) => a - b);
	return (more + 0.05) / (less + 0.05);
}

/** Computes the least contrast of a colour with the usual backgrounds. */
export function leastContrast(colour: string, background: keyof typeof USUAL_BACKGROUNDS): number {
	return Math.min(...USUAL_BACKGROUNDS[background].map(behind => contrast(colour, behind)));
}
