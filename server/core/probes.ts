/** Probes whether screens are alive, before another sign-in takes their place. */
import {toJson} from '../../protocol/json.ts';
import {runOf, type ConnectionId} from '../chat/session.ts';
import type {Clock} from '../../lib/clock.ts';
import type {Shared} from '../journal/journal.ts';
import type {ConnectionRegistry} from './connection-registry.ts';
import type {Passed} from './passed.ts';

/** Milliseconds that a screen may take to show that it is alive. */
const PROBE_TIMEOUT = 3000;

export class Probes {
	private readonly clock: Clock;
	private readonly registry: ConnectionRegistry;
	private readonly shared: Pick<Shared, 'run' | 'pass'> | undefined;
	/** Probes that wait for a request of each connection, or for its end. */
	private readonly waiting = new Map<ConnectionId, Set<(alive: boolean) => void>>();

	/** @param shared the servers that have the connections which are not here; undefined: there are none */
	constructor(clock: Clock, registry: ConnectionRegistry, shared?: Pick<Shared, 'run' | 'pass'>) {
		this.clock = clock;
		this.registry = registry;
		this.shared = shared;
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
		const isHere = this.registry.get(id) !== undefined;
		if (!isHere && (!this.shared || runOf(id) === this.shared.run)) return false;
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
			if (isHere) this.registry.broadcast([id], {type: 'probe'});
			else this.pass({type: 'probe', connection: id});
		});
	}

	/** Probes a connection for another server, or hears what became of a probe there. */
	passed(passed: Extract<Passed, {type: 'probe' | 'probed'}>): void {
		const {connection} = passed;
		if (passed.type === 'probed') this.settle(connection, passed.alive);
		else if (runOf(connection) === this.shared?.run)
			void this.isAlive(connection).then(alive => this.pass({type: 'probed', connection, alive}));
	}

	private pass(passed: Passed): void {
		this.shared?.pass(toJson(passed));
	}

	private settle(id: ConnectionId, alive: boolean): void {
		for (const done of this.waiting.get(id) ?? []) done(alive);
	}
}
