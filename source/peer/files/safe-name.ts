/** Turns a file name that another user chose into one that is safe in any folder and on any screen. */
import {cleanLine, lettersOf, type SafeText} from '../../../protocol/text.ts';

/** Maximum UTF-8 bytes; file systems allow 255, and ` (1)` or `.part` may follow. */
const MAX_BYTES = 200;
/** Maximum UTF-8 bytes of an extension; a longer one is cut like the rest of the name. */
const MAX_EXTENSION_BYTES = 24;

const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}]/gu;
/** Characters that Windows refuses, or takes for a path or a stream. */
const REFUSED = /[<>:"|?*/\\]/g;
/** A dot hides the file, a dash reads as an option, a tilde as a home folder. */
const LEADING = /^[.\-~\s]+/;
/** Windows drops these from the end of a name. */
const TRAILING = /[.\s]+$/;
/** Devices of Windows, with any extension. */
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])\s*(?:\.|$)/i;

/** Sanitizes a file name: its last component, without what a shell, a file system or a terminal would act on. Idempotent. */
export function safeName(name: string): SafeText {
	const last = name.split(/[/\\]/).at(-1) ?? '';
	const visible = cleanLine(lettersOf(last).replace(INVISIBLE, '')).replace(REFUSED, '_');
	const trimmed = visible.replace(LEADING, '').replace(TRAILING, '');
	const usable = DEVICE.test(trimmed) ? `_${trimmed}` : trimmed;
	return cleanLine(shorten(usable) || 'file');
}

/** Splits a name into its stem and its extension, which begins with a dot or is empty. */
export function splitName(name: string): {stem: string; extension: string} {
	const dot = name.lastIndexOf('.');
	return dot > 0 ? {stem: name.slice(0, dot), extension: name.slice(dot)} : {stem: name, extension: ''};
}

/** Cuts the stem of a long name; the extension stays. */
function shorten(name: string): string {
	if (Buffer.byteLength(name) <= MAX_BYTES) return name;
	const {stem, extension} = splitName(name);
	const kept = Buffer.byteLength(extension) <= MAX_EXTENSION_BYTES ? extension : '';
	const room = MAX_BYTES - Buffer.byteLength(kept);
	return cut(kept === '' ? name : stem, room).replace(TRAILING, '') + kept;
}

function cut(text: string, bytes: number): string {
	let kept = '';
	for (const character of text) {
		bytes -= Buffer.byteLength(character);
		if (bytes < 0) break;
		kept += character;
	}

	return kept;
}
