/** Measures the program and prints a table: `npm run bench`, which writes REPORT.md too, or `npm run bench -- keys memory` for some parts. */
import os from 'node:os';
import type {Figure} from './figure.ts';
import {machine} from './machine.ts';
import {endPart, measured} from './part-process.ts';
import {allParts, parts} from './parts/index.ts';
import {writeReport, type Section} from './report.ts';
import {heading, row} from './table.ts';

function print(line: string): void {
	process.stdout.write(`${line}\n`);
}

const chosen = process.argv.slice(2);
const unknown = chosen.find(name => !Object.hasOwn(allParts, name));
if (unknown !== undefined) {
	print(`There is no part ${unknown}; there are ${Object.keys(allParts).join(', ')}.`);
	process.exit(2);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const)
	process.once(signal, () => void endPart().then(() => process.exit(1)));

/** Measures a part, and prints its figures. */
async function sectionOf(part: string): Promise<Section> {
	const begun = performance.now();
	const figures: Figure[] = [];
	for await (const figure of measured(part)) {
		figures.push(figure);
		print(row(figure));
	}

	return {part, figures, seconds: (performance.now() - begun) / 1000, load: os.loadavg()[0] ?? 0};
}

const where = await machine();
for (const [what, is] of where) print(`${what}: ${is}`);
print(heading());
const sections: Section[] = [];
for (const part of chosen.length > 0 ? chosen : Object.keys(parts)) sections.push(await sectionOf(part));
if (chosen.length === 0) print(await writeReport(where, sections));
