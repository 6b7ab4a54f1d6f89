/** Announces the server on the local network by DNS-SD, so that clients there find it without a join line. */
import type {RemoteInfo} from 'node:dgram';
import type {QueryPacket, ResponseOutgoingPacket} from 'multicast-dns';
import type {Clock} from '../lib/clock.ts';
import {openMulticast, type Multicast, type MulticastPlace} from '../lib/multicast.ts';
import {noticeText, SERVICE_TYPE, type ServerNotice} from '../protocol/discovery.ts';
import type {Log} from './log/log-entry.ts';

type AnnouncerOptions = ServerNotice & {
	/** IPv4 addresses of this machine. */
	readonly hosts: readonly string[];
	readonly clock: Clock;
	readonly log: Log;
	readonly place?: MulticastPlace;
};

/** Seconds for which others may keep the records (RFC 6762, 10). */
const TTL = 120;
/** Minimum milliseconds between two answers (RFC 6762, 6): a network full of questions costs no more. */
const ANSWER_EVERY = 1000;

type Answer = NonNullable<ResponseOutgoingPacket['answers']>[number];

export class Announcer {
	private readonly options: AnnouncerOptions;
	private readonly multicast: Multicast;
	private answeredAt = -Infinity;
	private cancelAnswer: (() => void) | undefined;
	private hasWarned = false;

	/** Announces at once, and answers clients that look for servers, until {@link close}. */
	constructor(options: AnnouncerOptions) {
		this.options = options;
		this.multicast = openMulticast(options.place ?? {}, code => this.warn(code));
		const {dns} = this.multicast;
		dns.on('query', (query, from) => this.hear(query, from));
		dns.once('ready', () => this.answer());
	}

	/** Tells the network that the server is gone. */
	async close(): Promise<void> {
		this.cancelAnswer?.();
		this.cancelAnswer = undefined;
		await this.send(this.records(0));
		await this.multicast.close();
	}

	/** Answers to all, and to the client that asks: on a machine with several networks, multicast leaves by one of them. */
	private hear({questions = []}: QueryPacket, from: RemoteInfo): void {
		const isMeant = questions.some(({name}) => name === SERVICE_TYPE || name === this.instance);
		if (!isMeant || !isReachable(from) || this.cancelAnswer) return;
		const {clock} = this.options;
		const wait = Math.max(0, this.answeredAt + ANSWER_EVERY - clock.uptime());
		this.cancelAnswer = clock.after(wait, () => {
			this.cancelAnswer = undefined;
			this.answer(from);
		});
	}

	private answer(to?: RemoteInfo): void {
		this.answeredAt = this.options.clock.uptime();
		void this.send(this.records(TTL));
		if (to) void this.send(this.records(TTL), to);
	}

	/** Sends what may get lost: clients ask again. */
	private async send(packet: ResponseOutgoingPacket, to?: RemoteInfo): Promise<void> {
		const {dns} = this.multicast;
		const error = await new Promise<NodeJS.ErrnoException | null | undefined>(resolve =>
			dns.respond(packet, to, resolve),
		);
		if (error) this.warn(error.code ?? error.message);
	}

	/** Logs the first failure: those that follow would say the same. */
	private warn(code: string): void {
		const {log} = this.options;
		if (!this.hasWarned)
			log({type: 'warning', what: `the server cannot be announced on the network (${code})`});
		this.hasWarned = true;
	}

	private get instance(): string {
		const {name, port} = this.options;
		return `${name}-${port}.${SERVICE_TYPE}`;
	}

	private records(ttl: number): ResponseOutgoingPacket {
		const {hosts, port, name} = this.options;
		const {instance} = this;
		const target = `${name}.local`;
		const pointer: Answer = {name: SERVICE_TYPE, type: 'PTR', ttl, data: instance};
		const service: Answer = {name: instance, type: 'SRV', ttl, data: {port, target}};
		const text: Answer = {name: instance, type: 'TXT', ttl, data: noticeText(this.options)};
		const addresses = hosts.map((data): Answer => ({name: target, type: 'A', ttl, data}));
		return {answers: [pointer, service, text], additionals: addresses};
	}
}

/** Whether an answer may be sent there: a packet can name any port as its own, also 0. */
function isReachable({port}: RemoteInfo): boolean {
	return port >= 1 && port <= 65_535;
}
