/** Defines the commands for the database as a whole: /save, /load and /backup. */
import {realDisk} from '../../../lib/disk.ts';
import {absolutePath} from '../../../lib/user-folders.ts';
import {counted} from '../../../protocol/counted.ts';
import {safeText} from '../../../protocol/text.ts';
import {text} from '../../../terminal/commands/arguments.ts';
import {backUp} from '../../database/backup.ts';
import {draftOf} from '../../database/draft.ts';
import {exportDatabase} from '../../database/export.ts';
import {checkFile, readInto} from '../../database/import.ts';
import {asideOf, swapFolder} from '../../database/swap.ts';
import {alone, type GoesOn} from '../alone.ts';
import {defineOperatorCommand} from '../command.ts';
import type {OperatedServer, OperatorHost} from '../operated-server.ts';
import {connected, report} from '../report.ts';

export const save = defineOperatorCommand({
	name: 'save',
	group: 'the database',
	summary: safeText`write the whole database into one new file, while people talk`,
	details: [
		safeText`It holds the hashes of all passwords, and no tokens. /load or chat-tui import reads it.`,
	],
	args: {file: text('file.json')},
	run: async ({file}, {server}) =>
		alone(server.folder, async () => {
			const {store, state, now} = server;
			const source = {snapshot: store.snapshot(), logs: store.logs, store: state.serverInfo.store, now};
			const path = absolutePath(file);
			const {messages, conversations} = await exportDatabase(source, path, realDisk);
			return report(
				safeText`${path} has ${counted(messages, 'message')} of ${counted(conversations, 'conversation')}.`,
			);
		}),
});

export const backup = defineOperatorCommand({
	name: 'backup',
	group: 'the database',
	summary: safeText`copy the data folder into a new folder, while people talk; a server starts from it`,
	args: {folder: text('folder')},
	run: async ({folder}, {server}) =>
		alone(server.folder, async () => {
			if (server.store.isShared)
				return {problem: safeText`This server shares a record; back that up with pg_dump, or use /save.`};
			const path = absolutePath(folder);
			const files = await backUp(server.folder, path, () => server.store.holdJournal());
			return report(safeText`${path} is a copy of ${server.folder}, in ${counted(files, 'file')}.`);
		}),
});

export const load = defineOperatorCommand({
	name: 'load',
	group: 'the database',
	consequence: 'ends',
	summary: safeText`put what a file of /save holds in the place of the whole database`,
	details: [
		safeText`Asks first, once the file is checked whole. Then the server stops, and starts again with it; what stood before is kept beside it.`,
	],
	args: {file: text('file.json')},
	run: async ({file}, {server, host}) =>
		alone(server.folder, async () => {
			if (server.store.isShared)
				return {
					problem: safeText`This server shares a record with others, and none replaces it for all; nothing was changed.`,
				};
			const path = absolutePath(file);
			const draft = draftOf(server.folder);
			const {messages} = await checkFile(draft, path);
			const {said} = connected(server.connections);
			return {
				confirm: safeText`Replace the database by ${counted(messages, 'message')} of ${path}? ${said}`,
				go: async () => alone(server.folder, async goesOn => replace(path, server, {host, goesOn})),
			};
		}),
});

/** Reads the file once more, since it may have changed, and swaps the folders. How it went is logged: no connection outlives the stop. */
async function replace(
	file: string,
	{folder, now}: OperatedServer,
	{host, goesOn}: {host: OperatorHost; goesOn: GoesOn},
) {
	const aside = asideOf(folder, now);
	const draft = draftOf(folder);
	await readInto(draft, file);
	const restart = host.restart(`to load ${file}`, async () => swapFolder(folder, draft, aside));
	goesOn(
		restart.then(problem => {
			if (problem) host.server?.log({type: 'warning', what: problem.problem});
			else host.server?.log({type: 'loaded', file, folder: aside});
		}),
	);
	return report(
		safeText`The server stops and starts again with ${file}; what stood before is kept as ${aside}.`,
	);
}
