/** Runs once before all tests: dist/ becomes current, and no test can touch the chats of the person who runs them. */
import {execFile} from 'node:child_process';
import {mkdtemp, rm, stat} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {promisify} from 'node:util';
import {projectFiles, root} from '../scripts/project-files.ts';

const program = path.join(root, 'dist/cli.cjs');

export default async function setup(): Promise<() => Promise<void>> {
	const home = await mkdtemp(path.join(tmpdir(), 'chat-tui-tests-'));
	process.env['CHAT_TUI_HOME'] = home;
	if ((await changedAt('dist/cli.cjs')) < (await newestSource())) await build();
	return () => rm(home, {recursive: true, force: true});
}

/** After a failed build there is no program, so that the tests that start it fail instead of praising an old one. */
async function build(): Promise<void> {
	try {
		await promisify(execFile)(process.execPath, ['build.mjs'], {cwd: root});
	} catch (error) {
		await rm(program, {force: true});
		console.error('The build failed: tests that start the program will fail too.', error);
	}
}

async function newestSource(): Promise<number> {
	const files = await projectFiles(
		['lib', 'protocol', 'terminal', 'source', 'server', 'scripts/bundle'],
		['.ts', '.tsx', '.js', '.mjs', '.json'],
	);
	const times = await Promise.all(
		[...files, 'build.mjs', 'package.json', 'package-lock.json'].map(changedAt),
	);
	return Math.max(...times);
}

/** When a file was last changed, in milliseconds; 0 if it does not exist. */
async function changedAt(file: string): Promise<number> {
	return (await stat(path.join(root, file)).catch(() => undefined))?.mtimeMs ?? 0;
}
