/** Keeps the server's log on disk, in `logs/server/<day>.json`; written with a short delay. */
import {join} from 'node:path';
import {z} from 'zod';
import {storedList, storedWord} from '../chat/stored-bounds.ts';
import type {Clock} from '../../lib/clock.ts';
import type {Disk} from '../../lib/disk.ts';
import {readDocument, writeDocument} from './json-file.ts';

/** Schema of a file: `at` in ISO 8601, and the entry's own fields, none of which is a secret or a text. */
export const logFile = storedList(z.looseObject({at: storedWord, type: storedWord}));
type Line = z.infer<typeof logFile>[number];

/** Maximum entries, and UTF-16 units of them as JSON, in a file; the next file of the day is `<day>.2.json`. */
const MAX_FILE_LINES = 1000;
const MAX_FILE_SIZE = 160 * 1024;
/** Maximum days and files that are kept, about 64 MiB; older ones are removed when a new file begins, never those of today. */
const MAX_DAYS = 90;
const MAX_FILES = 400;
const WRITE_DELAY = 2000;
/** Maximum entries that wait for a disk that takes none; the oldest are dropped, which the console has shown. */
const MAX_WAITING = 10 * MAX_FILE_LINES;

const NAME = /^(?<day>\d{4}-\d{2}-\d{2})(\.(?<count>\d{1,6}))?\.json$/;

/** `isNew`: nothing was written to it yet. */
type File = {day: string; count: number; lines: Line[]; size: number; isNew: boolean};

type Options = {disk: Disk; data: string; clock: Clock; failed: (error: unknown) => void};

export class LogBook {
	private readonly options: Options;
	private unwritten: Line[] = [];
	private cancel: (() => void) | undefined;
	private writing = Promise.resolve();
	/** The newest file, once it is known. */
	private newest: File | undefined;

	constructor(options: Options) {
		this.options = options;
	}

	/** Reads the file of the day, so that a damaged one is found at the start. @throws UnusableFile */
	async open(): Promise<void> {
		await this.fileOf(new Date(this.options.clock.now()).toISOString().slice(0, 10));
	}

	/** Adds an entry, which is written within two seconds. @param at milliseconds since 1970 */
	add(at: number, fields: Readonly<Record<string, unknown>> & {type: string}): void {
		this.unwritten.push({at: new Date(at).toISOString(), ...fields});
		this.cancel ??= this.options.clock.after(WRITE_DELAY, () => {
			this.flush().catch((error: unknown) => this.options.failed(error));
		});
	}

	/** Writes all entries; resolves when they are durable. */
	async flush(): Promise<void> {
		this.cancel?.();
		this.cancel = undefined;
		this.writing = this.writing.catch(() => undefined).then(async () => this.write());
		return this.writing;
	}

	/** Writes what waits; what cannot be written waits for the next time. */
	private async write(): Promise<void> {
		this.unwritten.splice(0, this.unwritten.length - MAX_WAITING);
		for (let [first] = this.unwritten; first; [first] = this.unwritten) {
			const day = first.at.slice(0, 10);
			const file = await this.fileOf(day);
			const fresh = this.fitting(file, day);
			const lines = [...file.lines, ...fresh];
			await writeDocument(this.file(day, file.count), 0, lines);
			file.lines = lines;
			file.size += sizeOf(fresh);
			this.unwritten.splice(0, fresh.length);
			if (file.isNew) await this.prune(day);
			file.isNew = false;
		}
	}

	/** Takes the next entries of the day for which the file has room: at least one. */
	private fitting({lines, size}: File, day: string): Line[] {
		let count = 0;
		for (const line of this.unwritten) {
			size += sizeOf([line]);
			const isFull = lines.length + count >= MAX_FILE_LINES || (count > 0 && size > MAX_FILE_SIZE);
			if (isFull || !line.at.startsWith(day)) break;
			count++;
		}

		return this.unwritten.slice(0, count);
	}

	/** Finds the file of the day that has room, which an earlier run of the server may have begun. */
	private async fileOf(day: string): Promise<File> {
		if (this.newest?.day !== day) {
			await this.options.disk.makeFolder(this.folder);
			const files = (await this.files()).filter(file => file.day === day);
			const count = files.at(-1)?.count ?? 1;
			const lines = (await readDocument(this.file(day, count)))?.data ?? [];
			this.newest = {day, count, lines, size: sizeOf(lines), isNew: lines.length === 0};
		}

		const {lines, size, count} = this.newest;
		if (lines.length >= MAX_FILE_LINES || size >= MAX_FILE_SIZE)
			this.newest = {day, count: count + 1, lines: [], size: 0, isNew: true};
		return this.newest;
	}

	/** Removes files that are too old or too many, oldest first, but none of `today`. */
	private async prune(today: string): Promise<void> {
		const oldest = new Date(Date.parse(today) - MAX_DAYS * 24 * 3600_000).toISOString().slice(0, 10);
		const files = (await this.files()).filter(({day}) => day !== today);
		const tooMany = files.length + (this.newest?.count ?? 0) - MAX_FILES;
		const gone = files.filter(({day}, at) => day < oldest || at < tooMany);
		for (const {day, count} of gone) await this.options.disk.remove(this.file(day, count).path);
	}

	/** Lists the log's files, oldest first; other names in the folder are ignored. */
	private async files(): Promise<Array<Pick<File, 'day' | 'count'>>> {
		const names = await this.options.disk.list(this.folder);
		const files = names.flatMap(name => {
			const {day, count = '1'} = NAME.exec(name)?.groups ?? {};
			return day === undefined ? [] : [{day, count: Number(count)}];
		});
		return files.sort((one, other) =>
			one.day === other.day ? one.count - other.count : one.day < other.day ? -1 : 1,
		);
	}

	private file(day: string, count: number) {
		const name = count === 1 ? `${day}.json` : `${day}.${count}.json`;
		return {disk: this.options.disk, path: join(this.folder, name), schema: logFile};
	}

	private get folder(): string {
		return join(this.options.data, 'logs', 'server');
	}
}

function sizeOf(lines: readonly Line[]): number {
	return lines.reduce((size, line) => size + JSON.stringify(line).length + 1, 0);
}
