/** Makes text a hyperlink (OSC 8), which terminals open with a click, and tells whether a terminal may be sent one. */

/** Maximum UTF-16 units of an address: some terminals drop longer ones. */
const MAX_ADDRESS = 2000;
const ALLOWED = /^(?:https?:\/\/|mailto:)[\x21-\x7e]+$/i;
/** Terminals that show what they do not understand, or cut it at a length of their own. */
const WITHOUT = /^(?:linux|screen.*|eterm.*|vt\d.*)$/i;

/**
 * Returns the text as a hyperlink, whose parts have one id on however many lines they stand.
 * @param address as somebody has sent it; other addresses than of the web and of mail stay plain text
 */
export function hyperlink(text: string, address: string): string {
	const encoded = address.toWellFormed().replace(/[^\x21-\x7e]+/gu, encodeURIComponent);
	if (encoded.length > MAX_ADDRESS || !ALLOWED.test(encoded)) return text;
	return `\x1b]8;id=${idOf(encoded)};${encoded}\x1b\\${text}\x1b]8;;\x1b\\`;
}

function idOf(address: string): string {
	let hash = 0;
	for (let at = 0; at < address.length; at++) hash = (hash * 31 + address.charCodeAt(at)) >>> 0;
	return hash.toString(36);
}

/** GNU screen is left out; tmux, which may call itself so, is not. */
export function hasHyperlinks({TERM = '', TMUX = ''}: NodeJS.ProcessEnv): boolean {
	return TMUX !== '' || !WITHOUT.test(TERM);
}
