/** Parses what a file holds; where that fails, the parser's own words, such as OpenSSL's, would not help. */

/** @throws damaged instead of what the parser throws */
export function parsed<T>(parse: () => T, damaged: Error): T {
	try {
		return parse();
	} catch {
		throw damaged;
	}
}
