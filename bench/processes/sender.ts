/** Runs many senders in one process, each sending when the server has answered, at minimal cost. */
import {connect, type Socket} from 'node:net';
import {connect as connectSecurely} from 'node:tls';
import type {Order, Outcome, Start} from '../world/senders.ts';

const LINE_FEED = 10;
/** The letter that distinguishes `{"re":1,"ok":…` from `{"re":1,"refusal":…`, and its index. */
const OK = 'o'.charCodeAt(0);
const OUTCOME = '{"re":1,"'.length;
/** The letter that distinguishes a reply from an announcement, and its index. */
const REPLY = 'r'.charCodeAt(0);
const KIND = '{"'.length;

const {port, secure, people}: Start = JSON.parse(process.argv[2] ?? '') as Start; // the benchmark wrote it
let measuringFrom = Infinity;
let until = 0;
let latencies: number[] = [];

class Sender {
	private readonly socket: Socket;
	private readonly head: string;
	private count = 0;
	private sentAt = 0;
	/** When the newest message was to be sent, and when the next one is. */
	private slot = 0;
	private dueAt = Infinity;
	private rest: Buffer | undefined;
	private onReply: () => void = () => undefined;

	constructor(socket: Socket, {conversation, device, run}: Start['people'][number]) {
		this.socket = socket;
		this.head = `{"id":1,"type":"send","conversation":"${conversation}","messageId":"${device}.${run}.`;
		socket.setNoDelay(true);
		socket.on('error', fail);
		socket.on('data', chunk => this.read(chunk));
	}

	async ask(request: object): Promise<void> {
		const answered = new Promise<void>(resolve => (this.onReply = resolve));
		this.socket.write(`${JSON.stringify({id: 1, ...request})}\n`);
		return answered;
	}

	/** Sends until the time is over. @param apart milliseconds from one message to the next, unless the server takes longer */
	start(apart: number, done: () => void): void {
		this.onReply = () => {
			const now = performance.now();
			if (this.sentAt >= measuringFrom && now < until) latencies.push(now - this.sentAt);
			if (now >= until) done();
			else if (apart === 0) this.send(now);
			else this.dueAt = Math.max(this.slot + apart, now);
		};
		if (apart === 0) this.send(performance.now());
		else this.dueAt = performance.now() + apart * Math.random(); // not all at once
	}

	/** Sends the next message if it is due. */
	tick(now: number): void {
		if (now < this.dueAt) return;
		this.slot = this.dueAt;
		this.dueAt = Infinity;
		this.send(now);
	}

	private send(now: number): void {
		this.sentAt = now;
		this.socket.write(
			`${this.head}${++this.count}","text":"so many words as people write to each other in a chat"}\n`,
		);
	}

	private read(chunk: Buffer): void {
		const bytes = this.rest === undefined ? chunk : Buffer.concat([this.rest, chunk]);
		let start = 0;
		for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, start)) {
			if (bytes[start + KIND] === REPLY) {
				if (bytes[start + OUTCOME] !== OK) fail(new Error(bytes.toString('utf8', start, end)));
				this.onReply();
			}

			start = end + 1;
		}

		this.rest = start < bytes.length ? bytes.subarray(start) : undefined;
	}
}

function fail(error: Error): void {
	process.stderr.write(`A sender failed: ${error.message}\n`);
	process.exit(1);
}

async function signedIn(person: Start['people'][number]): Promise<Sender> {
	const socket = await new Promise<Socket>(resolve => {
		const to = {host: '127.0.0.1', port};
		const made: Socket = secure
			? connectSecurely({...to, rejectUnauthorized: false}, () => resolve(made))
			: connect(to, () => resolve(made));
	});
	const sender = new Sender(socket, person);
	const {token, device} = person;
	await sender.ask({type: 'hello', protocol: 1});
	await sender.ask({type: 'resume', token, device, as: 'screen'});
	return sender;
}

function tell(outcome: Outcome): void {
	process.send?.(outcome);
}

const senders: Sender[] = [];
for (const person of people) senders.push(await signedIn(person));
process.on('message', ({warmUp, milliseconds, apart = 0}: Order) => {
	latencies = [];
	measuringFrom = performance.now() + warmUp;
	until = measuringFrom + milliseconds;
	const sending = senders.filter((_, at) => people[at]?.sends);
	const tick = () => {
		const now = performance.now();
		for (const sender of sending) sender.tick(now);
	};
	const ticks = apart > 0 ? setInterval(tick, 1) : undefined;
	void Promise.all(sending.map(sender => new Promise<void>(done => sender.start(apart, done)))).then(() => {
		clearInterval(ticks);
		tell({latencies: Float64Array.from(latencies)});
	});
});
tell({latencies: new Float64Array()});
