/** Keeps the user's own profile, signed with the user's key. */
import path from 'node:path';
import {z} from 'zod';
import type {UserName} from '../../../protocol/names.ts';
import {readJsonFile, writeJsonFile} from '../../../lib/atomic-json-file.ts';
import type {Clock} from '../../../lib/clock.ts';
import {SerialQueue} from '../../link/serial-queue.ts';
import type {ProfileFields} from '../../state/model/exchange.ts';
import {ownFields, signedProfile, type Profile, type SignedProfile} from './profile.ts';
import {keyOf, signProfile, type Signer} from './signing.ts';

export const profileFile = z.strictObject({format: z.literal(1), signed: signedProfile});

export class OwnProfile {
	private readonly file: string;
	private readonly user: UserName;
	private readonly signer: Signer;
	private readonly clock: Clock;
	private readonly writes = new SerialQueue();
	/** The newest version that this client knows: friends who have it take no older one, should the file vanish. */
	private newest = 0;

	/** @param folder of the user's identity */
	constructor(folder: string, user: UserName, signer: Signer, clock: Clock) {
		this.file = path.join(folder, 'profile.json');
		this.user = user;
		this.signer = signer;
		this.clock = clock;
	}

	/**
	 * Reads the profile; another client of the user may have changed it. It is signed again if the key is a new one.
	 * @returns undefined if the user has none
	 * @throws ClientFileError if the file is damaged or cannot be read
	 */
	async read(): Promise<SignedProfile | undefined> {
		const signed = (await readJsonFile(this.file, profileFile))?.signed;
		this.newest = Math.max(this.newest, signed?.profile.version ?? 0);
		if (!signed || signed.key === keyOf(this.signer.certificate)) return signed;
		return signProfile(signed.profile, this.signer);
	}

	/**
	 * Saves a new version; durable when it resolves.
	 * @returns the version as it is stored
	 * @throws ClientFileError if the file is damaged, or the disk refuses
	 */
	async save(fields: ProfileFields): Promise<Profile> {
		return this.writes.write(async () => {
			await this.read(); // another client of the user may have written a newer one
			const version = this.newest + 1;
			const profile = {user: this.user, version, at: this.clock.now(), ...ownFields(fields)};
			await writeJsonFile(this.file, {signed: signProfile(profile, this.signer)});
			this.newest = version;
			return profile;
		});
	}
}
