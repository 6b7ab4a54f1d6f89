/** Logs when the record that this server shares is out of reach, and when it is back, and tells the users of this server. */
import type {ConnectionId, Session} from '../chat/session.ts';
import type {Shared} from '../journal/journal.ts';
import type {Log} from '../log/log-entry.ts';
import type {ConnectionRegistry} from './connection-registry.ts';

type Parts = {
	readonly shared: Pick<Shared, 'isReachable'> | undefined;
	readonly registry: Pick<ConnectionRegistry, 'all'>;
	readonly sessions: ReadonlyMap<ConnectionId, Session>;
	readonly log: Log;
};

export class RecordWatch {
	private readonly parts: Parts;
	private isAway = false;

	constructor(parts: Parts) {
		this.parts = parts;
	}

	/** To be called every second or so. */
	check(): void {
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
}
