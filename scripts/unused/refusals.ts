/** Finds refusals that the server never gives. */
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {refusals} from '../../protocol/refusals.ts';
import {projectFiles, root} from '../project-files.ts';

/** The codes of refusals that stand nowhere in the server or in what it shares with the client, each with a sentence. */
export async function unusedRefusals(): Promise<string[]> {
	const files = (await projectFiles(['server', 'protocol'])).filter(file => file !== 'protocol/refusals.ts');
	const texts = await Promise.all(files.map(async file => readFile(path.join(root, file), 'utf8')));
	return Object.keys(refusals)
		.filter(code => !texts.some(text => text.includes(`'${code}'`)))
		.map(code => `protocol/refusals.ts has ${code}, which the server never gives.`);
}
