/** JSON as it may stand in a file: what would command a terminal, or hide, is escaped, so that `cat` is no attack. */

const UNSAFE = /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

export function toJson(value: unknown): string {
	return JSON.stringify(value).replace(
		UNSAFE,
		character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
}
