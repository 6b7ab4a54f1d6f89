/** Hands on each message once and in order, also those that came while the connection was lost. */
import type {Clock} from '../../lib/clock.ts';
import type {AnnouncementOf} from '../../protocol/index.ts';
import {kindOf} from '../../protocol/conversation-kind.ts';
import {MAX_PAGE_MESSAGES} from '../../protocol/bounds.ts';
import type {Message} from '../../protocol/messages.ts';
import type {ConversationId} from '../../protocol/names.ts';
import type {SignedIn} from '../../protocol/sign-in.ts';
import {isRefusal, waitOf} from '../../protocol/refusals.ts';
import {isLinkDown} from '../link/failure.ts';
import type {Connection} from './connection.ts';
import {pause} from '../../lib/pause.ts';

type IncomingOptions = {
	readonly connection: Connection;
	readonly clock: Clock;
	/** Whether this program sent the message with this id: it is not handed on. */
	readonly isOwn: (id: string) => boolean;
	readonly handOn: (conversation: ConversationId, message: Message) => void;
};

/** `last`: sequence up to which messages were handed on; `known`: up to which there are messages. */
type Place = {last: number; known: number; isFetching: boolean};

export class Incoming {
	readonly #options: IncomingOptions;
	readonly #places = new Map<ConversationId, Place>();
	#hasBegun = false;

	constructor(options: IncomingOptions) {
		this.#options = options;
	}

	/** Takes the conversations of a sign-in. What is new since the first one is fetched. */
	signedIn({conversations}: SignedIn): void {
		for (const {conversation, last} of conversations) {
			// A room where the user is new has a past that is not news; a direct conversation that is new has none.
			const isNews = this.#hasBegun && (this.#places.has(conversation) || kindOf(conversation) !== 'room');
			const place = this.#place(conversation, isNews ? 0 : last);
			this.#reach(conversation, place, last);
		}

		this.#hasBegun = true;
	}

	/** Takes a message of the server. */
	announced({conversation, ...message}: Omit<AnnouncementOf<'message'>, 'type'>): void {
		const {sequence} = message;
		const place = this.#place(conversation, sequence - 1);
		if (sequence === place.last + 1 && !place.isFetching) this.#handOn(conversation, place, message);
		else this.#reach(conversation, place, sequence);
	}

	/** Notes a message that this program has sent. */
	stored(conversation: ConversationId, sequence: number): void {
		const place = this.#place(conversation, sequence - 1);
		if (sequence === place.last + 1 && !place.isFetching) place.last = sequence;
		else this.#reach(conversation, place, sequence);
	}

	#place(conversation: ConversationId, last: number): Place {
		const place = this.#places.get(conversation) ?? {last, known: last, isFetching: false};
		this.#places.set(conversation, place);
		return place;
	}

	#handOn(conversation: ConversationId, place: Place, message: Message): void {
		place.last = message.sequence;
		if (!this.#options.isOwn(message.id)) this.#options.handOn(conversation, message);
	}

	#reach(conversation: ConversationId, place: Place, known: number): void {
		place.known = Math.max(place.known, known);
		if (place.known > place.last && !place.isFetching) void this.#fetch(conversation, place);
	}

	/** Fetches what is missing, page by page. Where the connection is lost again, the next sign-in goes on. */
	async #fetch(conversation: ConversationId, place: Place): Promise<void> {
		const {connection, clock} = this.#options;
		place.isFetching = true;
		while (place.last < place.known) {
			const answer = await connection.request({
				type: 'history',
				conversation,
				after: place.last,
				limit: MAX_PAGE_MESSAGES,
			});
			const wait = isRefusal(answer) ? waitOf(answer) : undefined;
			if (wait !== undefined) {
				await pause(clock, wait, connection.ended);
				continue;
			}

			// Any other refusal: the user is not in the room any more, so there is nothing to hear.
			if (isLinkDown(answer) || isRefusal(answer) || answer.messages.length === 0) break;
			for (const message of answer.messages) this.#handOn(conversation, place, message);
		}

		place.isFetching = false;
	}
}
