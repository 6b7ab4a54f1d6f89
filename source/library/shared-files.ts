/** Lists, fetches and shares files for a program. */
import path from 'node:path';
import type {Chat} from './api.ts';
import {userNamed} from './names.ts';
import type {PeerSide} from './peer-side.ts';

/** @param check throws where the program may not */
export function sharedFiles(peers: PeerSide, check: () => void): Chat['files'] {
	const files = async () => {
		check();
		await peers.ready();
		return peers.files;
	};
	return {
		list: async user => (await files()).list(userNamed(user)),
		get: async (user, file) => (await files()).get(userNamed(user), file),
		share: async file => (await files()).share(path.resolve(file)),
		unshare: async name => (await files()).unshare(name),
	};
}
