/** Collects what Prometheus scrapes: counts of the chat, the journal and the disk, and the usage of the process. */
import {collectDefaultMetrics, Counter, Gauge, Registry} from 'prom-client';
import {isRoom} from '../../protocol/conversation-kind.ts';
import {roomExists} from '../chat/rooms/joining-and-leaving.ts';
import type {OperatedServer} from '../operator/operated-server.ts';

type Value = (server: OperatedServer) => number;

/** Gauges, read at each scrape. A name ends in its unit. */
const GAUGES: Readonly<Record<string, readonly [help: string, value: Value]>> = {
	chat_tui_start_time_seconds: [
		'When the server started, in seconds since 1970.',
		({listening}) => listening.since / 1000,
	],
	chat_tui_connections: ['Connections, signed in or not.', ({counters}) => counters.connections],
	chat_tui_sessions: ['Connections that are signed in.', ({state}) => state.presence.sessions.size],
	chat_tui_accounts: ['Accounts.', ({state}) => state.accounts.byName.size],
	chat_tui_rooms: ['Rooms.', ({state}) => rooms(state)],
	chat_tui_waiting_bytes: [
		'Bytes, about, that clients have not read yet.',
		({connections}) => connections.reduce((sum, {waiting}) => sum + waiting, 0),
	],
	chat_tui_journal_bytes: [
		'Bytes of the journal since the last checkpoint.',
		({counters}) => counters.journal,
	],
	chat_tui_disk_free_bytes: ['Free bytes of the disk with the data folder.', ({counters}) => counters.free],
	chat_tui_disk_full: [
		'1 while changes are refused, as the disk is full or cannot be written.',
		({counters}) => Number(counters.isFull),
	],
};

function rooms(state: OperatedServer['state']): number {
	let count = 0;
	for (const id of state.conversations.byId.keys()) if (isRoom(id) && roomExists(state, id)) count++;
	return count;
}

/** Makes the registry of one run of the server. @returns the text of a scrape, when asked for it */
export function metricsOf(server: OperatedServer): Registry {
	const register = new Registry();
	const registers = [register];
	for (const [name, [help, value]] of Object.entries(GAUGES))
		new Gauge({
			name,
			help,
			registers,
			collect() {
				this.set(value(server));
			},
		});
	new Counter({
		name: 'chat_tui_messages_total',
		help: 'Messages and broadcasts since the start.',
		registers,
		collect() {
			this.reset(); // the server counts them
			this.inc(server.counters.messages);
		},
	});
	collectDefaultMetrics({register});
	return register;
}
