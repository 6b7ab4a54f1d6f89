/** Texts cleaned and wrapped to a width, once: kept as long as the message or notice itself. */
import {clean, type SafeText} from '../../../protocol/text.ts';
import {wrap} from '../../../terminal/width.ts';

type Texted = {readonly text: string};

const known = new WeakMap<Texted, {readonly width: number; readonly lines: readonly SafeText[]}>();

export function wrapCached(item: Texted, width: number): readonly SafeText[] {
	const before = known.get(item);
	if (before?.width === width) return before.lines;
	const lines = wrap(clean(item.text), Math.max(1, width)) as SafeText[]; // wrapping only takes spaces away
	known.set(item, {width, lines});
	return lines;
}
