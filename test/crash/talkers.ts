/** People who send numbered messages through whatever happens, and what must be true of them afterwards. */
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, onTestFinished} from 'vitest';
import {parseAddress, type Address} from '../../protocol/address.ts';
import {participants} from '../../protocol/conversation-kind.ts';
import {directConversation, userName, type ConversationId, type UserName} from '../../protocol/names.ts';
import {isRefusal} from '../../protocol/refusals.ts';
import type {Message} from '../../protocol/messages.ts';
import {systemClock} from '../../lib/clock.ts';
import {isLinkDown} from '../../source/link/failure.ts';
import {serverFolder, profileFolder} from '../../source/link/client-folder.ts';
import {Link} from '../../source/link/link.ts';
import type {LinkEvent} from '../../source/state/model/link.ts';
import {ownFolder, PASSWORD} from '../harness/program.ts';
import {until} from '../harness/until.ts';

type Stored = Extract<LinkEvent, {type: 'stored'}>;
type Announced = {conversation: ConversationId; sequence: number; id: string};

/** Half a second between two attempts, always: these tests wait for many. */
const impatient = {...systemClock, random: () => 0};

export class Talker {
	readonly user: UserName;
	readonly home: string;
	readonly link: Link;
	/** The ids of all that was sent, in order. */
	readonly sent: Array<{id: string; conversation: ConversationId}> = [];
	readonly stored: Stored[] = [];
	readonly announced: Announced[] = [];
	private isSignedIn = false;
	private isOnline = false;
	private readonly address: Address;

	private constructor(
		name: string,
		home: string,
		joinLine: string,
		options: Partial<ConstructorParameters<typeof Link>[0]>,
	) {
		this.user = userName(name)!;
		this.home = home;
		this.address = parseAddress(joinLine)!;
		this.link = new Link({home, clock: impatient, ...options, dispatch: event => this.hears(event)});
		onTestFinished(async () => this.link.close());
	}

	/** With a new account, signed in. */
	static async signUp(
		name: string,
		joinLine: string,
		options: Partial<ConstructorParameters<typeof Link>[0]> = {},
	): Promise<Talker> {
		const talker = new Talker(name, await ownFolder(), joinLine, options);
		await talker.link.signIn({kind: 'signUp', address: talker.address, user: name, password: PASSWORD});
		expect(talker.isSignedIn).toBe(true);
		return talker;
	}

	/** The next number, to somebody. */
	send(to: Talker): void {
		const conversation = directConversation(this.user, to.user);
		const number = this.sent.length + 1;
		const entry = {
			id: `${this.user}device.s.${number}`,
			conversation,
			text: `${this.user} ${number}`,
			at: number,
		};
		this.sent.push(entry);
		this.link.send(entry);
	}

	/** The whole conversation as the server tells it to this person, once the link is up: it may have been cut just now. */
	async history(conversation: ConversationId): Promise<Message[]> {
		const messages: Message[] = [];
		for (;;) {
			const after = messages.at(-1)?.sequence ?? 0;
			const page = await this.link.request({type: 'history', conversation, after, limit: 200});
			if (isLinkDown(page)) {
				await until(() => {
					this.link.retryNow();
					return this.isOnline;
				});
				continue;
			}

			if (isRefusal(page)) throw new Error(JSON.stringify(page));
			messages.push(...page.messages);
			if (page.messages.length === 0) return messages;
		}
	}

	/** What stands in the outbox on disk. */
	outbox(): string[] {
		const folder = path.join(serverFolder(this.home, this.address), profileFolder(this.user, 1));
		const file = readFileSync(path.join(folder, 'outbox.json'), 'utf8');
		return (JSON.parse(file) as {entries: Array<{id: string}>}).entries.map(({id}) => id);
	}

	private hears(event: LinkEvent): void {
		if (event.type === 'linkChanged') this.isOnline = event.link.status === 'online';
		if (event.type === 'signedIn') this.isSignedIn = true;
		else if (event.type === 'stored') this.stored.push(event);
		else if (event.type === 'announced' && event.announcement.type === 'message')
			this.announced.push(event.announcement);
	}
}

/** Waits until everything has been stored, and checks that it was stored once, in one order for all, and as it was acknowledged. */
export async function expectNothingLost(talkers: readonly Talker[]): Promise<void> {
	await until(() => talkers.every(({sent, stored}) => stored.length >= sent.length));
	await until(() => talkers.every(talker => talker.outbox().length === 0));
	const conversations = new Set(talkers.flatMap(({sent}) => sent.map(({conversation}) => conversation)));
	const acknowledged = talkers.flatMap(({stored}) => stored);
	for (const conversation of conversations) {
		const people = talkers.filter(({user}) => participants(conversation).includes(user));
		const [messages, ...others] = await Promise.all(people.map(async person => person.history(conversation)));
		if (!messages) throw new Error(`nobody takes part in ${conversation}`);
		for (const other of others) expect(other).toEqual(messages);
		expect(messages.map(({sequence}) => sequence)).toEqual(messages.map((_, at) => at + 1));
		for (const {user, sent} of people) {
			const theirs = messages.filter(({from}) => from === user).map(({id}) => id);
			expect(theirs).toEqual(sent.filter(each => each.conversation === conversation).map(({id}) => id));
		}

		const told = [...acknowledged, ...talkers.flatMap(({announced}) => announced)];
		for (const {sequence, id} of told.filter(each => each.conversation === conversation))
			expect(messages[sequence - 1]?.id).toBe(id);
	}

	for (const {stored, sent} of talkers) expect(stored.map(({id}) => id)).toEqual(sent.map(({id}) => id));
}
