/** Writes an example program into a document, as it stands. */
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {root} from '../project-files.ts';

/** @param name of the file in examples/, without its ending */
export async function example(name: string): Promise<string> {
	return `\`\`\`js\n${(await readFile(path.join(root, 'examples', `${name}.mjs`), 'utf8')).trimEnd()}\n\`\`\``;
}
