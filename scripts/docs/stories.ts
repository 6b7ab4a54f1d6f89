/** Extracts the grammar of stories from the comment of the file that runs them. */
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {root} from '../project-files.ts';
import {Shortcoming} from './shortcoming.ts';

const FILE = 'test/harness/story.ts';

/** @throws Shortcoming if the file's first comment has no indented lines */
export async function stories(): Promise<string> {
	const text = await readFile(path.join(root, FILE), 'utf8');
	const comment = text.slice(0, text.indexOf('*/'));
	const lines = comment.split('\n').flatMap(line => / {5}(?<step>.*)/.exec(line)?.groups?.['step'] ?? []);
	if (lines.length === 0) throw new Shortcoming(`${FILE} does not begin with the grammar of stories.`);
	return `\`\`\`text\n${lines.join('\n')}\n\`\`\``;
}
