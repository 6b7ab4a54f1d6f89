/** Writes the figures of a run into REPORT.md. */
import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {format, resolveConfig} from 'prettier';
import {root} from '../scripts/project-files.ts';
import type {Figure} from './figure.ts';

const FILE = path.join(root, 'bench/REPORT.md');

/** The figures of a part of the benchmark. */
export type Section = {
	readonly part: string;
	readonly figures: readonly Figure[];
	/** How long it took. */
	readonly seconds: number;
	/** The machine's load at its end, of the minute before: more than the processors is due to other programs too. */
	readonly load: number;
};

/** @returns the path of the report */
export async function writeReport(
	machine: ReadonlyArray<readonly [string, string]>,
	sections: readonly Section[],
): Promise<string> {
	const minutes = sections.reduce((sum, {seconds}) => sum + seconds, 0) / 60;
	const lines = [
		'# Measurements of one run',
		`Written by \`npm run bench\` in ${minutes.toFixed(0)} minutes; [README.md](README.md) says what each part measures.`,
		table(['', ''], machine),
		...summary(sections),
		...sections.flatMap(({part, figures, seconds, load}) => [
			`## ${part}`,
			`${seconds.toFixed(0)} seconds, load ${load.toFixed(1)}`,
			figureTable(figures),
		]),
	];
	const text = `${lines.join('\n\n')}\n`;
	await writeFile(FILE, await format(text, {...(await resolveConfig(FILE)), parser: 'markdown'}));
	return FILE;
}

/** Counts the targets that are met, and lists those that are not, by their parts. */
function summary(sections: readonly Section[]): string[] {
	const withTarget = sections.flatMap(({figures}) => figures).filter(({target}) => target !== undefined);
	const missed = sections.flatMap(({part, figures}) =>
		inFull(figures)
			.filter(({target}) => target?.isMet === false)
			.map(({name, value, target}) => [part, name, value, target?.text ?? '']),
	);
	const count = `**${withTarget.length - missed.length} of ${withTarget.length} targets are met.**`;
	if (missed.length === 0) return [count];
	return [`${count} Not these:`, table(['part', '', 'measured', 'target'], missed)];
}

/** Names each indented figure together with the one that it belongs to. */
function inFull(figures: readonly Figure[]): Figure[] {
	let head = '';
	return figures.map(figure => {
		if (figure.name.startsWith(' ')) return {...figure, name: `${head}: ${figure.name.trim()}`};
		head = figure.name;
		return figure;
	});
}

function figureTable(figures: readonly Figure[]): string {
	const rows = figures.map(cells);
	const heading = ['', 'measured', 'target', 'beside', 'how'];
	const filled = heading.map((_, at) => rows.some(row => row[at] !== ''));
	const kept = (row: readonly string[]) => row.filter((_, at) => filled[at]);
	return table(kept(heading), rows.map(kept));
}

function cells({name, value, target, beside = '', how}: Figure): string[] {
	const indented = name.replace(/^ +/, '– ');
	const mark = target === undefined ? '' : `${target.isMet ? '✓' : '✗'} ${target.text}`;
	return [indented, value, mark, beside, how];
}

function table(heading: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
	const line = (cells: readonly string[]) =>
		`| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
	return [line(heading), line(heading.map(() => '---')), ...rows.map(line)].join('\n');
}
