/** Keeps the list of files and folders that friends may fetch. */
import {createHash, randomBytes} from 'node:crypto';
import {lstat, realpath, type FileHandle} from 'node:fs/promises';
import path from 'node:path';
import {z} from 'zod';
import {shaped} from '../../../protocol/bounded.ts';
import {cleanLine, type SafeText} from '../../../protocol/text.ts';
import {readJsonFile, writeJsonFile} from '../../../lib/atomic-json-file.ts';
import {SerialQueue} from '../../link/serial-queue.ts';
import type {ListedFile} from '../../state/model/exchange.ts';
import {MAX_FILE_BYTES} from './messages.ts';
import {isInside, isPlainFile, openShared} from './open-shared.ts';
import {safeName} from './safe-name.ts';
import {plainSize, walkBounds, walkShared} from './walk-shared.ts';

/** Maximum files and folders that a user may share. */
const MAX_SHARED = 200;
/** Maximum UTF-16 units of a path. */
const MAX_PATH = 4096;

export const sharedFile = z.strictObject({
	format: z.literal(1),
	shared: z
		.array(z.strictObject({id: shaped(/^[\w-]{43}$/, 43), path: z.string().min(1).max(MAX_PATH)}))
		.max(MAX_SHARED),
});
/** `id`: secret, so that the ids of the files below a folder tell nothing of their names. `path`: real path. */
type Shared = z.infer<typeof sharedFile>['shared'][number];

/** Why a path cannot be shared. */
export type ShareFault =
	'noSuchPath' | 'notPlain' | 'hardLink' | 'tooLarge' | 'private' | 'nameTaken' | 'tooManyShared';

/** A file that is open for reading. */
export type OpenFile = {readonly name: SafeText; readonly handle: FileHandle};

type Place = {
	/** The file that holds the list. */
	readonly file: string;
	/** Folders whose content is never shared: those with keys and tokens. */
	readonly privateFolders: readonly string[];
	/** A folder that may be shared although it stands in a private one. */
	readonly downloads: string;
};

/** Reads the list from its file each time: another client of the user may have changed it. */
export class SharedFiles {
	private readonly place: Place;
	private readonly changes = new SerialQueue();

	private constructor(place: Place) {
		this.place = place;
	}

	static async open(place: Place): Promise<SharedFiles> {
		return new SharedFiles({
			...place,
			privateFolders: await Promise.all(place.privateFolders.map(realOrSame)),
			downloads: await realOrSame(place.downloads),
		});
	}

	/**
	 * Shares a file or a folder.
	 * @param given absolute path
	 * @returns its name on the list, or why it cannot be shared
	 * @throws ClientFileError if the list cannot be read or written
	 */
	async share(given: string): Promise<{name: SafeText} | {fault: ShareFault}> {
		const real = await realpath(given).catch(() => undefined); // whatever the reason, there is nothing to share
		if (real === undefined || real.length > MAX_PATH) return {fault: 'noSuchPath'};
		let fault: ShareFault | undefined;
		await this.change(async shared => {
			fault = await this.faultOf(real, shared);
			return fault ? shared : [...shared, {id: randomBytes(32).toString('base64url'), path: real}];
		});
		return fault ? {fault} : {name: nameOf(real)};
	}

	/**
	 * Takes a file or a folder off the list.
	 * @param name as {@link SharedFiles.names} lists it
	 * @returns false if there is no such name
	 * @throws ClientFileError if the list cannot be read or written
	 */
	async unshare(name: string): Promise<boolean> {
		let isFound = false;
		await this.change(shared => {
			const rest = shared.filter(({path: file}) => nameOf(file) !== name);
			isFound = rest.length < shared.length;
			return rest;
		});
		return isFound;
	}

	/** Lists what the user has shared. @throws ClientFileError if the list cannot be read */
	async names(): Promise<SafeText[]> {
		return (await this.read()).map(({path: file}) => nameOf(file));
	}

	/** Lists the files that friends may fetch now; at most 2,000. @throws ClientFileError if the list cannot be read */
	async list(): Promise<ListedFile[]> {
		const files: ListedFile[] = [];
		for await (const {shared, relative, size} of this.walk()) {
			files.push({
				id: idOf(shared, relative),
				name: nameOf(relative || shared.path),
				size,
				...(relative !== '' && {folder: folderName(shared, relative)}),
			});
		}

		return files;
	}

	/**
	 * Opens a shared file.
	 * @returns undefined if no shared file has this id
	 * @throws ClientFileError if the list cannot be read
	 */
	async open(id: string): Promise<OpenFile | undefined> {
		for await (const {shared, relative} of this.walk()) {
			if (idOf(shared, relative) !== id) continue;
			const handle = relative === '' ? await openAt(shared.path) : await openShared(shared.path, relative);
			return handle && {name: nameOf(relative || shared.path), handle};
		}

		return undefined;
	}

	/** Walks all shared files; `relative` is empty for a file that is shared itself. */
	private async *walk(): AsyncGenerator<{shared: Shared; relative: string; size: number}> {
		const left = walkBounds();
		for (const shared of await this.read()) {
			if (left.files <= 0) return;
			const size = await plainSize(shared.path);
			if (size === undefined) {
				for await (const walked of walkShared(shared.path, file => this.isPrivate(file), left))
					yield {shared, ...walked};
			} else {
				left.files--;
				yield {shared, relative: '', size};
			}
		}
	}

	private async faultOf(real: string, shared: readonly Shared[]): Promise<ShareFault | undefined> {
		if (this.isPrivate(real)) return 'private';
		const found = await lstat(real, {bigint: true});
		if (!found.isDirectory() && !isPlainFile(found)) return found.isFile() ? 'hardLink' : 'notPlain';
		if (found.isFile() && found.size > MAX_FILE_BYTES) return 'tooLarge';
		if (shared.some(({path: file}) => nameOf(file) === nameOf(real))) return 'nameTaken';
		return shared.length >= MAX_SHARED ? 'tooManyShared' : undefined;
	}

	private isPrivate(file: string): boolean {
		const {privateFolders, downloads} = this.place;
		if (file === downloads || isInside(downloads, file)) return false;
		return privateFolders.some(folder => file === folder || isInside(folder, file));
	}

	private async read(): Promise<readonly Shared[]> {
		return (await readJsonFile(this.place.file, sharedFile))?.shared ?? [];
	}

	private async change(
		next: (shared: readonly Shared[]) => readonly Shared[] | Promise<readonly Shared[]>,
	): Promise<void> {
		await this.changes.write(async () => {
			const before = await this.read();
			const shared = await next(before);
			if (shared.length !== before.length) await writeJsonFile(this.place.file, {shared});
		});
	}
}

/** Opens a file at a path that the user has named. @returns undefined if it is missing or not a plain file */
export async function openAt(file: string): Promise<FileHandle | undefined> {
	return openShared(path.dirname(file), path.basename(file));
}

/** Maximum UTF-16 units of the name of a folder on a list. */
const MAX_FOLDER = 200;

function nameOf(file: string): SafeText {
	return safeName(path.basename(file));
}

function folderName(shared: Shared, relative: string): SafeText {
	const folder = path.dirname(path.join(path.basename(shared.path), relative));
	return cleanLine(folder.replaceAll(path.sep, '/').slice(0, MAX_FOLDER));
}

function idOf({id}: Shared, relative: string): string {
	return createHash('sha256').update(`${id}\0${relative}`).digest('base64url');
}

async function realOrSame(folder: string): Promise<string> {
	return realpath(folder).catch(() => folder); // not made yet
}
