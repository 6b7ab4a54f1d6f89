/** Reads the imports of every file, types included. */
import {readFile} from 'node:fs/promises';
import {isBuiltin} from 'node:module';
import path from 'node:path';
import ts from 'typescript';
import {projectFiles, root} from '../project-files.ts';
import {ARROWS} from './arrows.ts';

/** File → what it imports: paths from the top, `node:net`, or the names of packages. */
type Imports = ReadonlyMap<string, readonly string[]>;

/** Reads the imports of all files below these folders, static and dynamic, types included. */
export async function readImports(folders: readonly string[]): Promise<Imports> {
	const files = await projectFiles(folders);
	return new Map(await Promise.all(files.map(async file => [file, await importsOf(file)] as const)));
}

async function importsOf(file: string): Promise<string[]> {
	const text = await readFile(path.join(root, file), 'utf8');
	return ts.preProcessFile(text, true, true).importedFiles.map(({fileName}) => resolve(file, fileName));
}

function resolve(file: string, name: string): string {
	if (name.startsWith('.')) return path.posix.join(path.posix.dirname(file), name);
	return isBuiltin(name) && !name.startsWith('node:') ? `node:${name}` : name;
}

/** @returns the folder of {@link ARROWS} that a file belongs to; undefined for a file in none, such as a package */
export function folderOf(file: string): string | undefined {
	if (!file.includes('/') || file.startsWith('node:')) return undefined;
	let folder = path.posix.dirname(file);
	while (folder !== '.' && !(folder in ARROWS)) folder = path.posix.dirname(folder);
	return folder === '.' ? undefined : folder;
}

/** Finds the first cycle of arrows. @returns an empty list if there is none */
export function circleIn(graph: ReadonlyMap<string, Iterable<string>>): string[] {
	const done = new Set<string>();
	const visit = (node: string, trail: readonly string[]): string[] => {
		if (trail.includes(node)) return [...trail.slice(trail.indexOf(node)), node];
		if (done.has(node)) return [];
		for (const next of graph.get(node) ?? []) {
			const circle = visit(next, [...trail, node]);
			if (circle.length > 0) return circle;
		}

		done.add(node);
		return [];
	};
	for (const node of graph.keys()) {
		const circle = visit(node, []);
		if (circle.length > 0) return circle;
	}

	return [];
}
