/** Implements what a program does once it is signed in. */
import path from 'node:path';
import {ClientFileError} from '../../lib/client-file-error.ts';
import type {Clock} from '../../lib/clock.ts';
import {addressText} from '../../protocol/address.ts';
import type {Announcement} from '../../protocol/index.ts';
import {conversationId, type ConversationId, type UserName} from '../../protocol/names.ts';
import {cleanLine} from '../../protocol/text.ts';
import type {SignedIn} from '../../protocol/sign-in.ts';
import type {Direct} from '../state/model/peer.ts';
import {eventsOf} from './announcements.ts';
import type {Change, Chat, Message} from './api.ts';
import {ChatError} from './chat-error.ts';
import type {Connection, ConnectionListener} from './connection.ts';
import {Cursors} from './cursors.ts';
import {EventStream} from './event-stream.ts';
import {friends} from './friends.ts';
import {history} from './history.ts';
import {Incoming} from './incoming.ts';
import {publicMessage} from './message.ts';
import {conversationWith, usage, userNamed} from './names.ts';
import {Outgoing} from './outgoing.ts';
import {PeerSide} from './peer-side.ts';
import {Relationships} from './relationships.ts';
import {findPeople, people, rooms} from './rooms.ts';
import {sharedFiles} from './shared-files.ts';

type ChatOptions = {
	readonly connection: Connection;
	readonly user: UserName;
	readonly as: 'script' | 'screen';
	/** Of this run, and the first part of the ids of its messages. */
	readonly device: string;
	readonly home: string;
	readonly downloads: string;
	readonly direct: Direct;
	readonly clock: Clock;
	/** For the time that the server and others may take. */
	readonly patience: Clock;
};

const DEFAULT_LIMIT = 50;

export class SignedInChat implements Chat, ConnectionListener {
	readonly user: UserName;
	readonly server: string;
	readonly rooms: Chat['rooms'];
	readonly friends: Chat['friends'];
	readonly files: Chat['files'];
	readonly #options: ChatOptions;
	readonly #events = new EventStream();
	readonly #outgoing: Outgoing;
	readonly #incoming: Incoming;
	readonly #cursors: Cursors;
	readonly #relationships: Relationships;
	readonly #peers: PeerSide;
	#me: {readonly reply: SignedIn; readonly store: string} | undefined;
	#isOver = false;
	#closing: Promise<void> | undefined;

	constructor(options: ChatOptions) {
		const {connection, user, device, clock, patience} = options;
		const events = this.#events;
		this.#options = options;
		this.user = user;
		this.server = addressText(connection.address);
		this.#peers = new PeerSide({...options, events});
		const incoming: Incoming = new Incoming({
			connection,
			clock: patience,
			isOwn: id => this.#outgoing.isOwn(id),
			handOn: (...said) => this.#handOn(publicMessage(...said, user)),
		});
		this.#incoming = incoming;
		this.#outgoing = new Outgoing({
			connection,
			idPrefix: `${device}.${clock.now().toString(36)}`,
			clock: patience,
			stored: (conversation, sequence) => incoming.stored(conversation, sequence),
			tell: event => events.emit(event),
		});
		this.#cursors = new Cursors(connection);
		this.#relationships = new Relationships({
			me: user,
			connection,
			events,
			changed: now => this.#peers.friendsAre(now),
		});
		this.rooms = rooms(connection);
		this.friends = friends(connection, this.#relationships);
		this.files = sharedFiles(this.#peers, () => this.#needsScreen('Files of friends'));
	}

	on: Chat['on'] = (type, listener) => this.#events.on(type, listener);

	events: Chat['events'] = () => this.#events.loop();

	/** Lets events out: from now on the program can listen. */
	open(): void {
		this.#events.open();
	}

	/** Resolves when others can reach this client for private chats and files. @throws ClientFileError */
	async ready(): Promise<void> {
		await this.#peers.ready();
	}

	async send(to: string, text: string, options?: Parameters<Chat['send']>[2]): ReturnType<Chat['send']> {
		return this.#outgoing.send(conversationWith(to)(this.user), text, options);
	}

	/** Sends texts of which each fits into a message. @throws ChatError, which says how many were stored if not all were */
	async sendAll(to: string, texts: readonly string[], {code = false} = {}): ReturnType<Chat['send']> {
		return this.#outgoing.sendAll(conversationWith(to)(this.user), texts, code);
	}

	async change(message: Pick<Message, 'conversation' | 'sequence'>, change: Change): Promise<void> {
		await this.#outgoing.change(conversationOf(message), message.sequence, change);
	}

	async *history(to: string, {limit = DEFAULT_LIMIT} = {}): AsyncGenerator<Message> {
		if (!Number.isSafeInteger(limit) || limit < 1) throw usage('The limit is a whole number from 1 on.');
		const conversation = conversationWith(to)(this.user);
		for await (const message of history(this.#options.connection, conversation, limit))
			yield publicMessage(conversation, message, this.user);
	}

	/** Tells whether the user was in the conversation at the last sign-in. */
	isIn(id: ConversationId): boolean {
		return this.#me?.reply.conversations.some(({conversation}) => conversation === id) ?? false;
	}

	markRead(message: Pick<Message, 'conversation' | 'sequence'>): void {
		this.#cursors.mark(conversationOf(message), {read: message.sequence});
	}

	async people(): ReturnType<Chat['people']> {
		return people(this.#options.connection);
	}

	async findPeople(name: string): ReturnType<Chat['findPeople']> {
		return findPeople(this.#options.connection, name);
	}

	async private(user: string): ReturnType<Chat['private']> {
		this.#needsScreen('Private chats');
		await this.#peers.ready();
		return this.#peers.chats.invite(userNamed(user));
	}

	async sendFile(user: string, file: string, options?: Parameters<Chat['sendFile']>[2]): Promise<void> {
		const {as, connection} = this.#options;
		const to = userNamed(user);
		await connection.online();
		try {
			if (as === 'script' && this.#me) await this.#peers.openAsScript(this.#me.reply, this.#me.store);
			await this.#peers.files.send(to, path.resolve(file), options);
		} catch (error) {
			throw error instanceof ClientFileError ? new ChatError('file', error.message) : error;
		}
	}

	close(): Promise<void> {
		this.#closing ??= this.#close();
		return this.#closing;
	}

	signedIn(reply: SignedIn, store: string): void {
		const isBack = this.#me !== undefined;
		this.#me = {reply, store};
		this.#relationships.signedIn(reply);
		this.#incoming.signedIn(reply);
		if (this.#options.as === 'screen') this.#peers.signedIn(reply, store);
		if (isBack) this.#events.emit({type: 'online'});
	}

	announced(announcement: Announcement): void {
		switch (announcement.type) {
			case 'message':
				this.#incoming.announced(announcement);
				break;
			case 'privateInvited':
			case 'privateAccepted':
			case 'addressesOffered':
			case 'relayRenewed':
			case 'privateEnded':
				this.#peers.announced(announcement);
				break;
			default:
				this.#relationships.announced(announcement);
				for (const event of eventsOf(announcement)) this.#events.emit(event);
		}
	}

	offline(...[reason, retryAt]: Parameters<ConnectionListener['offline']>): void {
		this.#peers.offline(reason);
		this.#events.emit({type: 'offline', reason, retryAt: new Date(retryAt)});
	}

	over(error: ChatError): void {
		this.#peers.offline(cleanLine(error.message));
		this.#over(error);
	}

	async #close(): Promise<void> {
		await this.#peers.close();
		await this.#options.connection.close();
		this.#over();
	}

	#over(error?: ChatError): void {
		if (this.#isOver) return;
		this.#isOver = true;
		this.#events.emit({type: 'closed', ...(error && {error})});
	}

	#handOn(message: Message): void {
		if (message.isHidden) return;
		this.#events.emit({type: 'message', ...message});
		const conversation = conversationId(message.conversation);
		if (this.#options.as === 'screen' && conversation !== undefined && !message.isOwn)
			this.#cursors.mark(conversation, {delivered: message.sequence});
	}

	/** @throws ChatError for a script, behind which nobody sits */
	#needsScreen(what: string): void {
		if (this.#options.as === 'script') throw usage(`${what} are for a screen; connect with {as: 'screen'}.`);
	}
}

/** @throws ChatError */
function conversationOf({conversation}: Pick<Message, 'conversation'>): ConversationId {
	const id = conversationId(conversation);
	if (id === undefined) throw usage(`${conversation} is not a conversation.`);
	return id;
}
