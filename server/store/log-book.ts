/** The server's log on disk, `logs/server/<day>.json`: who got in, who did not, and when; written a little later, nobody waits. */
import {join} from 'node:path';
import {z} from 'zod';
import type {Clock} from '../clock.ts';
import type {Disk} from './disk.ts';
import {readDocument, writeDocument} from './json-file.ts';

/** One line of the log: `at` in ISO 8601, and the entry's own fields, none of which is a secret or a text. */
const schema = z.array(z.looseObject({at: z.string(), type: z.string()}));
type Line = z.infer<typeof schema>[number];

/** Entries of a file; the next file of the day is `<day>.2.json`. */
const SEGMENT = 1000;
const GATHER = 2000;
/** So many entries wait for a disk that takes none, the newest; all of them stood on the console. */
const MOST_WAITING = 10 * SEGMENT;

type Options = {disk: Disk; data: string; clock: Clock; failed: (error: unknown) => void};

export class LogBook {
	private readonly options: Options;
	private unwritten: Line[] = [];
	private cancel: (() => void) | undefined;
	private writing = Promise.resolve();
	/** The newest file, once it is known. */
	private newest: {day: string; count: number; lines: Line[]} | undefined;

	constructor(options: Options) {
		this.options = options;
	}

	/** Reads the file of the day. @throws UnusableFile while it can be mended before anybody needs it */
	async open(): Promise<void> {
		await this.fileOf(new Date(this.options.clock.now()).toISOString().slice(0, 10));
	}

	/** Writes it down within two seconds. @param at milliseconds since 1970 */
	add(at: number, fields: Readonly<Record<string, unknown>> & {type: string}): void {
		this.unwritten.push({at: new Date(at).toISOString(), ...fields});
		this.cancel ??= this.options.clock.after(GATHER, () => {
			this.flush().catch((error: unknown) => this.options.failed(error));
		});
	}

	/** Resolves when everything is written. */
	async flush(): Promise<void> {
		this.cancel?.();
		this.cancel = undefined;
		this.writing = this.writing.catch(() => undefined).then(async () => this.write());
		return this.writing;
	}

	/** What cannot be written waits for the next time. */
	private async write(): Promise<void> {
		this.unwritten.splice(0, this.unwritten.length - MOST_WAITING);
		for (let [first] = this.unwritten; first; [first] = this.unwritten) {
			const day = first.at.slice(0, 10);
			const file = await this.fileOf(day);
			const room = SEGMENT - file.lines.length;
			const fresh = this.unwritten.slice(0, room).filter(line => line.at.startsWith(day));
			const lines = [...file.lines, ...fresh];
			await writeDocument(this.file(day, file.count), 0, lines);
			file.lines = lines;
			this.unwritten.splice(0, fresh.length);
		}
	}

	/** The file of the day that has room, which an earlier run of the server may have begun. */
	private async fileOf(day: string) {
		if (this.newest?.day !== day) {
			await this.options.disk.makeFolder(this.folder);
			const names = await this.options.disk.list(this.folder);
			const count = Math.max(1, names.filter(name => name.startsWith(day) && name.endsWith('.json')).length);
			this.newest = {day, count, lines: (await readDocument(this.file(day, count)))?.data ?? []};
		}

		if (this.newest.lines.length >= SEGMENT) this.newest = {day, count: this.newest.count + 1, lines: []};
		return this.newest;
	}

	private file(day: string, count: number) {
		const name = count === 1 ? `${day}.json` : `${day}.${count}.json`;
		return {disk: this.options.disk, path: join(this.folder, name), schema};
	}

	private get folder(): string {
		return join(this.options.data, 'logs', 'server');
	}
}
