/** Looks for servers on the local network while the first screen is shown. */
import type {MulticastPlace} from '../../lib/multicast.ts';
import type {Discovery} from '../link/discovery.ts';
import type {FoundServer} from '../state/model/link.ts';

export class LanSearch {
	readonly #found: (servers: readonly FoundServer[]) => void;
	readonly #place: MulticastPlace;
	#isWanted = false;
	/** The search that is under way; loaded on demand, as most starts go to a chat at once. */
	#running: Promise<Discovery> | undefined;

	/** @param found is given all servers found, whenever they change */
	constructor(found: (servers: readonly FoundServer[]) => void, place: MulticastPlace = {}) {
		this.#found = found;
		this.#place = place;
	}

	/** Begins or ends the search. */
	set isWanted(isWanted: boolean) {
		if (isWanted === this.#isWanted) return;
		this.#isWanted = isWanted;
		if (isWanted) this.#running = this.#start();
		else void this.#running?.then(async search => search.close());
	}

	async #start(): Promise<Discovery> {
		const [{Discovery}, {systemClock}] = await Promise.all([
			import('../link/discovery.ts'),
			import('../../lib/clock.ts'),
		]);
		return new Discovery({clock: systemClock, found: this.#found, place: this.#place});
	}
}
