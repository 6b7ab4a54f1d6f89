/** Puts headings above the groups of a list, and finds the lines of it that a pane shows. */

/** A heading, or a row. */
export type HeadedLine<Row extends {readonly group: string}> =
	{readonly heading: Row['group']} | {readonly row: Row};

/** Below this number of lines, a list has no headings. */
const MIN_HEADED_LINES = 12;

/** Puts a heading above each group, where there is room for that and more than one group. */
export function headedLines<Row extends {readonly group: string}>(
	rows: readonly Row[],
	height: number,
): ReadonlyArray<HeadedLine<Row>> {
	const isHeaded = height >= MIN_HEADED_LINES && rows.some(({group}) => group !== rows[0]?.group);
	return rows.flatMap((row, at): Array<HeadedLine<Row>> =>
		isHeaded && row.group !== rows[at - 1]?.group ? [{heading: row.group}, {row}] : [{row}],
	);
}

/** Returns the index of the line of a row; -1 if there is none. */
export function lineAt<Row extends {readonly group: string}>(
	lines: ReadonlyArray<HeadedLine<Row>>,
	wanted: Row | undefined,
): number {
	return lines.findIndex(line => 'row' in line && line.row === wanted);
}

/** Returns the index of the first line shown, so that a line is shown which is not the last one, if possible. */
export function firstShown(line: number, lines: number, height: number): number {
	return clamp(line - height + 2, lines - height);
}

export function clamp(line: number, most: number): number {
	return Math.max(0, Math.min(line, most));
}
