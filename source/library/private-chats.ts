/** Opens, carries and ends private chats for a program. */
import type {AnnouncementOf} from '../../protocol/index.ts';
import type {UserName} from '../../protocol/names.ts';
import {INVITATION_SECONDS} from '../../protocol/bounds.ts';
import type {Introduction} from '../../protocol/private-chats.ts';
import {safeText, type SafeText} from '../../protocol/text.ts';
import {isRefusal} from '../../protocol/refusals.ts';
import {isLinkDown} from '../link/failure.ts';
import {changedKey, endedChannel} from '../peer/exchange-sentences.ts';
import type {PrivateChannels} from '../peer/private-channels.ts';
import type {Direct, ExchangeAnnouncement, PeerEvent} from '../state/model/peer.ts';
import type {PrivateChat} from './api.ts';
import {ChatError, errorOf} from './chat-error.ts';
import type {Connection} from './connection.ts';
import type {EventStream} from './event-stream.ts';
import {OpenPrivateChat} from './open-private-chat.ts';
import type {PeerKeys} from './peer-keys.ts';

type PrivateChatsOptions = {
	readonly connection: Connection;
	readonly channels: () => PrivateChannels;
	readonly keys: PeerKeys;
	readonly direct: Direct;
	readonly events: EventStream;
};

/** A private chat from the invitation on; `chat`: its id, once it is known. */
type Entry = {
	readonly user: UserName;
	readonly isInviter: boolean;
	chat?: string;
	/** Settles what waits for the channel. */
	readonly opened: (chat: PrivateChat) => void;
	readonly failed: (error: ChatError) => void;
	open?: OpenPrivateChat;
};

type Announced<T extends ExchangeAnnouncement['type']> = AnnouncementOf<T>;

export class PrivateChats {
	readonly #options: PrivateChatsOptions;
	readonly #entries = new Set<Entry>();

	constructor(options: PrivateChatsOptions) {
		this.#options = options;
	}

	/** Invites a user. @returns the chat once it is open. @throws ChatError */
	async invite(user: UserName): Promise<PrivateChat> {
		const {connection} = this.#options;
		return new Promise((opened, failed) => {
			const entry: Entry = {user, isInviter: true, opened, failed};
			this.#entries.add(entry);
			connection.call({type: 'invitePrivate', user, purpose: 'chat'}, answer => {
				if (isRefusal(answer) || isLinkDown(answer)) {
					this.#fail(entry, errorOf(answer));
					return;
				}

				entry.chat = answer.chat;
				if (answer.introduction) this.#connect(entry, answer.introduction, false);
			});
		});
	}

	/** Takes an announcement. @returns false if it concerns none of these chats */
	announced(announcement: ExchangeAnnouncement): boolean {
		switch (announcement.type) {
			case 'privateInvited':
				if (announcement.purpose !== 'chat') return false;
				this.#invited(announcement);
				return true;
			case 'privateAccepted':
				if (announcement.purpose !== 'chat') return false;
				this.#accepted(announcement);
				return true;
			default: {
				const entry = this.#by(announcement.chat);
				if (entry) this.#heard(entry, announcement);
				return entry !== undefined;
			}
		}
	}

	/** Takes an event of the channels. */
	take(event: Extract<PeerEvent, {readonly chat: string}>): void {
		const entry = this.#by(event.chat);
		if (!entry) return;
		if (event.type === 'channelOpened') this.#opened(entry, event);
		else if (event.type === 'channelEnded') this.#end(entry, endedChannel(event.why, entry.user));
		else if (event.type === 'peerReceived') entry.open?.received(event.id);
		else if (event.type === 'peerSaid' && entry.open) {
			const {text, at, id} = event.message;
			const {user: from} = entry;
			this.#options.channels().tell(event.chat, {type: 'read', id});
			this.#options.events.emit({type: 'privateText', chat: entry.open, from, text, at: new Date(at)});
		}
	}

	/** The connection to the server is lost: invitations that are under way are over, open chats go on. */
	offline(reason: SafeText): void {
		for (const entry of this.#entries) if (!entry.open) this.#fail(entry, new ChatError('offline', reason));
	}

	/** Ends all chats. */
	close(): void {
		for (const entry of this.#entries) this.#end(entry, safeText`You have signed out.`);
	}

	#by(chat: string): Entry | undefined {
		return [...this.#entries].find(entry => entry.chat === chat);
	}

	#invited({chat, from, fingerprint}: Announced<'privateInvited'>): void {
		const {keys, events, connection} = this.#options;
		const key = keys.of(from);
		if (key !== undefined && key !== fingerprint) {
			const refusal = {type: 'answerPrivate', chat, accept: false, why: 'otherKey'} as const;
			connection.call(refusal, () => undefined); // the problem says the rest
			events.emit({type: 'problem', reason: changedKey(from)});
			return;
		}

		events.emit({
			type: 'privateInvitation',
			from,
			key: key === undefined ? 'new' : 'known',
			accept: async () => this.#accept(from, chat),
			decline: async () => {
				await connection.ask({type: 'answerPrivate', chat, accept: false});
			},
		});
	}

	async #accept(user: UserName, chat: string): Promise<PrivateChat> {
		return new Promise((opened, failed) => {
			const entry: Entry = {user, isInviter: false, chat, opened, failed};
			this.#entries.add(entry);
			this.#options.connection.call({type: 'answerPrivate', chat, accept: true}, answer => {
				if (isRefusal(answer) || isLinkDown(answer)) this.#fail(entry, errorOf(answer));
				else if (answer.introduction) this.#connect(entry, answer.introduction, false);
				else this.#fail(entry, new ChatError('privateChat', safeText`${user} withdrew the invitation.`));
			});
		});
	}

	#accepted({chat, user, introduction}: Announced<'privateAccepted'>): void {
		const isIt = (each: Entry) => each.user === user && each.isInviter && (each.chat ?? chat) === chat;
		const entry = [...this.#entries].find(each => isIt(each) && !each.open);
		if (entry) {
			entry.chat = chat;
			this.#connect(entry, introduction, true);
		} else this.#tellEnd(chat);
	}

	#connect(entry: Entry, introduction: Introduction, isInviter: boolean): void {
		const {channels, keys, direct} = this.#options;
		const {user, chat = ''} = entry;
		const known = keys.of(user);
		if (known !== undefined && known !== introduction.fingerprint) {
			this.#fail(entry, new ChatError('keyChanged', changedKey(user)));
			this.#tellEnd(chat, 'otherKey');
		} else channels().open({type: 'openChannel', chat, user, isInviter, introduction, direct});
	}

	#opened(entry: Entry, {fingerprint, safetyNumber}: Extract<PeerEvent, {type: 'channelOpened'}>): void {
		if (entry.open) return; // it was lost, and is back
		const {channels, keys} = this.#options;
		const {user, chat = ''} = entry;
		keys.met(user, fingerprint);
		entry.open = new OpenPrivateChat({
			user,
			safetyNumber,
			tell: message => channels().tell(chat, message),
			close: () => {
				channels().close({type: 'closeChannel', chat, why: 'ended'});
				this.#tellEnd(chat);
				this.#end(entry, safeText`You have ended the private chat.`);
			},
		});
		entry.opened(entry.open);
	}

	#heard(
		entry: Entry,
		announcement: Exclude<ExchangeAnnouncement, {type: 'privateInvited' | 'privateAccepted'}>,
	) {
		const {user} = entry;
		if (announcement.type === 'addressesOffered')
			this.#options.channels().dial({...announcement, type: 'dialPeer'});
		else if (announcement.type === 'relayRenewed')
			this.#options.channels().renewRelay({...announcement, type: 'renewChannelRelay'});
		// The channel tells by itself that the partner has signed out; the server may only have lost the partner's link.
		else if (!(entry.open && announcement.why === 'signedOut')) {
			if (entry.open)
				this.#options.channels().close({type: 'closeChannel', chat: announcement.chat, why: 'ended'});
			this.#end(entry, announcement.otherKey ? otherKey(user) : endings[announcement.why](user));
		}
	}

	#end(entry: Entry, reason: SafeText): void {
		if (!entry.open) {
			this.#fail(entry, new ChatError('privateChat', reason));
			return;
		}

		if (!this.#entries.delete(entry)) return;
		entry.open.end(new ChatError('privateChat', reason));
		this.#options.events.emit({type: 'privateEnded', chat: entry.open, reason});
	}

	#fail(entry: Entry, error: ChatError): void {
		if (this.#entries.delete(entry)) entry.failed(error);
	}

	/** The server may know already, or be away: what it answers changes nothing. */
	#tellEnd(chat: string, why?: 'otherKey'): void {
		this.#options.connection.call({type: 'endPrivate', chat, ...(why && {why})}, () => undefined);
	}
}

function otherKey(user: UserName): SafeText {
	return safeText`The client of ${user} knows this user by another key; tell ${user} by phone or in person that the key is new.`;
}

/** Why a private chat, or an invitation to one, is over. */
const endings: Readonly<Record<Announced<'privateEnded'>['why'], (user: UserName) => SafeText>> = {
	declined: user => safeText`${user} declined your invitation to a private chat.`,
	expired: user =>
		safeText`${user} did not answer your invitation to a private chat within ${INVITATION_SECONDS} s.`,
	withdrawn: user => safeText`${user} withdrew the invitation to a private chat.`,
	ended: user => safeText`${user} ended the private chat.`,
	signedOut: user => safeText`${user} signed out, which ended the private chat.`,
};
