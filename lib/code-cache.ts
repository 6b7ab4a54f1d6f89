/** Keeps V8's compiled code of a script between runs, in a folder that nobody but the user can write to. */
import {
	closeSync,
	constants,
	fstatSync,
	lstatSync,
	mkdirSync,
	openSync,
	readFileSync,
	readdirSync,
	realpathSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import {homedir} from 'node:os';
import path from 'node:path';
import {crc32} from 'node:zlib';

/** Of the folder, for other users; of a folder above it, for those who write. */
const OTHERS = 0o077;
const WRITERS = 0o022;
const STICKY = 0o1000;
const ENDING = '.v8';
/** Maximum files in the folder: one for each version of Node that is in use. */
const MAX_FILES = 4;
/** Maximum bytes of a file. */
const MAX_SIZE = 8 * 1024 * 1024;
/** Before the code: checksums of the script and of what follows, the number of starts, and nothing, so that V8 finds the code aligned. */
const HEADER = 16;
const CHECKED = 8;
/** Starts that add to the code what they have called, since the first one may have shown no chat. */
const STARTS = 3;

/** Locates the folder for compiled code; undefined where the user has none, or where its owner cannot be checked. */
export function codeCacheFolder(env: NodeJS.ProcessEnv): string | undefined {
	if (process.getuid === undefined) return undefined;
	const chosen = env['CHAT_TUI_HOME']?.trim();
	if (chosen) return path.resolve(chosen, 'code-cache');
	const caches = process.platform === 'darwin' ? 'Library/Caches' : '.cache';
	const above =
		env['XDG_CACHE_HOME'] ?? (env['HOME'] === undefined ? undefined : path.join(homedir(), caches));
	return above !== undefined && path.isAbsolute(above) ? path.join(above, 'chat-tui') : undefined;
}

/** Compiled code is executed without a look at it, so it is only taken from a file and folders that nobody else can change. */
export class CodeCache {
	readonly #folder: string;
	readonly #file: string;
	#starts = 0;

	/** @param name of the script */
	constructor(folder: string, name: string) {
		this.#folder = folder;
		this.#file = path.join(folder, `${name}-${process.version}-${process.arch}${ENDING}`);
	}

	/**
	 * Returns the compiled code of the script; undefined if there is none, or none that can be trusted.
	 * @param checksum of the script, CRC-32
	 */
	read(checksum: number): Buffer | undefined {
		return optional(() => {
			if (!isPrivate(this.#folder)) return undefined;
			const kept = readOwn(this.#file);
			if (kept === undefined || kept.length <= HEADER) return undefined;
			const isIntact =
				kept.readUInt32LE(0) === checksum && kept.readUInt32LE(4) === crc32(kept.subarray(CHECKED));
			if (!isIntact) return undefined;
			this.#starts = kept.readUInt32LE(CHECKED);
			return kept.subarray(HEADER);
		});
	}

	/** Whether the code that was read needs nothing of this start. */
	get isComplete(): boolean {
		return this.#starts >= STARTS;
	}

	/** Keeps the compiled code of the script, if there is a place for it. @param isAdded whether it has that which was read in it */
	write(checksum: number, code: Buffer, isAdded = false): void {
		if (code.length > MAX_SIZE - HEADER) return;
		optional(() => {
			mkdirSync(this.#folder, {recursive: true, mode: 0o700});
			if (!isPrivate(this.#folder)) return;
			const header = Buffer.alloc(HEADER);
			header.writeUInt32LE(checksum, 0);
			header.writeUInt32LE(isAdded ? this.#starts + 1 : 1, CHECKED);
			const whole = Buffer.concat([header, code]);
			whole.writeUInt32LE(crc32(whole.subarray(CHECKED)), 4);
			const draft = `${this.#file}.${process.pid}`;
			rmSync(draft, {force: true});
			writeFileSync(draft, whole, {flag: 'wx', mode: 0o600});
			renameSync(draft, this.#file);
			this.#sweep();
		});
	}

	/** Removes all files but the newest. */
	#sweep(): void {
		const files = readdirSync(this.#folder)
			.filter(name => name.includes(ENDING))
			.map(name => path.join(this.#folder, name));
		const byAge = files
			.map(file => ({file, at: statSync(file).mtimeMs}))
			.sort((one, other) => other.at - one.at);
		for (const {file} of byAge.slice(MAX_FILES)) rmSync(file, {force: true});
	}
}

/** Without the cache the program only starts more slowly, so what the system refuses is no failure. */
function optional<T>(work: () => T): T | undefined {
	try {
		return work();
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === undefined) throw error;
		return undefined;
	}
}

/** Tells whether the folder is the user's alone, and nobody else can put another one in its place. */
function isPrivate(folder: string): boolean {
	const {uid, mode} = lstatSync(folder);
	const isOwn = uid === process.getuid?.() && (mode & OTHERS) === 0;
	return isOwn && isFixed(path.dirname(folder), uid) && isFixed(path.dirname(realpathSync(folder)), uid);
}

/** Tells whether only this user and root can rename what stands in the folder, and in those above it. */
function isFixed(folder: string, user: number): boolean {
	const {uid, mode} = statSync(folder);
	const isClosed = (mode & WRITERS) === 0 || (mode & STICKY) !== 0;
	const above = path.dirname(folder);
	return isClosed && (uid === user || uid === 0) && (above === folder || isFixed(above, user));
}

/** Reads a file of the user's own, of a bounded size, that others cannot write; undefined if it is another one. */
function readOwn(file: string): Buffer | undefined {
	const descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
	try {
		const found = fstatSync(descriptor);
		const isOwn = found.isFile() && found.uid === process.getuid?.() && (found.mode & OTHERS) === 0;
		return isOwn && found.nlink === 1 && found.size <= MAX_SIZE ? readFileSync(descriptor) : undefined;
	} finally {
		closeSync(descriptor);
	}
}
