/** Tells the signed-in clients of this server where all servers on the record are, whenever that has changed. */
import type {Announcement} from '../../protocol/index.ts';
import type {Shared} from '../journal/journal.ts';
import type {CommitLog} from './commit-log.ts';
import type {ConnectionRegistry} from './connection-registry.ts';
import {outgoingTo} from './outgoing.ts';

type Parts = {
	readonly shared: Pick<Shared, 'addresses'> | undefined;
	readonly registry: ConnectionRegistry;
	readonly commitLog: CommitLog;
};

export class ServerList {
	private readonly parts: Parts;
	/** What the clients know. */
	private told: readonly string[] | undefined;

	constructor(parts: Parts) {
		this.parts = parts;
		this.told = parts.shared?.addresses;
	}

	/** Looks whether servers have come or gone. */
	check(): void {
		const {shared, registry, commitLog} = this.parts;
		if (!shared || shared.addresses === this.told) return;
		this.told = shared.addresses;
		const {sessions} = commitLog.state.presence;
		const here = [...registry.all()].map(({session}) => session.id);
		const to = here.filter(id => sessions.get(id)?.as === 'screen');
		const announcement: Announcement = {type: 'serversChanged', servers: [...this.told]};
		commitLog.afterDurable({...outgoingTo(), announcements: [{to, announcement}]});
	}
}
