/** Writes the figures of a run into REPORT.md. */
import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {format, resolveConfig} from 'prettier';
import {root} from '../scripts/project-files.ts';
import type {Figure} from './figure.ts';
import {raised} from './world/limits.ts';

const FILE = path.join(root, 'bench/REPORT.md');

/** The figures of a part of the benchmark. */
export type Section = {readonly part: string; readonly figures: readonly Figure[]};

/** @returns the path of the report */
export async function writeReport(
	machine: ReadonlyArray<readonly [string, string]>,
	sections: readonly Section[],
): Promise<string> {
	const lines = [
		'# Measurements of one run',
		'Written by `npm run bench -- report`; [README.md](README.md) says what each part measures.',
		table(['', ''], machine),
		`Limits of the server raised where users are simulated: ${Object.keys(raised).join(', ')}.`,
		...sections.flatMap(({part, figures}) => [
			`## ${part}`,
			table(['', 'measured', 'target', 'how'], figures.map(cells)),
		]),
	];
	const text = `${lines.join('\n\n')}\n`;
	await writeFile(FILE, await format(text, {...(await resolveConfig(FILE)), parser: 'markdown'}));
	return FILE;
}

function cells({name, value, target, how}: Figure): string[] {
	const indented = name.replace(/^ +/, '– ');
	return [indented, value, target === undefined ? '' : `${target.isMet ? '✓' : '✗'} ${target.text}`, how];
}

function table(heading: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
	const line = (cells: readonly string[]) =>
		`| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
	return [line(heading), line(heading.map(() => '---')), ...rows.map(line)].join('\n');
}
