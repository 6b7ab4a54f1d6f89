/** What may happen in a random story, as plain data that reads well when a story fails. */
import fc, {type Arbitrary} from 'fast-check';
import {
	directConversation,
	broadcastsOf,
	type ConversationId,
	type UserName,
} from '../../../protocol/names.ts';
import type {Change} from '../../../protocol/changes.ts';
import type {RequestOf} from '../../../protocol/index.ts';
import {privateChatName} from './private-chats.ts';
import type {Asked, AskedRequest} from './rows.ts';

/** One of them is an admin. */
export const ADMIN = 'carol' as UserName;
export const PEOPLE = ['alice', 'bob', 'carol', 'eve'] as UserName[];

type Kind = 'screen' | 'script';
export type Step =
	| {happens: 'ask'; by: UserName; as: Kind; request: AskedRequest}
	/** Sends a message of theirs once more, counted from their first. */
	| {happens: 'again'; by: UserName; as: Kind; nth: number}
	/** Answers one of the questions that wait for them. */
	| {happens: 'answer'; by: UserName; nth: number; accept: boolean}
	| {happens: 'enter'; by: UserName; as: Kind; how: 'password' | 'token' | 'wrong password'}
	| {happens: 'lose'; by: UserName; as: Kind}
	| {happens: 'act'; by: UserName}
	| {happens: 'wait'; milliseconds: number}
	| {happens: 'restart'};
export type StepOf<H extends Step['happens']> = Extract<Step, {happens: H}>;

/** Each as often as its number says. */
function often<T>(...rows: Array<[number, Arbitrary<T>]>): Arbitrary<T> {
	return fc.oneof(...rows.map(([weight, arbitrary]) => ({weight, arbitrary})));
}

const person = fc.constantFrom(...PEOPLE);
const room = fc.constantFrom(...(['#lobby', '#lobby', '#build', '#den'] as ConversationId[]));
const text = fc.constantFrom('hi', 'ho', 'well', 'bob?', '@Alice and carol', 'so, Eve: no', ' ');
const number = fc.integer({min: 1, max: 3});
const messageId = fc.integer({min: 1, max: 200}).map(count => `device00.start.${count}`);

const change = often<Change>(
	[4, fc.record({type: fc.constant('edit'), text})],
	[2, fc.constant({type: 'delete'})],
	[6, fc.record({type: fc.constant('react'), emoji: fc.constantFrom('👍', '❤️'), on: fc.boolean()})],
	[3, fc.record({type: fc.constant('pin'), on: fc.boolean()})],
);

/** Mostly one of the others; now and then oneself, or nobody. */
function somebodyFor(by: UserName): Arbitrary<UserName> {
	const others = PEOPLE.filter(user => user !== by);
	return often(
		[12, fc.constantFrom(...others)],
		[1, fc.constant(by)],
		[1, fc.constant('nobody' as UserName)],
	);
}

function conversationFor(by: UserName): Arbitrary<ConversationId> {
	return often(
		[6, somebodyFor(by).map(other => directConversation(by, other))],
		[6, room],
		[1, fc.tuple(person, person).map(([one, other]) => directConversation(one, other))],
		[1, fc.constantFrom(by, ...PEOPLE).map(broadcastsOf)],
	);
}

type Requests = {[T in Asked]: [often: number, Arbitrary<Omit<RequestOf<T>, 'type'>>]};

/** A request of each type, as this person might make it. */
function requestsOf(by: UserName): Requests {
	const conversation = conversationFor(by);
	const user = somebodyFor(by);
	const toUser = fc.record({user});
	const inRoom = fc.record({room});
	const ownRoom = fc.constantFrom(...(['#lobby', '#build', '#build', '#den', '#den'] as ConversationId[]));
	const reason = fc.constantFrom('spam', ' ');
	const numbered = fc.record({number});
	const nothing = fc.constant({});
	const sequence = fc.integer({min: 0, max: 9});
	const presence = fc.constantFrom('online', 'away', 'busy');
	const from = person;
	const accept = fc.boolean();
	const purpose = fc.constantFrom('chat', 'exchange');
	const chat = fc
		.record({other: somebodyFor(by), purpose, script: often<string>([5, fc.constant('')], [1, person])})
		.map(({other, ...how}) => privateChatName(by, other, how));
	const ofChat = fc.record({chat});
	return {
		hello: [1, fc.constant({protocol: 1})],
		ping: [1, nothing],
		signOut: [1, nothing],
		changePassword: [1, fc.constant({old: by + by, new: by + by})],
		send: [25, fc.record({conversation, messageId, text})],
		change: [
			14,
			fc.record({
				conversation,
				messageId,
				target: often<number | string>([4, number], [1, messageId]),
				change,
			}),
		],
		changedSince: [
			3,
			fc.record({conversation, since: fc.nat({max: 3}), from: number, upTo: fc.integer({min: 1, max: 9})}),
		],
		messagesAt: [2, fc.record({conversation, sequences: fc.array(number, {maxLength: 3})})],
		history: [3, fc.record({conversation, limit: fc.constant(200)})],
		search: [
			3,
			fc.record({
				text: fc.constantFrom('h', 'O', 'hi', 'nobody says this'),
				places: fc.array(fc.record({conversation, before: number}), {minLength: 1, maxLength: 3}),
			}),
		],
		mark: [
			8,
			fc.record({conversation, delivered: sequence, read: sequence}, {requiredKeys: ['conversation']}),
		],
		setPresence: [
			4,
			fc.record({presence, remark: fc.constantFrom('lunch', 'tea')}, {requiredKeys: ['presence']}),
		],
		active: [1, nothing],
		typing: [4, fc.record({conversation})],
		who: [2, nothing],
		whoSince: [2, fc.record({milliseconds: fc.constantFrom(1, 30_000, 60_000, 600_000)})],
		whois: [3, toUser],
		findPeople: [2, fc.record({name: fc.constantFrom('a', 'O', 'bob', 'xyz')})],
		openChat: [8, toUser],
		endChat: [5, numbered],
		findChat: [4, numbered],
		broadcast: [6, fc.record({messageId, text})],
		block: [3, toUser],
		unblock: [4, toUser],
		befriend: [6, toUser],
		unfriend: [4, toUser],
		answerQuestion: [
			2,
			often<Omit<RequestOf<'answerQuestion'>, 'type'>>(
				[1, fc.record({kind: fc.constant('friend' as const), from, accept})],
				[1, fc.record({kind: fc.constant('invitation' as const), from, room, accept})],
			),
		],
		join: [6, inRoom],
		leave: [3, inRoom],
		rooms: [
			3,
			fc.record(
				{by: fc.constantFrom('members', 'name'), name: fc.constantFrom('lobby', 'build')},
				{requiredKeys: []},
			),
		],
		setTopic: [3, fc.record({room, topic: fc.constantFrom('red', ' red ', 'green', '')})],
		invite: [5, fc.record({user, room})],
		names: [2, inRoom],
		members: [2, inRoom],
		kickFromRoom: [4, fc.record({room: ownRoom, user, reason}, {requiredKeys: ['room', 'user']})],
		banFromRoom: [4, fc.record({room: ownRoom, user, reason}, {requiredKeys: ['room', 'user']})],
		unbanFromRoom: [4, fc.record({room: ownRoom, user})],
		roomBans: [1, inRoom],
		setConversation: [
			4,
			fc.record(
				{conversation, muted: fc.boolean(), pinned: fc.boolean(), closed: fc.boolean()},
				{requiredKeys: ['conversation']},
			),
		],
		setDraft: [3, fc.record({conversation, text: often([3, text], [1, fc.constant('')])})],
		setRoomOperator: [
			6,
			fc.record({
				room: ownRoom,
				user: often([6, user], [1, fc.constant(by)]),
				operator: often([3, fc.constant(true)], [1, fc.constant(false)]),
			}),
		],
		setRoom: [
			5,
			fc.record({room: ownRoom, private: fc.boolean(), guardedTopic: fc.boolean()}, {requiredKeys: ['room']}),
		],
		identityNonce: [1, nothing],
		registerIdentity: [1, fc.constant({certificate: '', signature: ''})],
		invitePrivate: [10, fc.record({user, purpose})],
		answerPrivate: [8, fc.record({chat, accept})],
		offerAddresses: [2, fc.record({chat, addresses: fc.constant([])})],
		renewRelay: [2, ofChat],
		endPrivate: [3, ofChat],
		openRelay: [1, fc.constant({token: 'none'})],
		receipts: [4, fc.record({conversation, sequence: number})],
		kick: [2, toUser],
		ban: [
			2,
			fc.record(
				{user, milliseconds: fc.constantFrom(1000, 60_000), network: fc.boolean()},
				{requiredKeys: ['user']},
			),
		],
		unban: [2, toUser],
		bans: [1, nothing],
		resetPassword: [1, toUser],
		deleteUser: [1, toUser],
		appointAdmin: [1, toUser],
		dismissAdmin: [1, toUser],
		deleteRoom: [1, inRoom],
	};
}

/** What people ask in a story of rooms. */
const IN_ROOMS: ReadonlySet<Asked> = new Set([
	'join',
	'leave',
	'rooms',
	'setTopic',
	'names',
	'members',
	'invite',
	'answerQuestion',
	'kickFromRoom',
	'banFromRoom',
	'unbanFromRoom',
	'setRoomOperator',
	'setRoom',
	'history',
	'block',
	'unblock',
]);

function requestOf(by: UserName, types?: ReadonlySet<Asked>): Arbitrary<AskedRequest> {
	const all = Object.entries(requestsOf(by)) as Array<[Asked, [number, Arbitrary<object>]]>;
	return often(
		...all
			.filter(([type]) => types?.has(type) ?? true)
			.map(([type, [weight, fields]]): [number, Arbitrary<AskedRequest>] => [
				weight,
				fields.map(each => ({type, ...each}) as AskedRequest), // the fields are those of the type
			]),
	);
}

const kind = fc.constantFrom<Kind>('screen', 'screen', 'screen', 'screen', 'screen', 'script');
const how = fc.constantFrom<'password' | 'token' | 'wrong password'>(
	'password',
	'password',
	'token',
	'token',
	'wrong password',
);
const milliseconds = fc.constantFrom(1000, 30_000, 59_999, 60_000, 300_000);
const nth = fc.nat({max: 3});

function storyOf(types?: ReadonlySet<Asked>): Arbitrary<Step[]> {
	const ask: Arbitrary<Step> = fc.oneof(
		...PEOPLE.map(by =>
			fc.record({happens: fc.constant('ask'), by: fc.constant(by), as: kind, request: requestOf(by, types)}),
		),
	);
	const steps = often<Step>(
		[200, ask],
		[10, fc.record({happens: fc.constant('again'), by: person, as: kind, nth})],
		[12, fc.record({happens: fc.constant('answer'), by: person, nth, accept: fc.boolean()})],
		[45, fc.record({happens: fc.constant('enter'), by: person, as: kind, how})],
		[8, fc.record({happens: fc.constant('lose'), by: person, as: kind})],
		[6, fc.record({happens: fc.constant('act'), by: person})],
		[10, fc.record({happens: fc.constant('wait'), milliseconds})],
		[2, fc.constant({happens: 'restart'})],
	);
	return fc.noBias(fc.array(steps, {minLength: 100, maxLength: 150, size: 'max'}));
}

/** A story of many steps. */
export const story = storyOf();
/** A story of people who join, invite, remove and ban each other. */
export const roomStory = storyOf(IN_ROOMS);
