/** Keeps the settings that the user has chosen with `/set` in a file. */
import path from 'node:path';
import {z} from 'zod';
import {SerialQueue} from '../link/serial-queue.ts';
import {DamagedFile, readJsonFile, setAside, writeJsonFile} from '../../lib/atomic-json-file.ts';
import {THEMES} from '../../terminal/palette.ts';
import type {Settings} from '../state/model/settings.ts';
import {quietHoursIn} from '../state/text/quiet-hours.ts';

/** Maximum UTF-16 units of the folder for received files. */
const MAX_PATH = 4096;
/** Length of `22:00-07:00`. */
const MAX_HOURS = 11;

const known = z.object({
	presence: z.boolean().exactOptional(),
	theme: z.enum(THEMES).exactOptional(),
	mouse: z.boolean().exactOptional(),
	unreadFirst: z.boolean().exactOptional(),
	emoji: z.enum(['picture', 'text']).exactOptional(),
	notifications: z.enum(['bell', 'osc9', 'osc777', 'off']).exactOptional(),
	quietHours: z
		.string()
		.max(MAX_HOURS)
		.refine(hours => quietHoursIn(hours) === hours)
		.exactOptional(),
	times: z.enum(['24h', '12h']).exactOptional(),
	seconds: z.boolean().exactOptional(),
	direct: z.enum(['lan', 'always', 'never']).exactOptional(),
	keepPrivate: z.boolean().exactOptional(),
	downloads: z.string().max(MAX_PATH).exactOptional(),
} satisfies Record<keyof Settings, z.ZodType>);
/** Fields of a newer chat-tui stay in the file. `bell`: how an older one kept whether it rings. */
export const settingsFile = z.looseObject({
	format: z.literal(1),
	bell: z.boolean().exactOptional(),
	...known.shape,
});

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
	private async content(): Promise<z.infer<typeof settingsFile> | undefined> {
		try {
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
