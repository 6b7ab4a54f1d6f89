/** Keeps the settings that the user has chosen with `/set` in a file. */
import path from 'node:path';
import type {z} from 'zod';
import {SerialQueue} from '../link/serial-queue.ts';
import {DamagedFile} from '../../lib/client-file-error.ts';
import {readJsonFile, setAside, writeJsonFile} from '../../lib/atomic-json-file.ts';
import type {Settings} from '../state/model/settings.ts';

/** Loaded when the file is read: the first frame waits for no schema. */
const schemas = async () => import('./settings-schema.ts');
type Content = z.infer<Awaited<ReturnType<typeof schemas>>['settingsFile']>;

export class SettingsFile {
	/** Called with a sentence when a damaged file was set aside; what it held does not hold any more. */
	onSetAside: ((problem: string) => void) | undefined;
	private readonly file: string;
	private readonly writes = new SerialQueue();
	private readonly now: () => number;

	/** @param now milliseconds since 1970 */
	constructor(home: string, now: () => number = Date.now) {
		this.file = path.join(home, 'settings.json');
		this.now = now;
	}

	/** Reads the settings; of a damaged file, none. @throws ClientFileError if the file cannot be read, or is of a newer chat-tui */
	async read(): Promise<Partial<Settings>> {
		const {known} = await schemas();
		const {bell, ...kept} = (await this.content()) ?? {};
		const older = bell === undefined ? {} : ({notifications: bell ? 'bell' : 'off'} as const);
		return {...older, ...known.parse(kept)};
	}

	/**
	 * Writes changed settings; those that another client on this machine has changed meanwhile stay. Resolves when they are on disk.
	 * @throws ClientFileError if the file is of a newer chat-tui, or the disk refuses
	 */
	async keep(changed: Partial<Settings>): Promise<void> {
		return this.writes.write(async () => writeJsonFile(this.file, {...(await this.content()), ...changed}));
	}

	/** Resolves when no write is under way. */
	async settled(): Promise<void> {
		return this.writes.settled();
	}

	/** Reads the file; a damaged one is renamed, so that nothing overwrites it. */
	private async content(): Promise<Content | undefined> {
		try {
			const {settingsFile} = await schemas();
			return await readJsonFile(this.file, settingsFile);
		} catch (error) {
			if (!(error instanceof DamagedFile)) throw error;
			const aside = `${this.file}.damaged-${this.now()}`;
			await setAside(this.file, aside);
			this.onSetAside?.(`${this.file} was damaged and is ${aside} now; the settings are the usual ones.`);
			return undefined;
		}
	}
}
