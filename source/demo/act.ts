/** Lets a sample person of the demo talk, answer and accept, by the library. */
import path from 'node:path';
import {kindOf} from '../../protocol/conversation-kind.ts';
import {LOBBY, type ConversationId} from '../../protocol/names.ts';
import type {ChatEvent} from '../library/api.ts';
import type {SignedInChat} from '../library/chat.ts';
import {ChatError} from '../library/chat-error.ts';
import type {SamplePerson} from './sample-people.ts';

type EventOf<T extends ChatEvent['type']> = Extract<ChatEvent, {readonly type: T}>;

/** The file that each of them offers a new friend, or shares. */
export const FILE = 'welcome.txt';

type Stage = {
	/** The user who tries the demo. */
	readonly guest: string;
	/** The folder with the person's files. */
	readonly files: string;
	/** Whether the person offers a file to a new friend; else it is shared. */
	readonly offers: boolean;
};

export function act(chat: SignedInChat, person: SamplePerson, {guest, files, offers}: Stage): void {
	let turn = 0;
	const answerTo = (text: string): string => {
		const [, answer] = person.answers.find(([pattern]) => pattern.test(text)) ?? [];
		return answer ?? person.otherwise[turn++ % person.otherwise.length] ?? '';
	};
	/** What fails because the guest has just left, or declined, is no matter. */
	const tried = (work: Promise<unknown>): void => {
		work.catch((error: unknown) => {
			if (!(error instanceof ChatError)) throw error;
		});
	};

	chat.on('message', message => {
		chat.markRead(message);
		if (message.from === guest && isForMe(message, person.name))
			tried(chat.send(message.conversation, answerTo(message.text)));
	});
	chat.on('friendRequest', request => tried(request.accept()));
	chat.on('friend', ({user}) => {
		if (offers && user === guest) tried(chat.sendFile(user, path.join(files, FILE)));
	});
	chat.on('roomInvitation', invitation =>
		tried(
			invitation
				.accept()
				.then(async () => chat.send(invitation.room, `Thank you for the invitation to ${invitation.room}.`)),
		),
	);
	chat.on('privateInvitation', invitation =>
		tried(invitation.accept().then(async secret => secret.send(person.inPrivate))),
	);
	chat.on('privateText', ({chat: secret, text}) => tried(secret.send(answerTo(text))));
	chat.on('fileOffered', file =>
		tried(file.accept().then(async () => chat.send(file.from, `I have ${file.name}.`))),
	);
}

/** A message to the person: direct, in a room other than the lobby, or with the person's name in it. */
function isForMe({conversation, text}: EventOf<'message'>, name: string): boolean {
	if (kindOf(conversation as ConversationId) === 'direct') return true;
	if (conversation === LOBBY) return new RegExp(`\\b${name}\\b`, 'i').test(text) || name === 'ada';
	return conversation.startsWith('#');
}
