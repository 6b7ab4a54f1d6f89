/** What somebody has written that no server has: drafts, lines to be called back, cleared text; its bounds, and how two become one. */
import type {ConversationId} from '../protocol/names.ts';

/** Where a draft was written; `''`: where no conversation was open. */
export type DraftPlace = ConversationId | '';

/** All lines are as a person types them (see `lineOf`). */
export type Written = {
	readonly drafts: ReadonlyMap<DraftPlace, string>;
	/** The lines sent before, oldest first. */
	readonly sent: readonly string[];
	/** What was cleared at once, oldest first. */
	readonly cleared: readonly string[];
};

/** Of the drafts, only those that changed; an empty one is gone. */
export type WrittenChange = Partial<Written>;

export const NOTHING_WRITTEN: Written = {drafts: new Map(), sent: [], cleared: []};

/** How many of each are kept at most, and how many UTF-16 units they have together; the newest are. */
export const MAX_WRITTEN = {
	drafts: {count: 500, length: 1024 * 1024},
	sent: {count: 500, length: 256 * 1024},
	cleared: {count: 20, length: 1024 * 1024},
} as const;

/** Of texts that stand in order, oldest first, those that are kept. */
export function newest(texts: readonly string[], {count, length}: (typeof MAX_WRITTEN)['sent' | 'cleared']) {
	return texts.slice(firstKept(texts, count, length));
}

/** What is kept after the change. A draft that was changed is newer than the others. */
export function changedWritten(before: Written, {drafts, sent, cleared}: WrittenChange): Written {
	const changed = new Map(before.drafts);
	for (const [place, line] of drafts ?? []) {
		changed.delete(place);
		if (line !== '') changed.set(place, line);
	}

	return {
		drafts: drafts ? newestDrafts(changed) : before.drafts,
		sent: sent ? newest(sent, MAX_WRITTEN.sent) : before.sent,
		cleared: cleared ? newest(cleared, MAX_WRITTEN.cleared) : before.cleared,
	};
}

/** Both as one: of two drafts at one place the newer one stands, and the other is found among what was cleared. */
export function joinedWritten(older: Written, newer: Written): Written {
	const covered = [...older.drafts].flatMap(([place, line]) => {
		const over = newer.drafts.get(place);
		return over === undefined || over.startsWith(line) ? [] : [line]; // it went on from there
	});
	return changedWritten(older, {
		drafts: newer.drafts,
		sent: onceEach([...older.sent, ...newer.sent]),
		cleared: onceEach([...older.cleared, ...covered, ...newer.cleared]),
	});
}

export function isSameWritten(one: Written, other: Written): boolean {
	if (one.drafts.size !== other.drafts.size) return false;
	for (const [place, line] of one.drafts) if (other.drafts.get(place) !== line) return false;
	return isSameList(one.sent, other.sent) && isSameList(one.cleared, other.cleared);
}

export function isSameList(one: readonly string[], other: readonly string[]): boolean {
	return one === other || (one.length === other.length && one.every((text, at) => text === other[at]));
}

/** Each text once, where it stood last. */
function onceEach(texts: readonly string[]): readonly string[] {
	return [...new Set([...texts].reverse())].reverse();
}

function newestDrafts(drafts: ReadonlyMap<DraftPlace, string>): ReadonlyMap<DraftPlace, string> {
	const {count, length} = MAX_WRITTEN.drafts;
	const first = firstKept([...drafts.values()], count, length);
	return first === 0 ? drafts : new Map([...drafts].slice(first));
}

function firstKept(texts: readonly string[], count: number, length: number): number {
	const least = Math.max(0, texts.length - count);
	let left = length;
	for (let at = texts.length - 1; at >= least; at--) {
		left -= texts[at]?.length ?? 0;
		if (left < 0) return at + 1;
	}

	return least;
}
