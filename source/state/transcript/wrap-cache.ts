/** Caches cleaned and wrapped texts for as long as their message or notice is held. */
import {memoizeByObject} from '../text/memoize-by-object.ts';
import {clean, type SafeText} from '../../../protocol/text.ts';
import {wrap} from '../../../terminal/width.ts';

type Texted = {readonly text: string};

const known = memoizeByObject<readonly SafeText[]>();

/**
 * Cleans and wraps a text, once per width.
 * @param width cells of a row
 */
export function wrapCached(item: Texted, width: number): readonly SafeText[] {
	return known(item, [width], () => wrap(clean(item.text), Math.max(1, width)) as SafeText[]); // wrapping only removes spaces
}
