/** Runs the commands for a database as a whole: `chat-tui export`, `import`, `backup` and `doctor`. */
import {existsSync, readFileSync} from 'node:fs';
import {CannotStart} from '../../lib/cannot-start.ts';
import {realDisk} from '../../lib/disk.ts';
import {absolutePath, userFoldersOf} from '../../lib/user-folders.ts';
import {cleanLine} from '../../protocol/text.ts';
import {counted} from '../../protocol/counted.ts';
import {MAX_OPERATOR_ANSWER, operatorAnswer} from '../../protocol/control.ts';
import {askControl} from '../control/ask.ts';
import {recordPlace, type RecordPlace} from '../journal/record-url.ts';
import {backUp} from './backup.ts';
import {openCertificate} from '../tls/certificate.ts';
import type {KeyRecord} from './database-file.ts';
import {exportDatabase} from './export.ts';
import {examine, mend} from './doctor.ts';
import {withFolder, withStore} from './folder.ts';
import {importDatabase} from './import.ts';

type DatabaseFlags = {readonly data?: string; readonly record?: string; readonly withKey?: boolean};
type BackupFlags = {readonly data?: string};
type DoctorFlags = {readonly data?: string; readonly record?: string; readonly mend?: boolean};

/** Maximum milliseconds of a backup by a server. */
const BACKUP_PATIENCE = 3600_000;
const NO_ANSWER = 'The server gave no answer that this version knows; is it of the same version?';

/** Prints why the command failed, and returns the exit code. */
type Failed = (sentence: string, code?: number) => number;

/** @param file where everything is written to; undefined with a record, of which a data folder is made */
export async function runExport(
	file: string | undefined,
	flags: DatabaseFlags,
	failed: Failed,
): Promise<number> {
	return run(failed, async () => {
		if (file === undefined) return outOfRecord(flags);
		const folder = await folderOf(flags);
		const {messages, conversations} = await withStore(folder, async store => {
			const key = flags.withKey ? await keyOf(folder) : undefined;
			const {logs, state} = store;
			const source = {snapshot: store.snapshot(), logs, store: state.serverInfo.store, now: Date.now(), key};
			return exportDatabase(source, absolutePath(file), realDisk);
		});
		say(`${file} has ${counted(messages, 'message')} of ${counted(conversations, 'conversation')}.`);
		say('It holds the hashes of all passwords; whoever reads it can try to guess them.');
		return 0;
	});
}

/** Makes a new data folder out of a record. */
async function outOfRecord({record = '', data, withKey}: DatabaseFlags): Promise<number> {
	if (withKey)
		throw new CannotStart('export --record takes the key along in any case; leave out --with-key.');
	if (data === undefined)
		throw new CannotStart('export --record makes a data folder; name a new one with --data.');
	const [place, folder] = [placeOf(record), absolutePath(data)];
	const {takeFromRecord} = await import('./from-record.ts'); // which brings the driver of PostgreSQL
	const {messages, people, missing} = await takeFromRecord(place, folder);
	say(
		`${folder} has ${counted(messages, 'message')} of ${counted(people, 'person', 'people')} from the record ${place.name}; a server starts from it with serve --data.`,
	);
	if (missing > 0) say(`${counted(missing, 'file')} of messages had no content in the record any more.`);
	return 0;
}

/** @param file of which a data folder is made; undefined with a record, into which the folder is moved */
export async function runImport(
	file: string | undefined,
	flags: DatabaseFlags,
	failed: Failed,
): Promise<number> {
	return run(failed, async () => {
		const folder = await folderOf(flags);
		if (file === undefined) return intoRecord(flags, folder);
		const {messages, hasKey} = await importDatabase(absolutePath(file), folder);
		say(
			`${folder} has ${counted(messages, 'message')} from ${file}. Everybody signs in again with their password.`,
		);
		if (!hasKey)
			say(`The server will make a new key, of which clients warn; to keep the old one, export --with-key.`);
		return 0;
	});
}

async function intoRecord({record = ''}: DatabaseFlags, folder: string): Promise<number> {
	const place = placeOf(record);
	const {moveIntoRecord} = await import('./into-record.ts'); // which brings the driver of PostgreSQL
	const {messages, people} = await moveIntoRecord(place, folder);
	say(
		`The record ${place.name} has ${counted(messages, 'message')} of ${counted(people, 'person', 'people')}; start the server with --record from now on, and others on new folders.`,
	);
	return 0;
}

/** Exits with 0 if nothing is wrong, or everything was mended. */
export async function runDoctor(flags: DoctorFlags, failed: Failed): Promise<number> {
	return run(failed, async () => {
		if (flags.record !== undefined) return comparison(flags.record, flags);
		const folder = await folderOf(flags);
		const copies = `${folder}.before-mend-${new Date().toISOString().replaceAll(':', '-')}`;
		return withFolder(folder, async () => {
			if (flags.mend) await mend(folder, copies, sentence => say(`Mended: ${sentence}`));
			if (existsSync(copies)) say(`What was changed is as it was in ${copies}.`);
			return report(folder);
		});
	});
}

/** A record is compared, and a folder examined: not both at once. */
async function comparison(url: string, {data, mend: mends}: DoctorFlags): Promise<number> {
	if (data !== undefined || mends)
		throw new CannotStart('doctor --record compares servers; look at a data folder without --record.');
	const {compareServers} = await import('./compare.ts'); // which brings the driver of PostgreSQL
	return (await compareServers(placeOf(url), say)) ? 0 : 1;
}

/** Has the server that uses the folder copy it; copies it itself if none does. */
export async function runBackup(target: string, flags: BackupFlags, failed: Failed): Promise<number> {
	return run(failed, async () => {
		const folder = await folderOf(flags);
		const path = absolutePath(target);
		const ask = {ask: 'operator', line: `/backup ${path}`, json: false, yes: false} as const;
		const said = await askControl(folder, ask, {patience: BACKUP_PATIENCE, longest: MAX_OPERATOR_ANSWER});
		const {data: answer} = operatorAnswer.safeParse(said?.answer);
		if (said && (!answer || !('lines' in answer)))
			return failed(answer && 'problem' in answer ? answer.problem : NO_ANSWER);
		if (!said) await withFolder(folder, async () => backUp(folder, path, () => () => undefined));
		say(`${path} is a copy of ${folder}, from which a server starts.`);
		return report(path);
	});
}

async function report(folder: string): Promise<number> {
	let [problems, mendable] = [0, 0];
	for await (const {what, isHarmless, mend} of examine(folder)) {
		say(what);
		if (isHarmless) continue;
		problems++;
		if (mend) mendable++;
	}

	say(problems === 0 ? `${folder} is in order.` : verdict(problems, mendable));
	return problems === 0 ? 0 : 1;
}

function verdict(problems: number, mendable: number): string {
	const found = counted(problems, 'problem');
	if (mendable === 0) return `${found}, which only a backup mends.`;
	const mends = `chat-tui doctor --mend mends ${mendable >= problems ? 'all' : mendable} of that, and keeps a copy of what it changes`;
	return `${found}; ${mends}${mendable >= problems ? '.' : '; for the rest, restore a backup.'}`;
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

function placeOf(url: string): RecordPlace {
	return recordPlace(url, path => readFileSync(path, 'utf8'));
}

function say(line: string): void {
	process.stdout.write(`${cleanLine(line)}\n`);
}
