/** Finds servers that announce themselves on the local network. */
import type {ResponsePacket} from 'multicast-dns';
import type {Clock} from '../../lib/clock.ts';
import {openMulticast, type Multicast, type MulticastPlace} from '../../lib/multicast.ts';
import {parseNotice, SERVICE_TYPE} from '../../protocol/discovery.ts';
import {cleanLine} from '../../protocol/text.ts';
import type {FoundServer} from '../state/model/link.ts';

/** Maximum servers: others on the network can announce as many as they like. */
const MAX_FOUND = 20;
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

export class Discovery {
	readonly #options: DiscoveryOptions;
	readonly #multicast: Multicast;
	/** By the name of the service. */
	readonly #servers = new Map<string, FoundServer>();
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
		const records = [...answers, ...additionals];
		for (const record of records)
			if (record.type === 'PTR' && record.name === SERVICE_TYPE)
				this.#note(record.data, record.ttl === 0, records, host);
	}

	/** @param isGone whether the server says that it ends */
	#note(instance: string, isGone: boolean, records: readonly Record[], host: string): void {
		const before = this.#servers.get(instance);
		if (before && before.address.host !== host) return; // another machine cannot take its place, nor end it
		const server = isGone ? undefined : serverIn(instance, records, host);
		if (server && (before || this.#servers.size < MAX_FOUND)) this.#servers.set(instance, server);
		else if (isGone) this.#servers.delete(instance);
		if (JSON.stringify(this.#servers.get(instance)) !== JSON.stringify(before)) this.#tellLater();
	}

	#tellLater(): void {
		const {clock, found} = this.#options;
		this.#cancelTelling ??= clock.after(TELL_AFTER, () => {
			this.#cancelTelling = undefined;
			found([...this.#servers.values()]);
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
