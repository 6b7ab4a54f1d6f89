/** Makes a server's data folder with accounts and history, by the server's own store. */
import {conversationId, directConversation, type ConversationId} from '../../protocol/names.ts';
import type {JournaledEvent} from '../../server/chat/event.ts';
import {apply} from '../../server/chat/state.ts';
import {createServerClock} from '../../lib/clock.ts';
import {Passwords} from '../../server/auth/passwords.ts';
import {tokenHash} from '../../server/core/prepare.ts';
import {Store} from '../../server/store/store.ts';
import {pairOf, PASSWORD, person} from './people.ts';
import {scratchFolder} from './scratch.ts';

type Contents = {
	/** Number of accounts. */
	readonly people: number;
	/** Number of accounts with a token; all by default. */
	readonly tokens?: number;
	/** Number of messages between the first two users. */
	readonly messages?: number;
	/** Number of the newest of those that were edited. */
	readonly changes?: number;
	/** Number of pairs of users who have exchanged a message. */
	readonly pairs?: number;
	/** Number of users with whom the first one has exchanged a message. */
	readonly contacts?: number;
	/** A room that all users are in. */
	readonly room?: string;
	/** Number of users with a room of their own, and number and text of its messages. */
	readonly hoards?: {readonly people: number; readonly messages: number; readonly text: string};
	/** Whether all stands in the journal alone, as after a crash before the first checkpoint. */
	readonly isJournalOnly?: boolean;
};

const AT_ONCE = 1000;
const DAY = 24 * 3600_000;
const YEAR = 365 * DAY;

export async function dataFolder({
	people,
	tokens = people,
	messages = 0,
	changes = 0,
	pairs = 0,
	contacts = 0,
	room,
	hoards,
	isJournalOnly = false,
}: Contents): Promise<string> {
	const folder = await scratchFolder();
	const store = await Store.open({
		folder,
		clock: createServerClock(),
		...(isJournalOnly && {checkpointBytes: Infinity, checkpointEvery: DAY}),
	});
	for (const events of await accounts(people, tokens)) void happen(store, events);
	for (let at = messages > 0 ? 1 : 0; at < pairs; at++) await happen(store, [greeting(at)]);
	for (let at = 1; at <= contacts; at++) void happen(store, [greeted(at)]);
	if (room !== undefined)
		await happen(
			store,
			Array.from({length: people}, (_, at) => entered(at, room)),
		);
	for (let at = 0; at < messages; at += AT_ONCE)
		await happen(store, said(at + 1, Math.min(at + AT_ONCE, messages)));
	for (let at = 0; at < changes; at += AT_ONCE)
		await happen(
			store,
			Array.from({length: Math.min(AT_ONCE, changes - at)}, (_, next) =>
				edited(at + next + 1, messages - at - next),
			),
		);
	if (hoards) for (let at = 0; at < hoards.people; at++) await hoard(store, at, hoards);
	await (isJournalOnly ? store.abandon() : store.close());
	return folder;
}

/** Returns what makes each account, with a token for the first ones. */
export async function accounts(people: number, tokens = people): Promise<JournaledEvent[][]> {
	const cheap = await new Passwords({cost: {ln: 1, r: 1, p: 1}}).hash(PASSWORD);
	if (typeof cheap !== 'string') throw new Error('The password could not be hashed.');
	return Array.from({length: people}, (_, at) => joined(at, cheap, at < tokens));
}

async function happen(store: Store, events: readonly JournaledEvent[]): Promise<void> {
	for (const event of events) apply(store.state, event);
	await store.record(events);
}

function joined(at: number, password: string, hasToken: boolean): JournaledEvent[] {
	const {user, device, token} = person(at);
	const now = Date.now();
	const joined: JournaledEvent[] = [
		{type: 'accountCreated', user, password, at: now},
		{type: 'seen', user, at: now}, // else a sign-in makes a newcomer, and is announced in the lobby
	];
	const issued = {user, device, token: tokenHash(token), at: now, expires: now + YEAR};
	return hasToken ? [...joined, {type: 'tokenIssued', ...issued}] : joined;
}

function entered(at: number, room: string): JournaledEvent {
	return {type: 'memberJoined', conversation: conversationOf(room), user: person(at).user, at: Date.now()};
}

export function conversationOf(room: string): ConversationId {
	const conversation = conversationId(room);
	if (conversation === undefined) throw new RangeError(`${room} is not a room.`);
	return conversation;
}

function greeting(at: number): JournaledEvent {
	return morning(2 * at, pairOf(2 * at));
}

/** The `at`-th user writes to the first one. */
function greeted(at: number): JournaledEvent {
	return morning(at, directConversation(person(0).user, person(at).user));
}

function morning(at: number, conversation: ConversationId): JournaledEvent {
	const {user: from, device} = person(at);
	const sent = {sequence: 1, id: `${device}.past.1`, from, at: Date.now(), hash: 'x'.repeat(22)};
	return {type: 'messageSent', conversation, ...sent, text: 'good morning'};
}

/** Returns the own room of the `at`-th user. */
export function roomOf(at: number): ConversationId {
	return conversationOf(`#own-${at}`);
}

async function hoard(store: Store, at: number, {messages, text}: NonNullable<Contents['hoards']>) {
	await happen(store, [entered(at, roomOf(at))]);
	const {user: from, device} = person(at);
	for (let sequence = 1; sequence <= messages; sequence++) {
		const id = `${device}.past.${sequence}`;
		const sent = {conversation: roomOf(at), sequence, id, from, at: Date.now(), text, hash: 'x'.repeat(22)};
		await happen(store, [{type: 'messageSent', ...sent}]);
	}
}

function edited(revision: number, sequence: number): JournaledEvent {
	const {user, device} = person(sequence % 2);
	const made = {sequence, from: user, by: user, id: `${device}.changes.${revision}`, hash: 'x'.repeat(22)};
	const change = {type: 'edit', text: `message ${sequence}, and what its sender has changed in it`} as const;
	return {type: 'messageChanged', conversation: pairOf(0), ...made, at: Date.now(), revision, change};
}

/** Makes one message a minute, up to now. All but the newest few are read. */
function said(first: number, last: number): JournaledEvent[] {
	const conversation = pairOf(0);
	const sent = Array.from({length: last - first + 1}, (_, offset): JournaledEvent => {
		const sequence = first + offset;
		const {user: from, device} = person(sequence % 2);
		const id = `${device}.past.${sequence}`;
		const text = `message ${sequence} of those two, and as long as what people write to each other`;
		return {
			type: 'messageSent',
			conversation,
			sequence,
			id,
			from,
			at: Date.now(),
			text,
			hash: 'x'.repeat(22),
		};
	});
	const read = [0, 1].map((at): JournaledEvent => {
		return {type: 'marked', conversation, user: person(at).user, delivered: last, read: last};
	});
	return [...sent, ...read];
}
