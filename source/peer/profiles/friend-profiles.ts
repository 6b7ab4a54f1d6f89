/** Keeps copies of friends' profiles, to be shown when a friend is away, and passed on to other friends. */
import path from 'node:path';
import {z} from 'zod';
import {time} from '../../../protocol/bounded.ts';
import type {UserName} from '../../../protocol/names.ts';
import {namesIn, readJsonFile, writeJsonFile} from '../../../lib/atomic-json-file.ts';
import {SerialQueue} from '../../link/serial-queue.ts';
import {signedProfile, type SignedProfile} from './profile.ts';

/** Maximum copies. */
const MAX_COPIES = 1000;

export const copyFile = z.strictObject({
	format: z.literal(1),
	signed: signedProfile,
	/** Milliseconds since 1970. */
	receivedAt: time,
});
type ProfileCopy = {readonly signed: SignedProfile; readonly receivedAt: number};

export class FriendProfiles {
	private readonly folder: string;
	private readonly writes = new SerialQueue();

	/** @param folder of the user's identity */
	constructor(folder: string) {
		this.folder = path.join(folder, 'friends');
	}

	/** @returns undefined if there is no copy. @throws ClientFileError if it is damaged or cannot be read */
	async read(user: UserName): Promise<ProfileCopy | undefined> {
		const copy = await readJsonFile(this.fileOf(user), copyFile);
		return copy?.signed.profile.user === user
			? {signed: copy.signed, receivedAt: copy.receivedAt}
			: undefined;
	}

	/**
	 * Keeps a copy, unless the one there is as new; durable when it resolves. A copy signed with another key is replaced.
	 * @param signed verified to be signed with the key that the owner has now
	 * @param now in milliseconds since 1970
	 * @returns `older` if the copy there stays, `full` if there are too many
	 * @throws ClientFileError if the copy there is damaged, or the disk refuses
	 */
	async keep(signed: SignedProfile, now: number): Promise<'kept' | 'older' | 'full'> {
		return this.writes.write(async () => {
			const {user, version} = signed.profile;
			const known = (await this.read(user))?.signed;
			if (known?.key === signed.key && version <= known.profile.version) return 'older';
			if (!known && (await namesIn(this.folder)).length >= MAX_COPIES) return 'full';
			await writeJsonFile(this.fileOf(user), {signed, receivedAt: now});
			return 'kept';
		});
	}

	private fileOf(user: UserName): string {
		return path.join(this.folder, `${user}.json`);
	}
}
