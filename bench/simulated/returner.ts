/** Simulates a user whose server is killed: goes to another one by the token, as the client does, and sends again what nobody has acknowledged. */
import {setTimeout as pause} from 'node:timers/promises';
import {backoff} from '../../source/link/backoff.ts';
import {pairOf, person} from '../world/people.ts';
import {opened, type Listening} from './connection.ts';
import {TEXT} from './simulated-user.ts';

/** Milliseconds between two pings: the server closes a connection that is silent for 25 s. */
const HEARTBEAT = 10_000;

type Answer = {readonly re?: number; readonly ok?: Readonly<Record<string, unknown>>};

export class Returner {
	/** Milliseconds from the lost connection to the sign-in on another server. */
	milliseconds = NaN;
	/** Connections that were tried, the last one included. */
	attempts = 0;
	/** The sequence of the message, once it is acknowledged. */
	sequence: unknown;
	private readonly at: number;
	private readonly ports: readonly number[];
	private link: Link | undefined;

	/** @param at number of the user @param ports of the servers: that of its own first */
	constructor(at: number, ports: readonly number[]) {
		this.at = at;
		this.ports = ports;
	}

	/** Signs in. Resolves then; the second promise when the user is back and has an acknowledgement, after the connection was lost. */
	async start(): Promise<{readonly back: Promise<void>}> {
		const [own = 0] = this.ports;
		const link = await this.enter(own);
		if (!link) throw new Error(`User ${this.at} was not let in.`);
		return {back: this.comeBack(link)};
	}

	/** The id of the message. */
	get messageId(): string {
		return `${person(this.at).device}.back.1`;
	}

	/** Asks the server for what stands in the user's conversation. */
	async history(): Promise<Answer['ok']> {
		return this.link?.ask({type: 'history', conversation: pairOf(this.at), limit: 100});
	}

	stop(): void {
		this.link?.close();
	}

	/** Sends its message, until a server has acknowledged it to a connection that came later than the first. */
	private async comeBack(first: Link): Promise<void> {
		void first.ask(this.message);
		await first.closed;
		const lostAt = performance.now();
		for (let attempt = 1; ; attempt++) {
			for (const port of this.ports.slice(1)) {
				this.attempts++;
				const link = await this.enter(port);
				if (!link) continue;
				this.milliseconds = performance.now() - lostAt;
				this.sequence = (await link.ask(this.message))?.['sequence'];
				return;
			}

			await pause(backoff(attempt, Math.random()));
		}
	}

	private get message(): object {
		return {type: 'send', conversation: pairOf(this.at), messageId: this.messageId, text: TEXT};
	}

	private async enter(port: number): Promise<Link | undefined> {
		const link = await Link.open(port);
		if (!link) return undefined;
		this.link = link;
		const {token, device} = person(this.at);
		await link.ask({type: 'hello', protocol: 1});
		const entered = await link.ask({type: 'resume', token, device, as: 'screen'});
		if (entered) return link;
		link.close();
		return undefined;
	}
}

/** A connection over TLS, whose end answers what waits. */
class Link {
	readonly closed: Promise<void>;
	private count = 0;
	private readonly waiting = new Map<number, (ok: Answer['ok']) => void>();
	private readonly socket: Awaited<ReturnType<typeof opened>>;

	/** @returns undefined where the server does not take it */
	static async open(port: number): Promise<Link | undefined> {
		const listening: Listening = {
			onLine: () => undefined,
			onChunk: () => undefined,
			onError: () => undefined,
		};
		const socket = await opened(port, true, listening).catch(() => undefined);
		if (!socket) return undefined;
		const link = new Link(socket);
		listening.onLine = (bytes, start, end) => link.read(bytes.toString('utf8', start, end));
		return link;
	}

	private constructor(socket: Link['socket']) {
		this.socket = socket;
		this.closed = new Promise(resolve => socket.on('close', () => resolve()));
		const heartbeat = setInterval(() => void this.ask({type: 'ping'}), HEARTBEAT);
		void this.closed.then(() => {
			clearInterval(heartbeat);
			for (const resolve of this.waiting.values()) resolve(undefined);
		});
	}

	/** @returns what the server grants; undefined for a refusal, or the end of the connection */
	async ask(request: object): Promise<Answer['ok']> {
		const id = ++this.count;
		const answer = new Promise<Answer['ok']>(resolve => this.waiting.set(id, resolve));
		if (this.socket.destroyed) return undefined;
		this.socket.write(`${JSON.stringify({id, ...request})}\n`);
		return answer;
	}

	close(): void {
		this.socket.destroy();
	}

	private read(line: string): void {
		if (!line.startsWith('{"re":')) return;
		const {re = 0, ok} = JSON.parse(line) as Answer;
		this.waiting.get(re)?.(ok);
		this.waiting.delete(re);
	}
}
