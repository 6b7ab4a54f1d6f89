/** Bounds and merges the user's saved input: drafts, sent lines, cleared text, and which conversation was open. */
import type {ConversationId} from '../../../protocol/names.ts';

/** Conversation of a draft; `''`: no conversation was open. */
export type DraftPlace = ConversationId | '';

/** All texts are lines as the user types them, a pasted slash escaped. */
export type SavedInput = {
	readonly drafts: ReadonlyMap<DraftPlace, string>;
	/** Sent lines, oldest first. */
	readonly sent: readonly string[];
	/** Cleared text, oldest first. */
	readonly cleared: readonly string[];
	readonly open?: ConversationId;
};

/** Of the drafts, only those that changed; an empty one is removed. */
export type SavedInputChange = Partial<SavedInput>;

export const NO_SAVED_INPUT: SavedInput = {drafts: new Map(), sent: [], cleared: []};

/** Maximum number of each, and maximum UTF-16 units of all of them together; the newest are kept. */
export const MAX_SAVED_INPUT = {
	drafts: {count: 500, length: 1024 * 1024},
	sent: {count: 500, length: 256 * 1024},
	cleared: {count: 20, length: 1024 * 1024},
} as const;

/**
 * Keeps the newest texts within the bounds.
 * @param texts oldest first
 */
export function keepNewest(
	texts: readonly string[],
	{count, length}: (typeof MAX_SAVED_INPUT)['sent' | 'cleared'],
) {
	return texts.slice(firstKept(texts, count, length));
}

/** Applies a change within the bounds. A draft that was changed counts as the newest. */
export function applyChange(
	before: SavedInput,
	{drafts, sent, cleared, open = before.open}: SavedInputChange,
): SavedInput {
	const changed = new Map(before.drafts);
	for (const [place, line] of drafts ?? []) {
		changed.delete(place);
		if (line !== '') changed.set(place, line);
	}

	return {
		drafts: drafts ? newestDrafts(changed) : before.drafts,
		sent: sent ? keepNewest(sent, MAX_SAVED_INPUT.sent) : before.sent,
		cleared: cleared ? keepNewest(cleared, MAX_SAVED_INPUT.cleared) : before.cleared,
		...(open !== undefined && {open}),
	};
}

/** Merges two saved inputs; of two drafts at one place the older one becomes cleared text. */
export function mergeSavedInput(older: SavedInput, newer: SavedInput): SavedInput {
	const covered = [...older.drafts].flatMap(([place, line]) => {
		const over = newer.drafts.get(place);
		return over === undefined || over.startsWith(line) ? [] : [line]; // the newer draft continues the older
	});
	return applyChange(older, {
		drafts: newer.drafts,
		sent: onceEach([...older.sent, ...newer.sent]),
		cleared: onceEach([...older.cleared, ...covered, ...newer.cleared]),
		...(newer.open !== undefined && {open: newer.open}),
	});
}

export function isSameSavedInput(one: SavedInput, other: SavedInput): boolean {
	if (one.drafts.size !== other.drafts.size || one.open !== other.open) return false;
	for (const [place, line] of one.drafts) if (other.drafts.get(place) !== line) return false;
	return isSameList(one.sent, other.sent) && isSameList(one.cleared, other.cleared);
}

export function isSameList(one: readonly string[], other: readonly string[]): boolean {
	return one === other || (one.length === other.length && one.every((text, at) => text === other[at]));
}

/** Removes duplicates; the last occurrence stays. */
function onceEach(texts: readonly string[]): readonly string[] {
	return [...new Set([...texts].reverse())].reverse();
}

function newestDrafts(drafts: ReadonlyMap<DraftPlace, string>): ReadonlyMap<DraftPlace, string> {
	const {count, length} = MAX_SAVED_INPUT.drafts;
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
