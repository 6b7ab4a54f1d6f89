/** A user with an account and a key whose client says on the channel of a private chat whatever a test wants. */
import {join} from 'node:path';
import {systemClock} from '../../lib/clock.ts';
import type {Address} from '../../protocol/address.ts';
import type {UserName} from '../../protocol/names.ts';
import type {AnnouncementOf} from '../../protocol/index.ts';
import {peerFolder} from '../../source/link/client-folder.ts';
import type {FileMessage} from '../../source/peer/files/messages.ts';
import {openIdentity} from '../../source/peer/identity.ts';
import {partnerCertificate} from '../../source/peer/partner.ts';
import {PeerChat} from '../../source/peer/peer-chat.ts';
import type {PeerServices, ServicePort} from '../../source/peer/peer-services.ts';
import type {StateEvent} from '../../source/state/model/event.ts';
import {Person} from './person.ts';
import {until} from './until.ts';

type Said<T extends FileMessage['type']> = Extract<FileMessage, {readonly type: T}>;

export class HostilePartner extends Person {
	/** What the partner's client has said about files. */
	readonly heard: FileMessage[] = [];
	/** Texts of the partner. */
	readonly texts: string[] = [];
	private port: ServicePort | undefined;
	private chat: PeerChat | undefined;
	private accepted: AnnouncementOf<'privateAccepted'> | undefined;
	private isOpen = false;
	private readonly home: string;

	constructor(name: string, home: string, ownCertificate: string) {
		super(name, home, ownCertificate);
		this.home = home;
	}

	/** Keeps what concerns the private chat from the client, which would do it properly. */
	override hears(event: StateEvent): void {
		const announcement = event.type === 'announced' ? event.announcement : undefined;
		if (announcement?.type === 'privateAccepted') this.accepted = announcement;
		else if (announcement?.type === 'addressesOffered')
			this.chat?.dial(announcement.addresses, announcement.seen);
		else super.hears(event);
	}

	/** Invites a user to a private chat. */
	async invites(user: UserName): Promise<void> {
		await this.link.request({type: 'invitePrivate', user, purpose: 'chat'});
	}

	/** Opens the channel, once the user has accepted. @param server where both are signed in */
	async opens(server: Address): Promise<void> {
		await until(() => this.accepted !== undefined);
		const {chat, user: partner, introduction} = this.accepted!;
		const me = this.name as UserName;
		this.chat = new PeerChat({
			chat,
			me,
			partner,
			isInviter: true,
			identity: await openIdentity(peerFolder(join(this.home, me), server, me)),
			certificate: partnerCertificate(introduction.certificate, introduction.fingerprint)!,
			relay: introduction.relay,
			direct: 'lan',
			isServerLocal: true,
			server: this.link,
			clock: systemClock,
			dispatch: event => {
				if (event.type === 'peerSaid') this.texts.push(event.message.text);
			},
			services: port => this.services(port),
			opened: () => (this.isOpen = true),
			ended: () => (this.isOpen = false),
		});
		this.chat.open();
		await until(() => this.isOpen);
	}

	/** Says something about files. */
	tells(message: FileMessage): void {
		this.port?.tell(message);
	}

	sends(transfer: number, bytes: Buffer): void {
		this.port?.sendData(transfer, bytes);
	}

	/** Says a text in the private chat. */
	writes(text: string): void {
		this.chat?.tell({type: 'text', id: `h0h0h0h0.s.${text.length}`, text, at: Date.now()});
	}

	/** Waits until the partner's client has said so many messages of a type. @returns the last one */
	async hearing<T extends FileMessage['type']>(type: T, count = 1): Promise<Said<T>> {
		const all = () => this.heard.filter((message): message is Said<T> => message.type === type);
		await until(() => all().length >= count);
		return all().at(-1)!;
	}

	override async leaves(): Promise<void> {
		this.chat?.close('ended');
		await super.leaves();
	}

	private services(port: ServicePort): PeerServices {
		this.port = port;
		const services = {
			handle: (message: FileMessage) => void this.heard.push(message),
			data: () => undefined,
			lost: () => undefined,
			reopened: async () => Promise.resolve(),
			close: async () => Promise.resolve(),
		};
		return services as unknown as PeerServices; // no more is asked of it by the channel
	}
}
