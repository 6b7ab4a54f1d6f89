/** Asks screens whether they are alive, because somebody else wants their place. */
import type {ConnectionId} from '../chat/session.ts';
import type {Clock} from '../../lib/clock.ts';
import type {ConnectionRegistry} from './connection-registry.ts';

/** How long a screen may take to show that it is alive. */
const PATIENCE = 3000;

export class Probes {
	private readonly clock: Clock;
	private readonly registry: ConnectionRegistry;
	/** Those who wait for a word of each connection, or for its end. */
	private readonly waiting = new Map<ConnectionId, Set<(alive: boolean) => void>>();

	constructor(clock: Clock, registry: ConnectionRegistry) {
		this.clock = clock;
		this.registry = registry;
	}

	/** The connection has asked something: it is alive. */
	heard(id: ConnectionId): void {
		this.settle(id, true);
	}

	closed(id: ConnectionId): void {
		this.settle(id, false);
	}

	/** Whether the connection sends anything within {@link PATIENCE} of being asked to. */
	async isAlive(id: ConnectionId): Promise<boolean> {
		if (!this.registry.get(id)) return false;
		return new Promise(resolve => {
			const asking = this.waiting.get(id) ?? new Set();
			const done = (alive: boolean) => {
				cancel();
				asking.delete(done);
				if (asking.size === 0) this.waiting.delete(id);
				resolve(alive);
			};
			const cancel = this.clock.after(PATIENCE, () => done(false));
			this.waiting.set(id, asking.add(done));
			this.registry.broadcast([id], {type: 'probe'});
		});
	}

	private settle(id: ConnectionId, alive: boolean): void {
		for (const done of this.waiting.get(id) ?? []) done(alive);
	}
}
