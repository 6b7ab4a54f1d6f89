/** Computes the style (colours, attributes and hyperlink) after an escape sequence, in a canonical form. */

/**
 * The parameters that set the style after `SGR 0`, sorted: '' for plain text, `1;31` for bold red. In a hyperlink, an escape character
 * and the parameters of OSC 8 follow, so that a cell needs no field for what few have.
 */
export type Style = string;

const LINK = '\x1b';

/** Returns the style within a hyperlink. @param link the parameters of OSC 8; `;` ends one */
export function linked(style: Style, link: string): Style {
	const {sgr} = partsOf(style);
	return link === ';' ? sgr : sgr + LINK + link;
}

/** Divides a style into the parameters of SGR and those of OSC 8. */
export function partsOf(style: Style): {readonly sgr: string; readonly link: string} {
	const at = style.indexOf(LINK);
	return at === -1 ? {sgr: style, link: ';'} : {sgr: style.slice(0, at), link: style.slice(at + 1)};
}

const SETS: Readonly<Record<number, string>> = {
	1: 'bold',
	2: 'dim',
	3: 'italic',
	4: 'underline',
	5: 'blink',
	6: 'blink',
	7: 'inverse',
	8: 'hidden',
	9: 'strike',
	21: 'underline',
	38: 'foreground',
	48: 'background',
	53: 'overline',
	58: 'underline colour',
};
const RESETS: Readonly<Record<number, readonly string[]>> = {
	22: ['bold', 'dim'],
	23: ['italic'],
	24: ['underline'],
	25: ['blink'],
	27: ['inverse'],
	28: ['hidden'],
	29: ['strike'],
	39: ['foreground'],
	49: ['background'],
	55: ['overline'],
	59: ['underline colour'],
};
/** Matches one parameter; a colour (38, 48, 58) includes the parameters after it. */
const PARAMETER = /[345]8;5;\d+|[345]8;2;\d+;\d+;\d+|[\d:]+/g;
const MAX_CACHED = 1000;

const known = new Map<string, Style>();

/** Returns the style after `CSI parameters m`, given the style before. */
export function restyle(style: Style, parameters: string): Style {
	if (style.includes(LINK)) {
		const {sgr, link} = partsOf(style);
		return linked(restyle(sgr, parameters), link);
	}

	if (/^0?$/.test(parameters)) return '';
	const key = `${style}m${parameters}`;
	let after = known.get(key);
	if (after === undefined) {
		after = apply(style, parameters);
		if (known.size >= MAX_CACHED) known.clear();
		known.set(key, after);
	}

	return after;
}

function apply(style: Style, parameters: string): Style {
	const inForce = new Map<string, string>();
	for (const [parameter] of `${style};${parameters}`.matchAll(PARAMETER)) {
		const code = Number.parseInt(parameter, 10);
		const attribute = attributeOf(code);
		if (code === 0) inForce.clear();
		if (attribute !== undefined) inForce.set(attribute, parameter);
		for (const reset of RESETS[code] ?? []) inForce.delete(reset);
	}

	return [...inForce.values()].sort().join(';');
}

function attributeOf(code: number): string | undefined {
	if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97)) return 'foreground';
	if ((code >= 40 && code <= 47) || (code >= 100 && code <= 107)) return 'background';
	return SETS[code];
}
