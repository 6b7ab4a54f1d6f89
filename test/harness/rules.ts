/** A chat without sockets, disks or passwords: people ask the rules directly, and hear what is announced to them. */
import type {Announcement, ReplyOf, RequestOf, RequestType} from '../../protocol/index.ts';
import {directConversation, type UserName} from '../../protocol/names.ts';
import {isRefusal, type Refusal} from '../../protocol/refusals.ts';
import type {Message} from '../../protocol/messages.ts';
import {applyChange} from '../../protocol/apply-change.ts';
import {targetOf} from '../../server/chat/changes/rules.ts';
import {announce, decide} from '../../server/chat/index.ts';
import {PERSISTENCE, type ChatEvent, type EventOf, type JournaledEvent} from '../../server/chat/event.ts';
import type {ConnectionId, Secret} from '../../server/chat/session.ts';
import {DEFAULT_POLICY, type Facts, type LogReader, type Pace, type Policy} from '../../server/chat/rule.ts';
import {awaitChatters} from '../../server/chat/chat-sessions/rules.ts';
import {connectionLost} from '../../server/chat/sign-in/sign-out.ts';
import {tick} from '../../server/chat/presence/expiry.ts';
import {segmentOf} from '../../server/chat/segment.ts';
import {messagesIn} from '../../server/chat/messages/messages-in.ts';
import {apply, emptyState, type State} from '../../server/chat/state.ts';
import type {Clock} from '../../lib/clock.ts';
import {PresenceThrottle} from '../../server/core/presence-throttle.ts';

type Answer<T extends RequestType> = ReplyOf<T> | Refusal;

/** One connection, and what was announced to it. */
export class Seat {
	readonly heard: Announcement[] = [];
	private readonly rules: Rules;
	readonly connection: ConnectionId;
	readonly address: string;

	readonly isOperator: boolean;

	constructor(rules: Rules, connection: ConnectionId, address: string, isOperator = false) {
		this.isOperator = isOperator;
		this.rules = rules;
		this.connection = connection;
		this.address = address;
	}

	async ask<T extends RequestType>(request: RequestOf<T>, facts: Partial<Facts> = {}): Promise<Answer<T>> {
		return this.rules.ask(this, request, facts);
	}

	/** The announcements of one type, newest last. */
	heardOf<T extends Announcement['type']>(type: T): Array<Extract<Announcement, {type: T}>> {
		return this.heard.filter((each): each is Extract<Announcement, {type: T}> => each.type === type);
	}
}

export class Rules {
	state: State = emptyState();
	/** Everything that would stand in the journal. */
	journal: JournaledEvent[] = [];
	now = Date.UTC(2026, 10, 20, 9, 41);
	uptime = 0;
	readonly policy: Policy;
	private seats = new Map<ConnectionId, Seat>();
	private readonly texts: Array<Message & {conversation: string}> = [];
	private count = 0;
	/** What is to be told of presence. */
	private readonly due: Array<() => void> = [];
	private boards = this.presenceBoards();

	constructor(policy: Partial<Policy> = {}) {
		this.policy = {...DEFAULT_POLICY, ...policy};
		this.happen([
			{type: 'storeFounded', store: 'test'},
			{type: 'inviteCodeMade', code: 'k7mq-2xw9', by: 'operator', at: this.now},
		]);
	}

	seat(address = '127.0.0.1'): Seat {
		const seat = new Seat(this, ++this.count, address);
		this.seats.set(seat.connection, seat);
		return seat;
	}

	/** The operator, who needs no connection. */
	get operator(): Seat {
		return new Seat(this, 0, '127.0.0.1', true);
	}

	/** Somebody new who sits at a screen and is signed in. Their password is their name, twice. */
	async newcomer(user: string, as: 'screen' | 'script' = 'screen', address?: string): Promise<Seat> {
		const seat = this.seat(address);
		const request = {
			type: 'signUp',
			user,
			password: user + user,
			as,
			device: `device${user}`.slice(0, 16),
		} as const;
		const answer = await seat.ask(request, {newPassword: `hash of ${user}${user}`});
		if (isRefusal(answer)) throw new Error(`${user} cannot sign up: ${answer.refusal}`);
		return seat;
	}

	async signIn(
		user: string,
		password: string,
		over: Partial<RequestOf<'signIn'>> = {},
		facts: Partial<Facts> = {},
		at?: Seat,
	) {
		const seat = at ?? this.seat();
		const stored = this.state.accounts.byName.get(user as UserName)?.password;
		const matched = stored === `hash of ${password}` ? stored : undefined;
		const request = {type: 'signIn', user, password, as: 'screen', device: 'otherdevice', ...over} as const;
		return {seat, answer: await seat.ask(request, {matched, ...facts})};
	}

	async ask<T extends RequestType>(
		seat: Seat,
		request: RequestOf<T>,
		over: Partial<Facts>,
	): Promise<Answer<T>> {
		const token = `token${++this.count}`;
		const facts: Facts = {
			now: this.now,
			uptime: this.uptime,
			policy: this.policy,
			token,
			tokenHash: `hash of ${token}`,
			inviteCode: `code-${this.count}`,
			secrets: [secretOf(`${token}.1`), secretOf(`${token}.2`)],
			...this.targetOf(seat, request),
			...over,
		};
		const session = this.state.presence.sessions.get(seat.connection);
		const decision = decide(
			this.state,
			{
				connection: seat.connection,
				address: seat.address,
				session,
				...(seat.isOperator && {isOperator: true as const}),
			},
			request,
			facts,
		);
		if (isRefusal(decision)) return decision;
		this.happen(decision.events, seat);
		return decision.reply(this.logs, this.pace);
	}

	/** Reads the message that is to be changed, as the server does before it decides. */
	targetOf({connection}: Seat, request: {type: RequestType}): Partial<Facts> {
		const user = this.state.presence.sessions.get(connection)?.user;
		if (!isChange(request) || user === undefined) return {};
		const sequence = targetOf(this.state, user, request);
		const target = this.texts.find(
			each => each.conversation === request.conversation && each.sequence === sequence,
		);
		return target ? {target} : {};
	}

	lose(seat: Seat): void {
		this.happen(connectionLost(this.state, seat.connection, 'linkLost', this));
	}

	wait(milliseconds: number): void {
		this.now += milliseconds;
		this.uptime += milliseconds;
		this.happen(tick(this.state, this));
	}

	/** The person at this screen does something. */
	act({connection}: Seat): void {
		this.happen([{type: 'active', connection, uptime: this.uptime}]);
	}

	/** As after a kill and a new start: all that was in memory only is gone, and the state is made from the journal. */
	restart(): void {
		this.state = emptyState();
		this.seats = new Map();
		this.boards = this.presenceBoards();
		for (const event of this.journal) apply(this.state, event);
		this.happen(awaitChatters(this.state, this));
	}

	/** Also for what no request brings about, such as an account from a roster. */
	happen(events: readonly ChatEvent[], asker?: Seat): void {
		for (const event of events) {
			apply(this.state, event);
			if (PERSISTENCE[event.type] !== 'volatile') this.journal.push(event as JournaledEvent); // by the line before
			this.boards.observe(event);
			for (const {conversation, message} of messagesIn(event)) this.texts.push({...message, conversation});
			if (event.type === 'messageChanged') this.changeText(event);
			for (const {to, announcement} of announce(this.state, event)) {
				for (const connection of to) {
					if (connection !== asker?.connection) this.seats.get(connection)?.heard.push(announcement);
				}
			}
		}

		for (const tell of this.due.splice(0)) tell();
	}

	private changeText(event: EventOf<'messageChanged'>): void {
		const at = this.texts.findIndex(
			({conversation, sequence}) => conversation === event.conversation && sequence === event.sequence,
		);
		const before = this.texts[at];
		if (before) this.texts[at] = applyChange(before, event);
	}

	/** At once, where the server gathers for a second. */
	private presenceBoards(): PresenceThrottle {
		const clock: Clock = {
			now: () => this.now,
			uptime: () => this.now,
			after: (_wait, tell) => this.dueAfter(tell),
			random: () => 0,
		};
		return new PresenceThrottle(this.state, clock, (to, people) => {
			for (const connection of to) this.seats.get(connection)?.heard.push({type: 'presence', people});
		});
	}

	private dueAfter(tell: () => void): () => void {
		this.due.push(tell);
		return () => void this.due.splice(this.due.indexOf(tell), 1);
	}

	/** Nobody has to wait; a test may put itself between two pieces of work. */
	pace: Pace = {
		turn: async (_user, _isWanted, work) => work(),
		isOver: () => false,
		next: async () => undefined,
	};

	readonly logs: LogReader = {
		read: (conversation, {after = 0, before, limit, end}) => {
			const found = this.texts
				.filter(each => each.conversation === conversation && each.sequence > after && each.sequence < before)
				.map(({conversation: _conversation, ...message}) => message);
			return Promise.resolve(end === 'oldest' ? found.slice(0, limit) : found.slice(-limit));
		},
		stretch: async (conversation, before, first) =>
			this.logs.read(conversation, {
				after: Math.max(first, segmentOf(before - 1)) - 1,
				before,
				limit: 250,
				end: 'newest',
			}),
		mayHold: () => Promise.resolve(true),
	};
}

function isChange(request: {type: RequestType}): request is RequestOf<'change'> {
	return request.type === 'change';
}

/** A secret of the text, with its hash as the rules know it. */
export function secretOf(secret: string): Secret {
	return {secret, hash: `hash of ${secret}`};
}

/** Rules with so many newcomers, each at a screen. */
export async function gathering<N extends string>(...names: N[]): Promise<{rules: Rules} & Record<N, Seat>> {
	const rules = new Rules();
	const seats = {} as Record<N, Seat>; // filled by the next line
	for (const name of names) seats[name] = await rules.newcomer(name);
	return Object.assign(seats, {rules});
}

let ids = 0;

/** A `send` request with an id of its own. */
export function message(
	from: string,
	to: string,
	text: string,
	messageId = `device00.start.${++ids}`,
): RequestOf<'send'> {
	return {type: 'send', conversation: directConversation(from as UserName, to as UserName), messageId, text};
}
