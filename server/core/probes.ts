/** Probes whether screens are alive, before another sign-in takes their place. */
import type {ConnectionId} from '../chat/session.ts';
import type {Clock} from '../../lib/clock.ts';
import type {ConnectionRegistry} from './connection-registry.ts';

/** Milliseconds that a screen may take to show that it is alive. */
const PROBE_TIMEOUT = 3000;

export class Probes {
	private readonly clock: Clock;
	private readonly registry: ConnectionRegistry;
	/** Probes that wait for a request of each connection, or for its end. */
	private readonly waiting = new Map<ConnectionId, Set<(alive: boolean) => void>>();

	constructor(clock: Clock, registry: ConnectionRegistry) {
		this.clock = clock;
		this.registry = registry;
	}

	/** Notes that the connection is alive. */
	heard(id: ConnectionId): void {
		this.settle(id, true);
	}

	/** Notes that the connection has ended. */
	closed(id: ConnectionId): void {
		this.settle(id, false);
	}

	/** Resolves with whether the connection sends a request within {@link PROBE_TIMEOUT}. */
	async isAlive(id: ConnectionId): Promise<boolean> {
		if (!this.registry.get(id)) return false;
		return new Promise(resolve => {
			const probes = this.waiting.get(id) ?? new Set();
			const done = (alive: boolean) => {
				cancel();
				probes.delete(done);
				if (probes.size === 0) this.waiting.delete(id);
				resolve(alive);
			};
			const cancel = this.clock.after(PROBE_TIMEOUT, () => done(false));
			this.waiting.set(id, probes.add(done));
			this.registry.broadcast([id], {type: 'probe'});
		});
	}

	private settle(id: ConnectionId, alive: boolean): void {
		for (const done of this.waiting.get(id) ?? []) done(alive);
	}
}
