/** The open connections, and broadcasts to them: an announcement is serialised once, however many hear it. */
import type {Announcement} from '../../protocol/events.ts';
import {encodeAnnouncement} from '../../protocol/frames.ts';
import type {ConnectionId} from '../chat/event.ts';
import type {Connection} from '../net/connection.ts';

export class ConnectionRegistry {
	private readonly connections = new Map<ConnectionId, Connection>();

	add(connection: Connection): void {
		this.connections.set(connection.id, connection);
	}

	remove(id: ConnectionId): void {
		this.connections.delete(id);
	}

	get(id: ConnectionId): Connection | undefined {
		return this.connections.get(id);
	}

	all(): Iterable<Connection> {
		return this.connections.values();
	}

	/** Sends to those of `to` that are still there, less `except`. */
	broadcast(to: Iterable<ConnectionId>, announcement: Announcement, except?: ConnectionId): void {
		let line: string | undefined;
		for (const id of to) {
			if (id === except) continue;
			line ??= encodeAnnouncement(announcement);
			this.connections.get(id)?.send(line);
		}
	}
}
