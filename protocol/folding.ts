/** Folds text for comparison: case, width and presentation forms of letters make no difference. */

const ASCII = /^[\0-\x7f]*$/;
/** NFKC expands this character to 18 letters and any other to at most 8: a message of these would grow to 70,000. */
const PRAYER = '\ufdfa';
/** Replaces it: a character that NFKC does not change, and that users do not search for by mistake. */
const STAND_IN = '\ufdfd';
/**
 * Maximum marks in a row that are compared. No letter of any script has as many, and to put more of them in order takes
 * `normalize` a time that grows with their square. The last two are no marks, but NFKC makes marks of them.
 */
const TOWER = /([\p{M}\uff9e\uff9f]{16})[\p{M}\uff9e\uff9f]+/gu;
/** Excludes a tower in a tenth of the time. */
const POSSIBLE_TOWER =
	/[\u0300-\u036f\u0483-\u0489\u0591-\u1dff\u20d0-\u30ff\ua66f-\uabff\ud800-\udfff\ufb1e-\uff9f]{17}/;
/** Lower-case forms that a capital has besides its usual one; a dot above an `i` remains of the Turkish `İ`. */
const SMALL_FORMS = /i\u0307|[ıςß]/g;
const usual: Readonly<Record<string, string>> = {'i\u0307': 'i', ı: 'i', ς: 'σ', ß: 'ss'};

/** Normalizes to NFKC in linear time, with a result at most eight times as long as the text. */
export function compatible(text: string): string {
	if (ASCII.test(text)) return text;
	const level = POSSIBLE_TOWER.test(text) ? text.replace(TOWER, '$1') : text;
	return level.split(PRAYER).join(STAND_IN).normalize('NFKC');
}

/** Folds case as well, for a search. */
export function folded(text: string): string {
	const small = compatible(text).toLowerCase();
	return ASCII.test(small) ? small : small.replace(SMALL_FORMS, form => usual[form] ?? form);
}
