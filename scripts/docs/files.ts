/** Generates the table of files in the data folder from the store's own table. */
import {slices, type SliceName} from '../../server/chat/state.ts';
import {PART_FILES} from '../../server/store/part-files.ts';
import {table} from './section.ts';

const MEANING: {readonly [N in SliceName]: readonly [key: string, what: string]} = {
	serverInfo: ['server', 'which store this is, and the number of the newest chat session'],
	accounts: ['users', 'names, password hashes, phone numbers, when last seen'],
	inviteCodes: ['invite-codes', 'the codes that let newcomers in: how many, until when, who made them'],
	signIns: ['sign-ins', 'hashes of the tokens of devices; wrong passwords in a row'],
	identities: ['identities', 'the certificate of each user, by which the clients of others know theirs'],
	administration: [
		'administration',
		'admins, bans, whose password is a one-time password, and deleted names',
	],
	relationships: [
		'relationships',
		'who has blocked whom, who are friends, and friend requests and invitations that wait for an answer',
	],
	conversations: [
		'alice+bob',
		'last sequence, members with their cursors, mentions and own messages, topic, rights in a room, chat sessions',
	],
	files: ['files', 'the files of messages: name, size, SHA-256, sender, and until when they are kept'],
	settingsOfConversations: [
		'conversation-settings/alice',
		'which conversations the user has muted, pinned or closed',
	],
	devices: [
		'alice',
		'the last 128 messages that each device sent, by id, so that a repeat is answered and not stored',
	],
};

export function files(): string {
	const rows = (Object.keys(slices) as SliceName[]).map(name => {
		const [key, what] = MEANING[name];
		return [name, `\`${PART_FILES[name].path(key)}\``, what];
	});
	return table(['slice of the state', 'file, for example', 'holds'], rows);
}
