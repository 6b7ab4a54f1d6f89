/** Reads the counters of the running server once a second, from what it counts anyway. */
import type {Connected, OperatorHost} from '../operator/operated-server.ts';
import type {Sample} from './model.ts';

const INTERVAL = 1000;
/** Maximum people in a sample: more do not fit on a screen. */
const MAX_PEOPLE = 200;
/** The list of connections is read every second time; of so many, more rarely. */
const MANY = 1000;
const [OFTEN, RARELY] = [2, 10];

export class Sampler {
	readonly #host: OperatorHost;
	readonly #deliver: (sample: Sample) => void;
	#timer: NodeJS.Timeout | undefined;
	#before = {messages: 0, uptime: 0};
	#people: Sample['people'] = {at: 0, listed: []};
	#known = 0;
	#times = 0;

	constructor(host: OperatorHost, deliver: (sample: Sample) => void) {
		this.#host = host;
		this.#deliver = deliver;
	}

	start(): void {
		this.#timer = setInterval(() => this.#sample(), INTERVAL);
		this.#sample();
	}

	stop(): void {
		clearInterval(this.#timer);
	}

	#sample(): void {
		const {server} = this.#host;
		if (!server) return;
		const {counters, now} = server;
		const uptime = performance.now();
		const {messages} = counters;
		const since = this.#before.messages > messages ? 0 : this.#before.messages; // another start counts anew
		const rate = this.#before.uptime === 0 ? 0 : (1000 * (messages - since)) / (uptime - this.#before.uptime);
		this.#before = {messages, uptime};
		if (this.#isDue(counters.connections)) this.#people = {at: now, listed: firstOf(server.connections)};
		this.#deliver({now, counters, rate, people: this.#people});
	}

	/** Whether the list of connections is to be read: at once when their number has changed, unless they are many. */
	#isDue(connections: number): boolean {
		const isMany = connections > MANY;
		const hasChanged = connections !== this.#known && !isMany;
		this.#known = connections;
		return this.#times++ % (isMany ? RARELY : OFTEN) === 0 || hasChanged;
	}
}

/** Those that are signed in come first. */
function firstOf(all: readonly Connected[]): readonly Connected[] {
	const signedIn = all.filter(({user}) => user !== undefined);
	const others = all.filter(({user}) => user === undefined);
	return [...signedIn, ...others].slice(0, MAX_PEOPLE);
}
