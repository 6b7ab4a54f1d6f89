/** Registers the clients that are connected, and broadcasts announcements to them. */
import type {Announcement} from '../../protocol/index.ts';
import type {ConnectionId} from '../chat/session.ts';
import type {Client} from './client.ts';

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
}
