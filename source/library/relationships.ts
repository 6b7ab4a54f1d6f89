/** Follows friends, friend requests and invitations into rooms, and hands on what waits for an answer. */
import type {AnnouncementOf, Announcement} from '../../protocol/index.ts';
import type {UserName} from '../../protocol/names.ts';
import type {Proposal} from '../../protocol/relationships.ts';
import type {SignedIn} from '../../protocol/sign-in.ts';
import type {Connection} from './connection.ts';
import type {EventStream} from './event-stream.ts';

type RelationshipsOptions = {
	readonly me: UserName;
	readonly connection: Connection;
	readonly events: EventStream;
	/** Called whenever the user's friends change. */
	readonly changed: (friends: readonly UserName[]) => void;
};

export class Relationships {
	readonly #options: RelationshipsOptions;
	readonly #friends = new Set<UserName>();
	/** Questions that were handed on, and are still open. */
	#asked = new Set<string>();

	constructor(options: RelationshipsOptions) {
		this.#options = options;
	}

	get friends(): readonly UserName[] {
		return [...this.#friends];
	}

	/** Takes what a sign-in tells; also after a reconnect. */
	signedIn({friends, questions}: SignedIn): void {
		this.#friends.clear();
		for (const friend of friends) this.#friends.add(friend);
		this.#options.changed(this.friends);
		const before = this.#asked;
		this.#asked = new Set();
		for (const question of questions.filter(({to}) => to === this.#options.me)) {
			if (before.has(keyOf(question))) this.#asked.add(keyOf(question));
			else this.#ask(question);
		}
	}

	announced(announcement: Announcement): void {
		const {me, events} = this.#options;
		if (announcement.type === 'asked' && announcement.to === me) this.#ask(announcement);
		else if (announcement.type === 'withdrawn') this.#asked.delete(keyOf(announcement));
		else if (announcement.type === 'answered') this.#answered(announcement);
		else if (announcement.type === 'unfriended' && this.#friends.delete(announcement.user)) {
			this.#options.changed(this.friends);
			events.emit({type: 'unfriended', user: announcement.user});
		}
	}

	/** Two are friends now. */
	befriended(user: UserName): void {
		if (this.#friends.has(user)) return;
		this.#friends.add(user);
		this.#options.changed(this.friends);
		this.#options.events.emit({type: 'friend', user});
	}

	/** The friendship was ended here. */
	parted(user: UserName): void {
		if (this.#friends.delete(user)) this.#options.changed(this.friends);
	}

	#answered(answered: AnnouncementOf<'answered'>): void {
		const {kind, from, to, accepted} = answered;
		this.#asked.delete(keyOf(answered));
		if (kind === 'friend' && accepted) this.befriended(from === this.#options.me ? to : from);
	}

	#ask(question: Proposal): void {
		const {kind, from, room} = question;
		this.#asked.add(keyOf(question));
		const accept = async () => {
			await this.#answer(question, true);
			if (kind === 'friend') this.befriended(from);
		};
		const decline = async () => this.#answer(question, false);
		if (room !== undefined) this.#options.events.emit({type: 'roomInvitation', from, room, accept, decline});
		else this.#options.events.emit({type: 'friendRequest', from, accept, decline});
	}

	async #answer({kind, from, room}: Proposal, accept: boolean): Promise<void> {
		const where = room === undefined ? {} : {room};
		await this.#options.connection.ask({type: 'answerQuestion', kind, from, ...where, accept});
	}
}

function keyOf({kind, from, to, room}: Pick<Proposal, 'kind' | 'from' | 'to' | 'room'>): string {
	return [kind, from, to, room ?? ''].join(' ');
}
