/** Writes the generated parts of the documents; with --check, reports outdated parts and broken links. */
import {readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {format, resolveConfig} from 'prettier';
import {commands, operatorCommands} from './docs/commands.ts';
import {example} from './docs/example.ts';
import {files} from './docs/files.ts';
import {brokenLinks} from './docs/links.ts';
import {keys} from './docs/keys.ts';
import {arrows, layers} from './docs/layers.ts';
import {limits} from './docs/limits.ts';
import {map} from './docs/map.ts';
import {announcementChapters, refusalTable, requestChapters} from './docs/protocol/frames.ts';
import {replaceSection, type Section} from './docs/section.ts';
import {Shortcoming} from './docs/shortcoming.ts';
import {settings} from './docs/settings.ts';
import {stories} from './docs/stories.ts';
import {usage, usageOfEach} from './docs/usage.ts';
import {root} from './project-files.ts';

/** To generate another part, add its line here and `<!-- begin NAME -->` and `<!-- end NAME -->` to the document. */
const sections: readonly Section[] = [
	{document: 'README.md', name: 'usage', text: usage},
	{document: 'docs/command-line.md', name: 'command-line', text: usageOfEach},
	{document: 'README.md', name: 'commands', text: commands},
	{document: 'README.md', name: 'keys', text: keys},
	{document: 'README.md', name: 'settings', text: settings},
	{document: 'README.md', name: 'operator-commands', text: operatorCommands},
	{document: 'PROTOCOL.md', name: 'requests', text: requestChapters},
	{document: 'PROTOCOL.md', name: 'announcements', text: announcementChapters},
	{document: 'PROTOCOL.md', name: 'refusals', text: refusalTable},
	{document: 'ARCHITECTURE.md', name: 'layers', text: layers},
	{document: 'docs/data-folder.md', name: 'files', text: files},
	{document: 'docs/library.md', name: 'echo-bot', text: () => example('echo-bot')},
	{document: 'docs/library.md', name: 'build-announcer', text: () => example('build-announcer')},
	{document: 'docs/library.md', name: 'room-to-file', text: () => example('room-to-file')},
	{document: 'docs/operating.md', name: 'limits', text: limits},
	{document: 'docs/map.md', name: 'arrows', text: arrows},
	{
		document: 'docs/map.md',
		name: 'map',
		text: at => map(at, ['protocol', 'lib', 'terminal', 'source', 'server', 'scripts', 'bench']),
	},
	{document: 'test/README.md', name: 'stories', text: stories},
	{document: 'test/README.md', name: 'map', text: at => map(at, ['test'])},
];

const check = process.argv.includes('--check');
const documents = [...new Set(sections.map(section => section.document))];
const problems = [...(await Promise.all(documents.map(bringUpToDate))).flat(), ...(await brokenLinks())];
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;

async function bringUpToDate(document: string): Promise<string[]> {
	const file = path.join(root, document);
	const before = await readFile(file, 'utf8');
	try {
		const after = await format(await generated(document, before), {
			...(await resolveConfig(file)),
			filepath: file,
		});
		if (after === before) return [];
		if (check) return [`${document} is out of date: run \`npm run fix\`.`];
		await writeFile(file, after);
		return [];
	} catch (error) {
		if (error instanceof Shortcoming) return [error.message];
		throw error;
	}
}

async function generated(document: string, text: string): Promise<string> {
	let result = text;
	for (const section of sections)
		if (section.document === document) result = await replaceSection(result, section);
	return result;
}
