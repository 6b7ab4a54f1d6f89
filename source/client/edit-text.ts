/** Lets the user write a text in their editor, in a file that only they may read and that is removed afterwards. */
import {spawn} from 'node:child_process';
import {access, constants, mkdtemp, open, rm, stat} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {safeText, type SafeText} from '../../protocol/text.ts';

type Edited = {readonly text: string} | {readonly problem: SafeText};

/** Looked for where no editor is named. */
const USUAL = ['sensible-editor', 'nano', 'vim', 'vi'];
/** Maximum bytes that are read: far more than a message may have. */
const MAX_BYTES = 1024 * 1024;
/** Exit code of a shell that has found no program of this name. */
const NOT_FOUND = 127;
const AS_IT_WAS = 'The text is as it was.';

/**
 * Runs the editor that `VISUAL` or `EDITOR` names, with its arguments, or a usual one.
 * @param lend gives the terminal to what runs in it
 */
export async function editText(
	text: string,
	lend: (run: () => Promise<void>) => Promise<void>,
	environment: NodeJS.ProcessEnv = process.env,
): Promise<Edited> {
	const editor = await editorIn(environment);
	if (editor === undefined)
		return {problem: safeText`No editor was found; set EDITOR, as in EDITOR=nano npx chat-tui.`};
	const folder = await mkdtemp(path.join(tmpdir(), 'chat-tui-'));
	const file = path.join(folder, 'message.txt');
	try {
		await write(file, text);
		let code: number | string = 0;
		await lend(async () => {
			code = await run(editor, file);
		});
		if (code === NOT_FOUND)
			return {problem: safeText`There is no editor ${editor}; set EDITOR to another. ${AS_IT_WAS}`};
		if (code !== 0) return {problem: safeText`The editor (${editor}) ended with ${code}. ${AS_IT_WAS}`};
		return await read(file, text);
	} catch (error) {
		return {problem: safeText`The editor's file failed: ${(error as Error).message}. ${AS_IT_WAS}`};
	} finally {
		await rm(folder, {recursive: true, force: true});
	}
}

async function editorIn({
	VISUAL = '',
	EDITOR = '',
	PATH = '',
}: NodeJS.ProcessEnv): Promise<string | undefined> {
	const named = VISUAL.trim() || EDITOR.trim();
	if (named !== '') return named;
	if (process.platform === 'win32') return 'notepad';
	for (const name of USUAL) {
		for (const folder of PATH.split(path.delimiter).filter(each => path.isAbsolute(each))) {
			const isThere = await access(path.join(folder, name), constants.X_OK).then(
				() => true,
				() => false,
			);
			if (isThere) return name;
		}
	}

	return undefined;
}

async function write(file: string, text: string): Promise<void> {
	const target = await open(file, 'wx', 0o600);
	await target.writeFile(text);
	await target.close();
}

/** Leaves out the line break that editors add at the end. */
async function read(file: string, before: string): Promise<Edited> {
	const {size} = await stat(file);
	if (size > MAX_BYTES)
		return {problem: safeText`A text of ${size} bytes is too long for a message. ${AS_IT_WAS}`};
	const source = await open(file);
	const text = await source.readFile('utf8');
	await source.close();
	return {text: before.endsWith('\n') ? text : text.replace(/\r?\n$/, '')};
}

/** The editor is a line for the shell, as `git` has it: `code --wait`. The shell outlives a Ctrl-C that the editor handles. @returns its exit code, or the signal that ended it */
async function run(editor: string, file: string): Promise<number | string> {
	const editing =
		process.platform === 'win32'
			? spawn(`${editor} "${file}"`, {stdio: 'inherit', shell: true})
			: spawn('/bin/sh', ['-c', `trap : INT QUIT; ${editor} "$@"`, editor, file], {stdio: 'inherit'});
	return new Promise((resolve, reject) => {
		editing.once('error', reject);
		editing.once('close', (code, signal) => resolve(code ?? signal ?? 1));
	});
}
