/** Tells the server what the user has received and read; of one conversation one request at a time, the newest last. */
import type {ConversationId} from '../../protocol/names.ts';
import type {Connection} from './connection.ts';

type Cursor = {delivered: number; read: number};

export class Cursors {
	readonly #connection: Pick<Connection, 'request'>;
	/** What is still to be told. */
	readonly #due = new Map<ConversationId, Cursor>();
	readonly #telling = new Set<ConversationId>();

	constructor(connection: Pick<Connection, 'request'>) {
		this.#connection = connection;
	}

	mark(conversation: ConversationId, {delivered = 0, read = 0}: Partial<Cursor>): void {
		const due = this.#due.get(conversation) ?? {delivered: 0, read: 0};
		this.#due.set(conversation, {
			delivered: Math.max(due.delivered, delivered, read),
			read: Math.max(due.read, read),
		});
		if (!this.#telling.has(conversation)) void this.#tell(conversation);
	}

	/** What is lost with the connection is told by the next message. */
	async #tell(conversation: ConversationId): Promise<void> {
		this.#telling.add(conversation);
		await Promise.resolve(); // messages of one packet are told of at once
		for (let due = this.#take(conversation); due; due = this.#take(conversation)) {
			const read = due.read > 0 && {read: due.read};
			await this.#connection.request({type: 'mark', conversation, delivered: due.delivered, ...read});
		}

		this.#telling.delete(conversation);
	}

	#take(conversation: ConversationId): Cursor | undefined {
		const due = this.#due.get(conversation);
		this.#due.delete(conversation);
		return due;
	}
}
