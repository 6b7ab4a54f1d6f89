/** Lists the project's own files by folder: sorted paths from the top, with forward slashes. */
import {readdir} from 'node:fs/promises';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '..');

/** Lists the files below the named folders that have one of the endings. A folder that does not exist has none. */
export async function projectFiles(folders: readonly string[], endings = ['.ts', '.tsx']): Promise<string[]> {
	const found = await Promise.all(folders.map(below));
	return found
		.flat()
		.filter(file => endings.some(ending => file.endsWith(ending)))
		.sort();
}

async function below(folder: string): Promise<string[]> {
	const entries = await readdir(path.join(root, folder), {recursive: true}).catch(noSuchFolder);
	return entries.map(entry => `${folder}/${entry.split(path.sep).join('/')}`);
}

function noSuchFolder(error: NodeJS.ErrnoException): string[] {
	if (error.code === 'ENOENT') return [];
	throw error;
}
