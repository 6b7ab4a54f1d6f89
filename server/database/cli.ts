/** Runs the commands that move a database: `chat-tui export` and `import`. */
import {CannotStart} from '../../lib/cannot-start.ts';
import {realDisk} from '../../lib/disk.ts';
import {absolutePath, userFoldersOf} from '../../lib/user-folders.ts';
import {openCertificate} from '../tls/certificate.ts';
import type {KeyRecord} from './database-file.ts';
import {exportDatabase} from './export.ts';
import {withStore} from './folder.ts';
import {importDatabase} from './import.ts';

type DatabaseFlags = {readonly data?: string; readonly withKey?: boolean};

/** Prints why the command failed, and returns the exit code. */
type Failed = (sentence: string, code?: number) => number;

export async function runExport(file: string, flags: DatabaseFlags, failed: Failed): Promise<number> {
	return run(failed, async () => {
		const folder = await folderOf(flags);
		const {messages, conversations} = await withStore(folder, async store => {
			const key = flags.withKey ? await keyOf(folder) : undefined;
			const {logs, state} = store;
			const source = {snapshot: store.snapshot(), logs, store: state.serverInfo.store, now: Date.now(), key};
			return exportDatabase(source, absolutePath(file), realDisk);
		});
		say(`${file} has ${messages} messages of ${conversations} conversations.`);
		say('It holds the hashes of all passwords; whoever reads it can try to guess them.');
		return 0;
	});
}

export async function runImport(file: string, flags: DatabaseFlags, failed: Failed): Promise<number> {
	return run(failed, async () => {
		const folder = await folderOf(flags);
		const {messages, hasKey} = await importDatabase(absolutePath(file), folder);
		say(`${folder} has ${messages} messages from ${file}. Everybody signs in again with their password.`);
		if (!hasKey)
			say(`The server will make a new key, of which clients warn; to keep the old one, export --with-key.`);
		return 0;
	});
}

async function keyOf(folder: string): Promise<KeyRecord> {
	const {key: privateKey, cert: certificate} = await openCertificate(folder);
	return {privateKey, certificate};
}

async function run(failed: Failed, work: () => Promise<number>): Promise<number> {
	process.umask(0o077); // all files are for their owner alone
	try {
		return await work();
	} catch (error) {
		if (error instanceof CannotStart) return failed(error.message);
		throw error;
	}
}

async function folderOf({data}: DatabaseFlags): Promise<string> {
	return data === undefined ? (await userFoldersOf(process.env)).data : absolutePath(data);
}

function say(line: string): void {
	process.stdout.write(`${line}\n`);
}
