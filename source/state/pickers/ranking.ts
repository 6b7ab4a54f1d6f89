/** Ranks how well the names of something fit a typed part of one. */

/** From the best fit to the least; name and typed part are in lower case. */
const fits: ReadonlyArray<(name: string, typed: string) => boolean> = [
	(name, typed) => name === typed,
	(name, typed) => name.startsWith(typed),
	(name, typed) => name.split(/[^\p{L}\p{N}]+/u).some(word => word.startsWith(typed)),
	(name, typed) => name.includes(typed),
	hasInOrder,
];

/** @returns the rank of the name that fits best, from 0; undefined if none fits */
function rankOf(names: readonly string[], typed: string): number | undefined {
	const rank = fits.findIndex(fit => names.some(name => fit(name, typed)));
	return rank < 0 ? undefined : rank;
}

/** Returns those that fit, the best first; of equals, the earlier one. */
export function ranked<T extends {readonly names: readonly string[]}>(
	all: readonly T[],
	typed: string,
): readonly T[] {
	return all
		.flatMap(one => {
			const rank = rankOf(one.names, typed);
			return rank === undefined ? [] : [{one, rank}];
		})
		.toSorted((a, b) => a.rank - b.rank)
		.map(({one}) => one);
}

function hasInOrder(name: string, letters: string): boolean {
	let from = 0;
	return [...letters].every(letter => {
		const at = name.indexOf(letter, from);
		from = at + 1;
		return at >= 0;
	});
}
