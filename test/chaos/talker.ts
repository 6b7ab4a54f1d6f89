/** A client that talks all the time, goes to another server when its own is gone, and sends again what was not acknowledged. */
import {deviceOf, entrance} from '../attack/attacked-server.ts';
import {Wire} from './wire.ts';

/** Messages in flight. */
const IN_FLIGHT = 6;
/** Milliseconds before the client connects again, and at most between messages and their answers and the next ones. */
const PAUSE = 100;
const MAX_THOUGHT = 60;

type Acknowledged = {
	readonly id: string;
	readonly conversation: string;
	readonly sequence: number;
	readonly text: string;
};
type Message = {readonly messageId: string; readonly conversation: string; readonly text: string};

export class Talker {
	/** Number of messages that were acknowledged. */
	total = 0;
	/** What this client saw that must never be, such as a message that was acknowledged twice with other numbers. */
	readonly faults: string[] = [];
	/** The longest time without an acknowledgement, in milliseconds. */
	longestSilence = 0;
	readonly user: string;
	private readonly draw: () => number;
	private readonly ports: readonly number[];
	private readonly conversations: readonly string[];
	private readonly outbox: Message[] = [];
	/** By the id of the message. */
	private acknowledged = new Map<string, Acknowledged>();
	private token = '';
	private count = 0;
	private heardAt = performance.now();
	private isTalking = true;

	/** @param draw returns a number from 0 up to 1 @param ports of the servers */
	constructor(user: string, conversations: readonly string[], draw: () => number, ports: readonly number[]) {
		this.user = user;
		this.conversations = conversations;
		this.draw = draw;
		this.ports = ports;
	}

	/** With what it signs in again. */
	get entrance(): object {
		return {token: this.token, device: deviceOf(this.user), as: 'screen', takeOver: true};
	}

	reads(conversation: string): boolean {
		return this.conversations.includes(conversation);
	}

	/** Returns what was acknowledged since it was asked last. */
	settled(): Acknowledged[] {
		const settled = [...this.acknowledged.values()];
		this.acknowledged.clear();
		return settled;
	}

	/** Makes the account, or signs in to it where the answer came too late, and joins the room. */
	async begin(room: string): Promise<void> {
		for (let isIn = false; !isIn;) {
			const wire = this.wire();
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
		this.begun();
		while (this.isTalking || this.outbox.length > 0) {
			const wire = this.wire();
			await wire.ask('hello', {protocol: 1});
			const entered = await wire.ask('resume', this.entrance);
			if (entered && 'user' in entered) await this.talkOver(wire);
			wire.close();
			await new Promise(resolve => setTimeout(resolve, PAUSE));
		}
	}

	private begun(): void {
		this.isTalking = true;
		this.heardAt = performance.now();
	}

	finish(): void {
		this.isTalking = false;
	}

	/** Gives up what is not acknowledged, and tells how much that is. */
	abandon(): number {
		this.finish();
		return this.outbox.splice(0).length;
	}

	private async talkOver(wire: Wire): Promise<void> {
		while (wire.isOpen && (this.isTalking || this.outbox.length > 0)) {
			while (this.isTalking && this.outbox.length < IN_FLIGHT) this.outbox.push(this.next());
			const sent = [...this.outbox];
			const replies = await Promise.all(sent.map(async message => wire.ask('send', message)));
			for (const [at, message] of sent.entries()) if (!this.hears(message, replies[at])) break;
			await new Promise(resolve => setTimeout(resolve, this.draw() * MAX_THOUGHT));
		}
	}

	/** @returns false if the message, and those behind it, are to be sent again */
	private hears(message: Message, reply: Readonly<Record<string, unknown>> | undefined): boolean {
		if (typeof reply?.['sequence'] !== 'number') return false;
		const {conversation, text, messageId} = message;
		const {sequence} = reply;
		const before = this.acknowledged.get(messageId);
		if (before && before.sequence !== sequence) this.faults.push(`${messageId} has two numbers`);
		this.acknowledged.set(messageId, {id: messageId, conversation, sequence, text});
		this.total++;
		this.outbox.splice(this.outbox.indexOf(message), 1);
		const now = performance.now();
		this.longestSilence = Math.max(this.longestSilence, now - this.heardAt);
		this.heardAt = now;
		return true;
	}

	private wire(): Wire {
		return new Wire(this.ports[Math.floor(this.draw() * this.ports.length)] ?? 0);
	}

	private next(): Message {
		const count = ++this.count;
		const conversation = this.conversations[count % this.conversations.length] ?? '';
		return {messageId: `${deviceOf(this.user)}.s.${count}`, conversation, text: `${this.user} ${count}`};
	}
}
