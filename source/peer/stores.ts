/** Opens what an account keeps of its partners and for them: keys, texts, shared files, profiles. */
import path from 'node:path';
import type {Clock} from '../../lib/clock.ts';
import type {UserName} from '../../protocol/names.ts';
import {SharedFiles} from './files/shared-files.ts';
import type {Identity} from './identity.ts';
import {KeptTexts} from './kept-texts.ts';
import {KnownPeers} from './known-peers.ts';
import {FriendProfiles} from './profiles/friend-profiles.ts';
import {OwnProfile} from './profiles/own-profile.ts';

export type Stores = {
	readonly known: KnownPeers;
	readonly kept: KeptTexts;
	readonly shared: SharedFiles;
	readonly profile: OwnProfile;
	readonly friendProfiles: FriendProfiles;
};

export type Place = {
	/** The folder of the account. */
	readonly folder: string;
	/** Folders whose content is never shared. */
	readonly privateFolders: readonly string[];
	/** A folder that may be shared although it stands in a private one. */
	readonly downloads: string;
};

/** Opens the stores of an account. @throws ClientFileError if the file of the known keys is damaged */
export async function openStores(
	user: UserName,
	identity: Identity,
	{folder, privateFolders, downloads}: Place,
	clock: Clock,
): Promise<Stores> {
	return {
		known: await KnownPeers.open(folder),
		kept: new KeptTexts(folder),
		shared: await SharedFiles.open({file: path.join(folder, 'shared.json'), privateFolders, downloads}),
		profile: new OwnProfile(folder, user, identity, clock),
		friendProfiles: new FriendProfiles(folder),
	};
}

/** Resolves when known keys and kept texts are not being written any more. */
export async function settled({known, kept}: Stores): Promise<void> {
	await Promise.all([known.settled(), kept.settled()]);
}
