/** Finds servers that announce themselves on the local network. */
import type {ResponsePacket} from 'multicast-dns';
import type {Clock} from '../../lib/clock.ts';
import {openMulticast, type Multicast, type MulticastPlace} from '../../lib/multicast.ts';
import {parseNotice, SERVICE_TYPE} from '../../protocol/discovery.ts';
import {cleanLine} from '../../protocol/text.ts';
import type {FoundServer} from '../state/model/link.ts';

/** Maximum servers, and those of one machine: others on the network can announce as many as they like. */
const MAX_FOUND = 20;
const MAX_OF_HOST = 5;
/** Maximum records of a packet that are looked at. */
const MAX_RECORDS = 50;
/** Maximum seconds for which a server is listed that is not heard of again. */
const MAX_TTL = 3600;
/** Milliseconds between questions: the first ones soon, as a packet may get lost (RFC 6762, 5.2). */
const ASK_AFTER = [0, 1000, 3000] as const;
const ASK_EVERY = 10_000;
/** Milliseconds after which changes are told together. */
const TELL_AFTER = 100;

type DiscoveryOptions = {
	readonly clock: Clock;
	/** Called with all servers found, whenever they change. */
	readonly found: (servers: readonly FoundServer[]) => void;
	readonly place?: MulticastPlace;
};

type Record = NonNullable<ResponsePacket['answers']>[number];

/** `heard`: when it was announced last, by the uptime. `cancel` keeps it from being forgotten when its time is over. */
type Listed = {readonly server: FoundServer; readonly heard: number; readonly cancel: () => void};

export class Discovery {
	readonly #options: DiscoveryOptions;
	readonly #multicast: Multicast;
	/** By the address of the machine and the name of the service: no machine can take another one's place, nor end it. */
	readonly #listed = new Map<string, Listed>();
	#asked = 0;
	#cancelAsking: () => void = () => undefined;
	#cancelTelling: (() => void) | undefined;

	/** Looks for servers until {@link close}. Where multicast is filtered, it finds none. */
	constructor(options: DiscoveryOptions) {
		this.#options = options;
		this.#multicast = openMulticast(options.place ?? {}, () => this.#cancelAsking()); // nothing can be found here
		this.#multicast.dns.on('response', (packet, {address}) => this.#hear(packet, address));
		this.#askLater();
	}

	async close(): Promise<void> {
		this.#cancelAsking();
		this.#cancelTelling?.();
		for (const {cancel} of this.#listed.values()) cancel();
		await this.#multicast.close();
	}

	#askLater(): void {
		const wait = ASK_AFTER[this.#asked] ?? ASK_EVERY;
		this.#cancelAsking = this.#options.clock.after(wait, () => {
			this.#asked += 1;
			this.#multicast.dns.query([{name: SERVICE_TYPE, type: 'PTR'}]);
			this.#askLater();
		});
	}

	/** The address is where the packet comes from: a server cannot announce the address of another machine. */
	#hear({answers = [], additionals = []}: ResponsePacket, host: string): void {
		const records = [...answers, ...additionals].slice(0, MAX_RECORDS);
		for (const record of records)
			if (record.type === 'PTR' && record.name === SERVICE_TYPE)
				this.#note(record.data, record.ttl ?? 0, records, host);
	}

	/** @param ttl seconds for which the server is there; 0: it ends */
	#note(instance: string, ttl: number, records: readonly Record[], host: string): void {
		const key = `${host} ${instance}`;
		if (ttl === 0) {
			this.#forget(key);
			return;
		}

		const server = serverIn(instance, records, host);
		if (!server) return;
		const before = this.#listed.get(key);
		if (before) before.cancel();
		else this.#makeRoom(host);
		const {clock} = this.#options;
		const cancel = clock.after(1000 * Math.min(ttl, MAX_TTL), () => this.#forget(key));
		this.#listed.set(key, {server, heard: clock.uptime(), cancel});
		if (JSON.stringify(server) !== JSON.stringify(before?.server)) this.#tellLater();
	}

	#forget(key: string): void {
		this.#listed.get(key)?.cancel();
		if (this.#listed.delete(key)) this.#tellLater();
	}

	/** Makes room for another server of a machine: of the one that has announced most, the server goes that was not heard of longest. */
	#makeRoom(host: string): void {
		const all = [...this.#listed].map(([key, {server, heard}]) => ({key, host: server.address.host, heard}));
		const countOf = (host: string) => all.filter(each => each.host === host).length;
		const isFull = countOf(host) >= MAX_OF_HOST;
		if (!isFull && all.length < MAX_FOUND) return;
		const most = Math.max(...all.map(each => countOf(each.host)));
		const those = all.filter(each => (isFull ? each.host === host : countOf(each.host) === most));
		const [oldest] = those.sort((one, other) => one.heard - other.heard);
		if (oldest) this.#forget(oldest.key);
	}

	#tellLater(): void {
		const {clock, found} = this.#options;
		this.#cancelTelling ??= clock.after(TELL_AFTER, () => {
			this.#cancelTelling = undefined;
			found([...this.#listed.values()].map(({server}) => server));
		});
	}
}

function serverIn(instance: string, records: readonly Record[], host: string): FoundServer | undefined {
	const service = records.find(record => record.type === 'SRV' && record.name === instance);
	const text = records.find(record => record.type === 'TXT' && record.name === instance);
	if (service?.type !== 'SRV' || text?.type !== 'TXT') return undefined;
	const notice = parseNotice(service.data.port, [text.data].flat().map(String));
	if (!notice) return undefined;
	const {name, port, fingerprint} = notice;
	return {
		name: cleanLine(name),
		address: {host, port},
		...(fingerprint !== undefined && {fingerprint}),
	};
}
