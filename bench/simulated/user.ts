/** Simulates a user of the product's server, without a schema: replies are told apart by single bytes. */
import type {Socket} from 'node:net';
import {person} from '../world/people.ts';
import type {Start} from '../world/senders.ts';
import {signedIn} from '../world/sign-in.ts';
import {fail, SimulatedUser, TEXT} from './simulated-user.ts';

/** What the bytes of `{"re":1,"ok":…`, `{"re":1,"refusal":…`, `{"type":"message"…` and `{"type":"marked"…` say, by their index. */
const KIND = '{"'.length;
const RE = '{"re":'.length;
const OUTCOME = '{"re":1,"'.length;
const NAME = '{"type":"me'.length;
const REPLY = code('r');
const SEND = code('1');
const OK = code('o');
const MESSAGE = code('s');
const ZERO = code('0');
const SEQUENCE = '"sequence":';

export class User extends SimulatedUser {
	private readonly head: string;
	private readonly markHead: string;
	private count = 0;

	/** Signs the `at`-th user in, who writes into `conversation`. @param run part of the message ids */
	static async signedIn(to: Start, at: number, conversation: string): Promise<User> {
		const {socket, listening} = await signedIn(to, at, fail);
		const user = new User(socket, conversation, `${person(at).device}.${to.run}`);
		listening.onLine = (bytes, start, end) => user.read(bytes, start, end);
		listening.onChunk = () => user.flush();
		return user;
	}

	private constructor(socket: Socket, conversation: string, ids: string) {
		super(socket);
		this.head = `{"id":1,"type":"send","conversation":"${conversation}","messageId":"${ids}.`;
		this.markHead = `{"id":2,"type":"mark","conversation":"${conversation}","delivered":`;
	}

	override ping(): void {
		this.socket.write('{"id":3,"type":"ping"}\n');
	}

	protected override frame(): string {
		return `${this.head}${++this.count}","text":"${TEXT}"}\n`;
	}

	private read(bytes: Buffer, start: number, end: number): void {
		if (bytes[start + KIND] === REPLY) {
			if (bytes[start + OUTCOME] !== OK) fail(new Error(bytes.toString('utf8', start, end)));
			if (bytes[start + RE] === SEND) this.acknowledged();
		} else if (bytes[start + NAME] === MESSAGE) {
			this.heard++;
			if (this.marks) this.mark(numberAt(bytes, bytes.indexOf(SEQUENCE, start, 'latin1') + SEQUENCE.length));
		}
	}

	private mark(sequence: number): void {
		this.output += `${this.markHead}${sequence},"read":${sequence}}\n`;
	}
}

function numberAt(bytes: Buffer, start: number): number {
	let value = 0;
	for (let at = start; ; at++) {
		const digit = (bytes[at] ?? 0) - ZERO;
		if (digit < 0 || digit > 9) return value;
		value = 10 * value + digit;
	}
}

function code(letter: string): number {
	return letter.charCodeAt(0);
}
