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
		this.writing = this.writing.catch(() => undefined).then(async () => this.write(this.unwritten.splice(0)));
		return this.writing;
	}

	private async write(lines: readonly Line[]): Promise<void> {
		for (let at = 0; at < lines.length;) {
			const day = lines[at]?.at.slice(0, 10) ?? '';
			const file = await this.fileOf(day);
			const rest = lines.slice(at, at + SEGMENT - file.lines.length).filter(line => line.at.startsWith(day));
			file.lines = [...file.lines, ...rest];
			at += rest.length;
			await writeDocument(this.file(day, file.count), 0, file.lines);
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
