/** Registers the clients that are connected, and sends them replies and announcements. */
import type {Announcement} from '../../protocol/index.ts';
import type {ConnectionId} from '../chat/session.ts';
import type {Client} from './client.ts';
import type {Outgoing} from './outgoing.ts';

export class ConnectionRegistry {
	private readonly clients = new Map<ConnectionId, Client>();

	add(client: Client): void {
		this.clients.set(client.session.id, client);
	}

	remove(id: ConnectionId): void {
		this.clients.delete(id);
	}

	get(id: ConnectionId): Client | undefined {
		return this.clients.get(id);
	}

	/** Whether the client is still connected. */
	has(client: Client): boolean {
		return this.clients.get(client.session.id) === client;
	}

	all(): Iterable<Client> {
		return this.clients.values();
	}

	/** Delivers to those of `to` that are still connected, except `except`. */
	broadcast(to: Iterable<ConnectionId>, announcement: Announcement, except?: ConnectionId): void {
		for (const id of to) if (id !== except) this.clients.get(id)?.session.deliver(announcement);
	}

	/** Sends the reply first, then the announcements, and closes sessions last. */
	send({session, requestId, reply, announcements, closing, onLeft}: Outgoing): void {
		if (reply) session?.answer(requestId, reply);
		for (const {to, announcement} of announcements) this.broadcast(to, announcement, session?.id);
		for (const id of closing ?? []) this.get(id)?.session.close();
		onLeft?.();
	}
}
