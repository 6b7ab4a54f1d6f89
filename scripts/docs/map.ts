/** Generates the map of files: one line each, from the first comment of the file. */
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {projectFiles, root} from '../project-files.ts';
import {Shortcoming} from './shortcoming.ts';

/**
 * Lists the files of each folder, with links relative to the document.
 * @throws Shortcoming if a file does not begin with a doc comment
 */
export async function map(document: string, folders: readonly string[]): Promise<string> {
	const files = await projectFiles(folders, ['.ts', '.tsx', '.js', '.mjs']);
	const all = [...new Set(files.map(file => path.posix.dirname(file)))].sort();
	const lists = all.map(async folder => {
		const members = files.filter(file => path.posix.dirname(file) === folder);
		const lines = members.map(
			async file => `- [${path.posix.basename(file)}](${link(document, file)}): ${await purpose(file)}`,
		);
		return `**${folder}/**\n\n${(await Promise.all(lines)).join('\n')}`;
	});
	return (await Promise.all(lists)).join('\n\n');
}

function link(document: string, file: string): string {
	return path.posix.relative(path.posix.dirname(document), file);
}

/** Returns the first sentence of the file's first comment. */
async function purpose(file: string): Promise<string> {
	const text = await readFile(path.join(root, file), 'utf8');
	const comment = /^\/\*\*(.*?)\*\//s
		.exec(text)?.[1]
		?.replace(/\s*\n\s*\* ?/g, ' ')
		.trim();
	if (!comment)
		throw new Shortcoming(`${file} does not begin with a comment: say in one sentence what it is for.`);
	return (/^.*?[.!?](?=\s|$)/.exec(comment)?.[0] ?? comment).replace(/[.]$/, '');
}
