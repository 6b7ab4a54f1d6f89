/** Text as it compares: capitals, the width of letters and their presentation forms make no difference. */

const ASCII = /^[\0-\x7f]*$/;
/** NFKC makes 18 letters of it, and of no other more than 8: a message of these would be one of 70,000. */
const PRAYER = '\ufdfa';
/** A letter that no NFKC changes stands for it: nobody searches for either by mistake. */
const STAND_IN = '\ufdfd';
/** Small forms that a capital has besides its usual one; a dot above an `i` is what is left of the Turkish `İ`. */
const SMALL_FORMS = /i\u0307|[ıςß]/g;
const usual: Readonly<Record<string, string>> = {'i\u0307': 'i', ı: 'i', ς: 'σ', ß: 'ss'};

/** NFKC, but never more than eight times as long. */
export function compatible(text: string): string {
	return ASCII.test(text) ? text : text.split(PRAYER).join(STAND_IN).normalize('NFKC');
}

/** For finding a text whatever its case. */
export function folded(text: string): string {
	const small = compatible(text).toLowerCase();
	return ASCII.test(small) ? small : small.replace(SMALL_FORMS, form => usual[form] ?? form);
}
