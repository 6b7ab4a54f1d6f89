/** Keeps the settings that the user has chosen with `/set` in a file. */
import path from 'node:path';
import {z} from 'zod';
import {SerialQueue} from '../link/serial-queue.ts';
import {readJsonFile, writeJsonFile} from '../../lib/atomic-json-file.ts';
import type {Settings} from '../state/model/settings.ts';

/** Maximum UTF-16 units of the folder for received files. */
const MAX_PATH = 4096;

const known = z.object({
	presence: z.boolean().exactOptional(),
	mouse: z.boolean().exactOptional(),
	bell: z.boolean().exactOptional(),
	direct: z.enum(['lan', 'always', 'never']).exactOptional(),
	keepPrivate: z.boolean().exactOptional(),
	downloads: z.string().max(MAX_PATH).exactOptional(),
} satisfies Record<keyof Settings, z.ZodType>);
/** Fields of a newer chat-tui stay in the file. */
export const settingsFile = z.looseObject({format: z.literal(1), ...known.shape});

export class SettingsFile {
	private readonly file: string;
	private readonly writes = new SerialQueue();

	constructor(home: string) {
		this.file = path.join(home, 'settings.json');
	}

	/** @throws ClientFileError if the file is damaged */
	async read(): Promise<Partial<Settings>> {
		return known.parse((await readJsonFile(this.file, settingsFile)) ?? {});
	}

	/**
	 * Writes changed settings; those that another client on this machine has changed meanwhile stay. Resolves when they are on disk.
	 * @throws ClientFileError if the file is damaged, which leaves it as it is, or the disk refuses
	 */
	async keep(changed: Partial<Settings>): Promise<void> {
		return this.writes.write(async () =>
			writeJsonFile(this.file, {...(await readJsonFile(this.file, settingsFile)), ...changed}),
		);
	}

	/** Resolves when no write is under way. */
	async settled(): Promise<void> {
		return this.writes.settled();
	}
}
