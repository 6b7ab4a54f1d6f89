/** Maps the parts of the state to their files, and back. */
import {join} from 'node:path';
import {kindOf} from '../../protocol/conversation-kind.ts';
import {conversationId, userName, type ConversationId} from '../../protocol/names.ts';
import type {SliceName, State} from '../chat/state.ts';
import type {Disk} from '../../lib/disk.ts';

/**
 * Names the folder of a conversation: `alice+bob`, `room.build` for #build, `notices.alice` for !alice.
 * @throws Error for a private chat
 */
export function conversationFolder(id: ConversationId): string {
	const kind = kindOf(id);
	switch (kind) {
		case 'room':
			return `room.${id.slice(1)}`;
		case 'broadcasts':
			return `notices.${id.slice(1)}`;
		case 'direct':
		case 'notes':
			return id;
		case 'private':
			throw new Error('A private chat is never stored.'); // no request can name one
		default:
			return kind satisfies never;
	}
}

type PartFiles = {
	/** Path of a part's file, below the data folder. */
	path: (key: string) => string;
	/** Its name in a data folder of an older program; renamed at the start. */
	formerly?: string;
	/** A data folder of an older program has no such file, and what it holds can be made again. */
	mayBeMissing?: true;
	/** Key of the only part, if there is only one. */
	whole?: string;
	/** Lists the keys of all parts that may have a file; other names in the folder are ignored. */
	keys: (disk: Disk, data: string) => Promise<string[]>;
	/** Lists the keys of all parts in memory. */
	inMemory: (state: State) => Iterable<string>;
	/** Whether a part may have this key, which then is safe in a path. */
	isKey: (text: string) => boolean;
};

const single = (path: string, key: string): PartFiles => ({
	path: () => path,
	whole: key,
	keys: () => Promise.resolve([key]),
	inMemory: () => [key],
	isKey: text => text === key,
});

/** A file for each user, in a folder of their own. */
const ofUsers = (folder: string): Omit<PartFiles, 'inMemory'> => ({
	path: key => join(folder, `${key}.json`),
	async keys(disk, data) {
		const files = await disk.list(join(data, folder));
		return files.flatMap(file => {
			const user = userName(file.replace(/\.json$/, ''));
			return user !== undefined && `${user}.json` === file ? [user] : [];
		});
	},
	isKey: text => userName(text) === text,
});

export const PART_FILES: {[N in SliceName]: PartFiles} = {
	serverInfo: single('server.json', 'server'),
	accounts: single('users.json', 'users'),
	inviteCodes: {...single('invite-codes.json', 'invite-codes'), mayBeMissing: true},
	signIns: single('sign-ins.json', 'sign-ins'),
	identities: {...single('identities.json', 'identities'), mayBeMissing: true},
	administration: {...single('administration.json', 'administration'), mayBeMissing: true},
	files: {...single('files.json', 'files'), mayBeMissing: true},
	relationships: {...single('relationships.json', 'relationships'), formerly: 'circles.json'},
	conversations: {
		path: key => join('logs', conversationFolder(key as ConversationId), 'state.json'), // keys of this slice are conversations
		async keys(disk, data) {
			const folders = await disk.list(join(data, 'logs'));
			return folders.flatMap(folder => {
				const id = conversationId(folder.replace(/^room\./, '#').replace(/^notices\./, '!'));
				return id !== undefined && conversationFolder(id) === folder ? [id] : [];
			});
		},
		inMemory: ({conversations}) => conversations.byId.keys(),
		isKey: text => conversationId(text) === text,
	},
	settingsOfConversations: {
		...ofUsers('conversation-settings'),
		inMemory: state => state.settingsOfConversations.keys(),
	},
	devices: {...ofUsers('devices'), inMemory: ({devices}) => devices.keys()},
};
