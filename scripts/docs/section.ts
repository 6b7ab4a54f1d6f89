/** Replaces a generated part of a document, between its two markers. */
import {Shortcoming} from './shortcoming.ts';

export type Section = {
	/** The document's path from the top of the project. */
	readonly document: string;
	readonly name: string;
	/** Generates the text between the markers, in a document at this path. */
	readonly text: (document: string) => string | Promise<string>;
};

/** Returns the document's text with the section replaced. @throws Shortcoming if the document lacks its markers */
export async function replaceSection(
	document: string,
	{document: file, name, text}: Section,
): Promise<string> {
	const [begin, end] = [`<!-- begin ${name} -->`, `<!-- end ${name} -->`];
	const [from, to] = [document.indexOf(begin), document.indexOf(end)];
	if (from < 0 || to < from)
		throw new Shortcoming(`${file} has no ${begin} … ${end}: put them where the generated part belongs.`);
	return `${document.slice(0, from + begin.length)}\n\n${await text(file)}\n\n${document.slice(to)}`;
}

/** Formats a table in Markdown; a `|` in a cell is escaped. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
	const line = (cells: readonly string[]) =>
		`| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
