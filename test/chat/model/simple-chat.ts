/** The chat as a beginner would write it: plain sets of sentences and one list of all that was ever said. */
import type {Ban} from '../../../protocol/administration.ts';
import {isRoom, kindOf, participants} from '../../../protocol/conversation-kind.ts';
import type {Reaction} from '../../../protocol/messages.ts';
import {LOBBY, type ConversationId, type UserName} from '../../../protocol/names.ts';
import type {ConversationSettings} from '../../../protocol/conversation-settings.ts';
import type {Presence} from '../../../protocol/presence.ts';

export const GRACE = 60_000;
export const IDLE_LIMIT = 600_000;

export type Said = {
	conversation: ConversationId;
	from: UserName;
	text: string;
	chat?: number | undefined;
	/** Those whose name is in it, and who will see it. */
	calls: UserName[];
	/** Those who need not read it: its sender, and in a room whoever has blocked them. */
	spared: UserName[];
	edited?: number;
	deleted?: UserName;
	reactions?: Reaction[];
	/** The change of the conversation that was its last. */
	revision?: number;
};
type Talk = {number: number; conversation: ConversationId; after: number; upTo?: number};
type Purpose = 'chat' | 'exchange';
/** `script`: the script of `from` has invited, and not their screen. */
export type PrivateTalk = {
	from: UserName;
	to: UserName;
	purpose: Purpose;
	script: boolean;
	at: number;
	accepted: boolean;
};
type Standing = {
	presence: Presence;
	remark?: string | undefined;
	active: number;
	isWarned?: boolean;
	lostAt?: number;
};
type Cursor = {delivered: number; read: number};

export class SimpleChat {
	now: number;
	readonly accounts: UserName[] = [];
	readonly seen = new Map<UserName, number>();
	readonly on = new Map<UserName, Standing>();
	readonly screens = new Set<UserName>();
	readonly scripts = new Set<UserName>();
	/** The token of each person's one device. */
	readonly tokens = new Map<UserName, string>();
	readonly admins = new Set<UserName>();
	readonly bans = new Map<UserName, Ban>();
	/** Those whose password is good for one sign-in, at which they choose another. */
	readonly oneTime = new Set<UserName>();
	readonly wrong = new Map<UserName, {count: number; at: number}>();
	/** `alice blocks bob`, `alice is a friend of bob`, `eve is banned from #den`, `#den is private`, `#den has a guarded topic`. */
	readonly facts = new Set<string>();
	/** `alice asks bob friend`, `alice asks bob invitation #build`. */
	readonly questions = new Set<string>();
	readonly log: Said[] = [];
	/** How often the messages of each conversation have changed, and which are pinned. */
	readonly revisions = new Map<ConversationId, number>();
	readonly pins = new Map<ConversationId, number[]>();
	readonly talks: Talk[] = [];
	/** Who is in each room, and after which message they came. */
	readonly rooms = new Map<ConversationId, Map<UserName, number>>();
	readonly owners = new Map<ConversationId, UserName>();
	/** The one who has been an operator for longest is the first. */
	readonly operators = new Map<ConversationId, readonly UserName[]>();
	/** By `alice #build`. */
	readonly settings = new Map<string, ConversationSettings>();
	readonly topics = new Map<ConversationId, {by: UserName; text: string}>();
	/** What each message id stood for, by person and id. */
	readonly sent = new Map<
		string,
		{
			place: string;
			text: string;
			conversation: ConversationId;
			sequence: number;
			/** Of a broadcast, or a change: what was answered. */
			outcome?: {reached: number; missed: boolean} | {revision: number};
		}
	>();
	/** Private chats and invitations to them. */
	privately: PrivateTalk[] = [];
	/** Who has registered a key, and which askers have a nonce. */
	readonly identities = new Set<UserName>();
	readonly nonces = new Set<object>();
	private readonly cursors = new Map<string, Cursor>();
	/** What the connections of people should have heard since it was last taken: `bob: typing #build alice`. */
	told: string[] = [];
	/** Whose screen asks: it has its answer, and hears nothing else. */
	asking: UserName | undefined;
	/** Whose script asks, likewise. */
	askingByScript: UserName | undefined;

	constructor(now: number) {
		this.now = now;
	}

	blocks(one: UserName, other: UserName): boolean {
		return this.facts.has(`${one} blocks ${other}`);
	}

	areFriends(one: UserName, other: UserName): boolean {
		return this.facts.has(`${one} is a friend of ${other}`);
	}

	presence(user: UserName, viewer: UserName): Presence {
		return this.blocks(user, viewer) ? 'offline' : (this.on.get(user)?.presence ?? 'offline');
	}

	/** `alice screen`, `alice script`. */
	get places(): string[] {
		return [
			...[...this.screens].map(user => `${user} screen`),
			...[...this.scripts].map(user => `${user} script`),
		];
	}

	/** What everybody at a screen sees of the others: `alice sees bob away`. */
	get views(): string[] {
		return [...this.screens].flatMap(viewer =>
			this.accounts
				.filter(user => user !== viewer)
				.map(user => `${viewer} sees ${user} ${this.presence(user, viewer)}`),
		);
	}

	members(conversation: ConversationId): readonly UserName[] {
		return isRoom(conversation)
			? [...(this.rooms.get(conversation)?.keys() ?? [])]
			: participants(conversation);
	}

	said(conversation: ConversationId): Said[] {
		return this.log.filter(said => said.conversation === conversation);
	}

	last(conversation: ConversationId): number {
		return this.said(conversation).length;
	}

	/** The messages that this person has not read, of those that are so: their sequences. */
	unread(conversation: ConversationId, user: UserName, isSo: (said: Said) => boolean): number[] {
		const {read} = this.cursor(conversation, user);
		return this.said(conversation).flatMap((said, at) => (at + 1 > read && isSo(said) ? [at + 1] : []));
	}

	/** Nobody has to receive or read what they wrote. */
	pastOwn(conversation: ConversationId, user: UserName, sequence: number): number {
		const others = this.said(conversation).findIndex(
			({spared}, at) => at >= sequence && !spared.includes(user),
		);
		return others === -1 ? this.last(conversation) : others;
	}

	openTalk(conversation: ConversationId): Talk | undefined {
		return this.talks.find(talk => talk.conversation === conversation && talk.upTo === undefined);
	}

	openTalks(user: UserName): Talk[] {
		return this.talks.filter(
			talk => talk.upTo === undefined && this.members(talk.conversation).includes(user),
		);
	}

	/** Whether somebody is in the room, has written there, or has left a topic. */
	hasRoom(room: ConversationId): boolean {
		return this.members(room).length > 0 || this.last(room) > 0 || Boolean(this.topics.get(room)?.text);
	}

	/** Whether anything has happened in it yet. */
	exists(conversation: ConversationId): boolean {
		const begun = this.talks.some(talk => talk.conversation === conversation);
		return begun || this.rooms.has(conversation) || this.last(conversation) > 0;
	}

	conversationsOf(user: UserName): ConversationId[] {
		const all = [...this.rooms.keys(), ...[...this.log, ...this.talks].map(({conversation}) => conversation)];
		return [...new Set(all)].filter(conversation => this.members(conversation).includes(user));
	}

	cursor(conversation: ConversationId, user: UserName): Cursor {
		return this.cursors.get(`${conversation} ${user}`) ?? {delivered: 0, read: 0};
	}

	setCursor(conversation: ConversationId, user: UserName, cursor: Cursor): void {
		this.cursors.set(`${conversation} ${user}`, cursor);
	}

	/** The screens of these people hear it. */
	tell(users: Iterable<UserName>, words: string): void {
		for (const user of users) {
			if (this.screens.has(user) && user !== this.asking) this.told.push(`${user}: ${words}`);
		}
	}

	/** The screens of these people hear it, and so do their scripts. */
	tellScriptsToo(users: Iterable<UserName>, words: string): void {
		const all = [...users];
		this.tell(all, words);
		for (const user of all)
			if (this.scripts.has(user) && user !== this.askingByScript) this.told.push(`${user}: ${words}`);
	}

	/** Puts a message into a conversation. */
	say(conversation: ConversationId, from: UserName, text: string): number {
		const before = this.last(conversation);
		const chat = kindOf(conversation) === 'broadcasts' ? undefined : this.openTalk(conversation)?.number;
		const called = this.members(conversation).filter(
			user => user !== from && text.toLowerCase().includes(user) && !this.blocks(user, from),
		);
		const blockers = isRoom(conversation) ? this.blockersIn(conversation, from) : [];
		const spared = [from, ...blockers];
		this.log.push({conversation, from, text, chat, calls: isRoom(conversation) ? called : [], spared});
		const sequence = before + 1;
		for (const user of spared) {
			const {delivered, read} = this.cursor(conversation, user);
			this.setCursor(conversation, user, {
				delivered: delivered === before ? sequence : delivered,
				read: read === before ? sequence : read,
			});
		}

		const stamp = chat === undefined ? '' : ` in chat ${chat}`;
		const words = `message ${conversation} ${sequence} ${from}`;
		this.tellScriptsToo(
			this.members(conversation).filter(user => !blockers.includes(user)),
			`${words} ${text}${stamp}`,
		);
		this.tellScriptsToo(blockers, `${words}, folded`);
		return sequence;
	}

	/** Those in a room who have blocked this person. */
	blockersIn(room: ConversationId, user: UserName): UserName[] {
		return this.members(room).filter(other => this.blocks(other, user));
	}

	/** The topic as this person gets it. */
	topic(room: ConversationId, viewer: UserName): string | undefined {
		const {by, text} = this.topics.get(room) ?? {};
		return by !== undefined && this.blocks(viewer, by) ? undefined : text || undefined;
	}

	roleIn(room: ConversationId, user: UserName): 'owner' | 'operator' | undefined {
		if (!this.members(room).includes(user)) return undefined;
		if (room === LOBBY) return this.admins.has(user) ? 'operator' : undefined;
		if (this.owners.get(room) === user) return 'owner';
		return this.operators.get(room)?.includes(user) ? 'operator' : undefined;
	}

	bannedFrom(room: ConversationId): UserName[] {
		return this.hasRoom(room)
			? this.accounts.filter(user => this.facts.has(`${user} is banned from ${room}`))
			: [];
	}

	/** Whether an invitation of this person lets somebody in. */
	mayInvite(room: ConversationId, user: UserName): boolean {
		return !this.isPrivate(room) || this.roleIn(room, user) !== undefined;
	}

	isPrivate(room: ConversationId): boolean {
		return this.hasRoom(room) && this.facts.has(`${room} is private`);
	}

	isInvited(room: ConversationId, user: UserName): boolean {
		return this.accounts.some(
			from => this.questions.has(`${from} asks ${user} invitation ${room}`) && this.mayInvite(room, from),
		);
	}

	leaveRoom(
		room: ConversationId,
		user: UserName,
		{by, reason, banned}: {by?: UserName; reason?: string | undefined; banned?: true} = {},
	): void {
		this.rooms.get(room)?.delete(user);
		this.settings.delete(`${user} ${room}`);
		const [operator] = (this.operators.get(room) ?? []).filter(each => each !== user);
		const heir = this.owners.get(room) === user ? (operator ?? this.members(room)[0]) : undefined;
		if (heir !== undefined) this.owners.set(room, heir);
		this.operators.set(
			room,
			(this.operators.get(room) ?? []).filter(each => each !== user && each !== heir),
		);
		const words = [
			`memberLeft ${room} ${user}`,
			...(by === undefined ? [] : [`by ${by}${banned ? ' for good' : ''}`]),
			...(heir === undefined ? [] : [`to ${heir}`]),
		].join(' ');
		const all = [...this.members(room), user];
		const unspoken = (each: UserName) => by !== undefined && this.blocks(each, by);
		const why = reason?.trim() ? `: ${reason.trim()}` : '';
		this.tellScriptsToo(
			all.filter(each => !unspoken(each)),
			words + why,
		);
		this.tellScriptsToo(all.filter(unspoken), words);
	}

	enterRoom(room: ConversationId, user: UserName): void {
		if (!this.hasRoom(room)) {
			for (const fact of this.facts)
				if (fact.startsWith(`${room} `) || fact.endsWith(` is banned from ${room}`)) this.facts.delete(fact);
		}

		if (this.members(room).length === 0 && room !== LOBBY) this.owners.set(room, user);
		const last = this.last(room);
		this.rooms.set(room, (this.rooms.get(room) ?? new Map<UserName, number>()).set(user, last));
		this.setCursor(room, user, {delivered: last, read: last});
		this.tellScriptsToo(this.members(room), `memberJoined ${room} ${user}`);
	}

	endTalk(talk: Talk, why: string): void {
		talk.upTo = this.last(talk.conversation);
		this.tell(this.members(talk.conversation), `chatEnded ${talk.number} ${why}`);
	}

	privateTalks(user: UserName): PrivateTalk[] {
		return this.privately.filter(({from, to}) => from === user || to === user);
	}

	/** Those that this person has at a screen. */
	privateTalksAtScreen(user: UserName): PrivateTalk[] {
		return this.privateTalks(user).filter(({to, script}) => to === user || !script);
	}

	/** Whoever has invited hears it: their screen, or their script. */
	tellInviter({from, script}: PrivateTalk, words: string): void {
		if (!script) this.tell([from], words);
		else if (this.askingByScript !== from) this.told.push(`${from}: ${words}`);
	}

	endPrivate(talk: PrivateTalk, why: string): void {
		this.privately = this.privately.filter(each => each !== talk);
		this.tellInviter(talk, `privateEnded ${talk.to} ${why}`);
		this.tell([talk.to], `privateEnded ${talk.from} ${why}`);
	}

	/** Nobody is left to hear the answer. */
	withdrawInvitations(user: UserName): void {
		for (const talk of this.privateTalksAtScreen(user))
			if (talk.from === user && !talk.accepted) this.endPrivate(talk, 'withdrawn');
	}

	/** The script is gone, and so are its exchanges. */
	endScript(user: UserName): boolean {
		const own = this.privately.filter(({from, script}) => script && from === user);
		this.privately = this.privately.filter(talk => !own.includes(talk));
		for (const {to} of own) this.tell([to], `privateEnded ${user} signedOut`);
		return this.scripts.delete(user);
	}

	/** The person is gone, and so are their chat sessions; a private chat may go on without the server if they did not sign out. */
	goOffline(user: UserName, why: string): void {
		const own = this.privateTalksAtScreen(user);
		for (const talk of own) if (why !== 'vanished' || !talk.accepted) this.endPrivate(talk, 'signedOut');
		this.privately = this.privately.filter(talk => !own.includes(talk));
		for (const talk of this.openTalks(user)) this.endTalk(talk, why);
		this.screens.delete(user);
		this.on.delete(user);
	}
}
