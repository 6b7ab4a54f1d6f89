/** A client that talks all the time, goes to another server when its own is gone, and sends again what was not acknowledged. */
import {deviceOf, entrance} from '../attack/attacked-server.ts';
import {Wire} from './wire.ts';

/** Messages in flight. */
const IN_FLIGHT = 6;
const PAUSE = 100;

type Acknowledged = {readonly conversation: string; readonly sequence: number; readonly text: string};
type Message = {readonly messageId: string; readonly conversation: string; readonly text: string};

export class Talker {
	/** What a server has acknowledged, by the id of the message. */
	readonly acknowledged = new Map<string, Acknowledged>();
	/** What this client saw that must never be, such as a message that was acknowledged twice with other numbers. */
	readonly faults: string[] = [];
	/** The longest time without an acknowledgement, in milliseconds. */
	longestSilence = 0;
	readonly user: string;
	private readonly ports: () => number;
	private readonly conversations: readonly string[];
	private readonly outbox: Message[] = [];
	private token = '';
	private count = 0;
	private heardAt = performance.now();
	private isTalking = true;

	/** @param ports returns a port of a server to try next */
	constructor(user: string, conversations: readonly string[], ports: () => number) {
		this.user = user;
		this.conversations = conversations;
		this.ports = ports;
	}

	/** With what it signs in again. */
	get entrance(): object {
		return {token: this.token, device: deviceOf(this.user), as: 'screen', takeOver: true};
	}

	/** Makes the account, or signs in to it where the answer came too late, and joins the room. */
	async begin(room: string): Promise<void> {
		for (let isIn = false; !isIn;) {
			const wire = new Wire(this.ports());
			await wire.ask('hello', {protocol: 1});
			const made = await wire.ask('signUp', entrance(this.user));
			const {token} =
				made && 'token' in made ? made : ((await wire.ask('signIn', entrance(this.user))) ?? {});
			if (typeof token === 'string') this.token = token;
			isIn = this.token !== '' && (await wire.ask('join', {room})) !== undefined;
			wire.close();
		}
	}

	/** Talks until {@link finish}, and then until everything is acknowledged. */
	async talk(): Promise<void> {
		this.heardAt = performance.now();
		while (this.isTalking || this.outbox.length > 0) {
			const wire = new Wire(this.ports());
			await wire.ask('hello', {protocol: 1});
			const entered = await wire.ask('resume', this.entrance);
			if (entered && 'user' in entered) await this.talkOver(wire);
			wire.close();
			await new Promise(resolve => setTimeout(resolve, PAUSE));
		}
	}

	finish(): void {
		this.isTalking = false;
	}

	private async talkOver(wire: Wire): Promise<void> {
		while (wire.isOpen && (this.isTalking || this.outbox.length > 0)) {
			while (this.isTalking && this.outbox.length < IN_FLIGHT) this.outbox.push(this.next());
			const sent = [...this.outbox];
			const replies = await Promise.all(sent.map(async message => wire.ask('send', message)));
			for (const [at, message] of sent.entries()) if (!this.hears(message, replies[at])) break;
		}
	}

	/** @returns false if the message, and those behind it, are to be sent again */
	private hears(message: Message, reply: Readonly<Record<string, unknown>> | undefined): boolean {
		if (typeof reply?.['sequence'] !== 'number') return false;
		const {conversation, text, messageId} = message;
		const {sequence} = reply;
		const before = this.acknowledged.get(messageId);
		if (before && before.sequence !== sequence) this.faults.push(`${messageId} has two numbers`);
		this.acknowledged.set(messageId, {conversation, sequence, text});
		this.outbox.splice(this.outbox.indexOf(message), 1);
		const now = performance.now();
		this.longestSilence = Math.max(this.longestSilence, now - this.heardAt);
		this.heardAt = now;
		return true;
	}

	private next(): Message {
		const count = ++this.count;
		const conversation = this.conversations[count % this.conversations.length] ?? '';
		return {messageId: `${deviceOf(this.user)}.s.${count}`, conversation, text: `${this.user} ${count}`};
	}
}
