/** Opens what an account keeps for its partners: shared files, its profile, and copies of friends' profiles. */
import path from 'node:path';
import type {Clock} from '../../lib/clock.ts';
import type {UserName} from '../../protocol/names.ts';
import {SharedFiles} from './files/shared-files.ts';
import type {Identity} from './identity.ts';
import {KnownPeers} from './known-peers.ts';
import {FriendProfiles} from './profiles/friend-profiles.ts';
import {OwnProfile} from './profiles/own-profile.ts';

export type Stores = {
	readonly known: KnownPeers;
	readonly shared: SharedFiles;
	readonly profile: OwnProfile;
	readonly friendProfiles: FriendProfiles;
};

type Place = {
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
		shared: await SharedFiles.open({file: path.join(folder, 'shared.json'), privateFolders, downloads}),
		profile: new OwnProfile(folder, user, identity, clock),
		friendProfiles: new FriendProfiles(folder),
	};
}
