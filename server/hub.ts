/** The connections that are open, and announcements on their way to them: each is serialised once, however many hear it. */
import type {Announcement} from '../protocol/events.ts';
import {encodeAnnouncement} from '../protocol/frames.ts';
import type {ConnectionId} from './chat/event.ts';
import type {Connection} from './connection.ts';

export class Hub {
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
	tell(to: Iterable<ConnectionId>, announcement: Announcement, except?: ConnectionId): void {
		let line: string | undefined;
		for (const id of to) {
			if (id === except) continue;
			line ??= encodeAnnouncement(announcement);
			this.connections.get(id)?.send(line);
		}
	}
}
