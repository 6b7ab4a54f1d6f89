/** Checks the relative links in the documents. */
import {access, readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import {projectFiles, root} from '../project-files.ts';

/** Reports each relative link in the project's documents whose file does not exist. */
export async function brokenLinks(): Promise<string[]> {
	const top = (await readdir(root)).filter(file => file.endsWith('.md'));
	const below = await projectFiles(
		['protocol', 'machine', 'source', 'server', 'test', 'bench', 'scripts'],
		['.md'],
	);
	return (await Promise.all([...top, ...below].map(brokenIn))).flat();
}

async function brokenIn(document: string): Promise<string[]> {
	const text = await readFile(path.join(root, document), 'utf8');
	const links = [...text.matchAll(/\]\((?!\w+:|#)([^)#\s]+)(?:#[^)]*)?\)/g)].map(match => match[1] ?? '');
	const found = await Promise.all(links.map(link => exists(path.join(root, path.dirname(document), link))));
	return links
		.filter((_, index) => !found[index])
		.map(link => `${document} links to ${link}, which does not exist: correct the link.`);
}

async function exists(file: string): Promise<boolean> {
	return access(file).then(
		() => true,
		() => false,
	);
}
