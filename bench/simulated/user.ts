/** Simulates a user who sends messages, at minimal cost: no schema, and replies told apart by single bytes. */
import type {Socket} from 'node:net';
import type {Start} from '../world/senders.ts';
import {opened, type Listening} from './connection.ts';

/** What the bytes of `{"re":1,"ok":…`, `{"re":1,"refusal":…`, `{"type":"message"…` and `{"type":"marked"…` say, by their index. */
const KIND = '{"'.length;
const RE = '{"re":'.length;
const OUTCOME = '{"re":1,"'.length;
const NAME = '{"type":"me'.length;
const [REPLY, SEND, OK, MESSAGE, ZERO] = codes('r1os0');
const SEQUENCE = '"sequence":';
const TEXT = 'so many words as people write to each other in a chat';

export class User {
	/** Called at each reply to a message, with the uptime in milliseconds when that was sent. */
	onReply: (sentAt: number) => void = () => undefined;
	/** Whether the user answers each message of another with a read receipt. */
	marks = false;
	readonly sends: boolean;
	private readonly socket: Socket;
	private readonly head: string;
	private readonly markHead: string;
	private count = 0;
	/** What was sent since the last {@link flush}. */
	private output = '';
	/** When each message that waits for its reply was sent, in order. */
	private readonly sentAt: number[] = [];

	static async signedIn({port, secure}: Start, person: Start['people'][number]): Promise<User> {
		const listening: Listening = {onLine: nothing, onChunk: nothing, onError: fail};
		const socket = await opened(port, secure, listening);
		const ask = async (request: object): Promise<void> => {
			const answered = new Promise<void>(resolve => (listening.onLine = () => resolve()));
			socket.write(`${JSON.stringify({id: 1, ...request})}\n`);
			return answered;
		};
		await ask({type: 'hello', protocol: 1});
		await ask({type: 'resume', token: person.token, device: person.device, as: 'screen'});
		const user = new User(socket, person);
		listening.onLine = (bytes, start, end) => user.read(bytes, start, end);
		listening.onChunk = () => user.flush();
		return user;
	}

	private constructor(socket: Socket, {conversation, device, run, sends}: Start['people'][number]) {
		this.socket = socket;
		this.sends = sends;
		this.head = `{"id":1,"type":"send","conversation":"${conversation}","messageId":"${device}.${run}.`;
		this.markHead = `{"id":2,"type":"mark","conversation":"${conversation}","delivered":`;
	}

	/** Number of messages that wait for their replies. */
	get waiting(): number {
		return this.sentAt.length;
	}

	/** Sends a message, with the next {@link flush}. */
	send(now: number): void {
		this.sentAt.push(now);
		this.output += `${this.head}${++this.count}","text":"${TEXT}"}\n`;
	}

	flush(): void {
		if (this.output === '') return;
		this.socket.write(this.output, 'latin1');
		this.output = '';
	}

	private read(bytes: Buffer, start: number, end: number): void {
		if (bytes[start + KIND] === REPLY) {
			if (bytes[start + OUTCOME] !== OK) fail(new Error(bytes.toString('utf8', start, end)));
			if (bytes[start + RE] === SEND) this.onReply(this.sentAt.shift() ?? NaN);
		} else if (this.marks && bytes[start + NAME] === MESSAGE) {
			const read = numberAt(bytes, bytes.indexOf(SEQUENCE, start, 'latin1') + SEQUENCE.length);
			this.output += `${this.markHead}${read},"read":${read}}\n`;
		}
	}
}

function numberAt(bytes: Buffer, start: number): number {
	let value = 0;
	for (let at = start; ; at++) {
		const digit = (bytes[at] ?? 0) - ZERO!;
		if (digit < 0 || digit > 9) return value;
		value = 10 * value + digit;
	}
}

function codes(letters: string): number[] {
	return [...letters].map(letter => letter.charCodeAt(0));
}

const nothing = () => undefined;

function fail(error: Error): never {
	process.stderr.write(`A simulated user failed: ${error.message}\n`);
	process.exit(1);
}
