/** Defines the commands for the database as a whole: /save, /load and /backup. */
import {CannotStart} from '../../../lib/cannot-start.ts';
import {realDisk} from '../../../lib/disk.ts';
import {absolutePath} from '../../../lib/user-folders.ts';
import {cleanLine, safeText} from '../../../protocol/text.ts';
import type {Problem} from '../../../terminal/commands/command.ts';
import {text} from '../../../terminal/commands/arguments.ts';
import {backUp} from '../../database/backup.ts';
import {draftOf} from '../../database/draft.ts';
import {exportDatabase} from '../../database/export.ts';
import {checkFile, readInto} from '../../database/import.ts';
import {asideOf, swapFolder} from '../../database/swap.ts';
import {defineOperatorCommand, type OperatorContext} from '../command.ts';
import {report} from '../report.ts';

export const save = defineOperatorCommand({
	name: 'save',
	group: 'the database',
	summary: safeText`write the whole database into one new file, while people talk`,
	details: [
		safeText`It holds the hashes of all passwords, and no tokens. /load or chat-tui import reads it.`,
	],
	args: {file: text('file.json')},
	run: async ({file}, {server}) =>
		orProblem(async () => {
			const {store, state, now} = server;
			const source = {snapshot: store.snapshot(), logs: store.logs, store: state.serverInfo.store, now};
			const path = absolutePath(file);
			const {messages, conversations} = await exportDatabase(source, path, realDisk);
			return report(safeText`${path} has ${messages} messages of ${conversations} conversations.`);
		}),
});

export const backup = defineOperatorCommand({
	name: 'backup',
	group: 'the database',
	summary: safeText`copy the data folder into a new folder, while people talk; a server starts from it`,
	args: {folder: text('folder')},
	run: async ({folder}, {server}) =>
		orProblem(async () => {
			const path = absolutePath(folder);
			const files = await backUp(server.folder, path, () => server.store.holdJournal());
			return report(safeText`${path} is a copy of ${server.folder}, in ${files} files.`);
		}),
});

export const load = defineOperatorCommand({
	name: 'load',
	group: 'the database',
	consequence: 'ends',
	summary: safeText`put what a file of /save holds in the place of the whole database`,
	details: [
		safeText`The file is checked whole first. Then the server stops, and starts again with it; what stood before is kept beside it.`,
	],
	args: {file: text('file.json')},
	run: async ({file}, context) =>
		orProblem(async () => {
			const path = absolutePath(file);
			const draft = draftOf(context.server.folder);
			const {messages} = await checkFile(draft, path);
			const go = async () => orProblem(async () => replace(path, context));
			const people = new Set(context.server.connections.flatMap(({user}) => user ?? [])).size;
			if (people === 0) return go();
			const who = people === 1 ? '1 person is' : `${people} people are`;
			return {
				confirm: safeText`Replace the database by ${messages} messages of ${path}? ${who} connected.`,
				go,
			};
		}),
});

/** Reads the file once more, since it may have changed, and swaps the folders. How it went is logged: no connection outlives the stop. */
async function replace(file: string, {server, host}: OperatorContext) {
	const {folder, now} = server;
	const aside = asideOf(folder, now);
	const draft = draftOf(folder);
	await readInto(draft, file);
	void host
		.restart(`to load ${file}`, async () => swapFolder(folder, draft, aside))
		.then(problem => {
			if (problem) host.server?.log({type: 'warning', what: problem.problem});
			else host.server?.log({type: 'loaded', file, folder: aside});
		});
	return report(
		safeText`The server stops and starts again with ${file}; what stood before is kept as ${aside}.`,
	);
}

/** Answers with the sentence where the files do not allow it. */
async function orProblem<T>(work: () => Promise<T>): Promise<T | Problem> {
	try {
		return await work();
	} catch (error) {
		if (error instanceof CannotStart) return {problem: cleanLine(error.message)};
		throw error;
	}
}
