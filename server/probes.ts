/** Asks screens whether they are alive, because somebody else wants their place. */
import type {ConnectionId} from './chat/event.ts';
import type {Clock} from './clock.ts';
import type {Hub} from './hub.ts';

/** How long a screen may take to show that it is alive. */
const PATIENCE = 3000;

export class Probes {
	private readonly clock: Clock;
	private readonly hub: Hub;
	private readonly waiting = new Map<ConnectionId, Set<() => void>>();

	constructor(clock: Clock, hub: Hub) {
		this.clock = clock;
		this.hub = hub;
	}

	/** The connection has asked something: it is alive. */
	heard(id: ConnectionId): void {
		for (const heard of this.waiting.get(id) ?? []) heard();
	}

	/** Whether the connection sends anything within {@link PATIENCE} of being asked to. */
	async isAlive(id: ConnectionId): Promise<boolean> {
		if (!this.hub.get(id)) return false;
		return new Promise(resolve => {
			const asking = this.waiting.get(id) ?? new Set();
			const done = (alive: boolean) => {
				cancel();
				asking.delete(heard);
				if (asking.size === 0) this.waiting.delete(id);
				resolve(alive);
			};
			const heard = () => done(true);
			const cancel = this.clock.after(PATIENCE, () => done(false));
			this.waiting.set(id, asking.add(heard));
			this.hub.tell([id], {type: 'probe'});
		});
	}
}
