/** Logs when the record that this server shares is out of reach or back, which its users are told, and when other servers come and go. */
import type {ConnectionId, Session} from '../chat/session.ts';
import type {Shared} from '../journal/journal.ts';
import type {Log} from '../log/log-entry.ts';
import type {ConnectionRegistry} from './connection-registry.ts';

type Parts = {
	readonly shared: Pick<Shared, 'isReachable' | 'run' | 'servers'> | undefined;
	readonly registry: Pick<ConnectionRegistry, 'all'>;
	readonly sessions: ReadonlyMap<ConnectionId, Session>;
	readonly log: Log;
};

export class RecordWatch {
	private readonly parts: Parts;
	private isAway = false;
	/** Names of the other servers by their runs. */
	private servers: ReadonlyMap<number, string> = new Map();

	constructor(parts: Parts) {
		this.parts = parts;
	}

	/** To be called every second or so. */
	check(): void {
		this.checkServers();
		const {shared, registry, log, sessions} = this.parts;
		const isAway = shared?.isReachable() === false;
		if (isAway === this.isAway) return;
		this.isAway = isAway;
		log({type: isAway ? 'recordAway' : 'recordBack'});
		const announcement = {type: 'storingChanged', isStoring: !isAway} as const;
		// At once: what waits to be durable, and would be told before it, is what cannot be stored.
		for (const {session} of registry.all())
			if (sessions.get(session.id)?.as === 'screen') session.deliver(announcement);
	}

	private checkServers(): void {
		const {shared, log} = this.parts;
		if (!shared) return;
		const [before, now] = [this.servers, serversOf(shared)];
		this.servers = now;
		for (const [run, server] of before) if (!now.has(run)) log({type: 'serverGone', server});
		for (const [run, server] of now) if (!before.has(run)) log({type: 'serverCame', server});
	}
}

function serversOf({servers, run: own}: NonNullable<Parts['shared']>): Map<number, string> {
	return new Map(servers.filter(({run}) => run !== own).map(({run, name}) => [run, name]));
}
