/** A server too large to list everybody: do the lists of its clients stay true, whoever comes, goes, meets and parts? */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {MAX_LISTED_PEOPLE, MAX_SHOWN} from '../../../protocol/bounds.ts';
import {roomName, type UserName} from '../../../protocol/names.ts';
import type {RequestOf, RequestType} from '../../../protocol/index.ts';
import {isRefusal} from '../../../protocol/refusals.ts';
import {personOf} from '../../../server/chat/people.ts';
import {Client} from '../../harness/client.ts';
import {message, Rules, type Seat} from '../../harness/rules.ts';
import {address} from '../../harness/sample-state.ts';

const NAMES = ['alice', 'bob', 'carol', 'dave'] as const;
const build = roomName('#build')!;
const name = (user: string) => user as UserName;
const stranger = (at: number) => name(`stranger${at}`);

type At = {seat: Seat; client: Client};

/** A large server with four people, of whom those at a screen have a client. */
class Town {
	readonly rules = new Rules();
	readonly there = new Map<string, At>();

	/** @param crowd so many strangers are online */
	constructor(crowd: number) {
		const {rules} = this;
		const accounts = Array.from({length: MAX_LISTED_PEOPLE + 10}, (_, at) => stranger(at));
		for (const user of [...NAMES.map(name), ...accounts])
			rules.happen([
				{type: 'accountCreated', user, password: `hash of ${user}${user}`, at: rules.now},
				{type: 'seen', user, at: rules.now},
			]);
		for (let at = 0; at < crowd; at++) this.comes(at);
	}

	comes(at: number): void {
		this.rules.happen([{type: 'awaited', user: stranger(at), at: this.rules.now, uptime: Infinity}]);
	}

	goes(at: number): void {
		this.rules.happen([{type: 'graceEnded', user: stranger(at), at: this.rules.now}]);
	}

	async signsIn(user: string): Promise<void> {
		if (this.there.has(user)) return;
		const {seat, answer} = await this.rules.signIn(user, user + user);
		if (isRefusal(answer)) throw new Error(answer.refusal);
		const link = {address, store: 's1', signUp: 'invite', device: 'a1b2c3d4', joinLines: []} as const;
		const client = new Client().hears({type: 'linkChanged', link: {status: 'online'}});
		this.there.set(user, {seat, client: client.hears({type: 'signedIn', reply: answer, ...link})});
	}

	async asks<T extends RequestType>(user: string, request: RequestOf<T>): Promise<void> {
		const at = this.there.get(user);
		if (!at) return;
		const reply = await at.seat.ask(request);
		if (!isRefusal(reply)) at.client.hears({type: 'answered', request, reply} as never); // by the type of the request
	}

	leaves(user: string): void {
		const at = this.there.get(user);
		this.there.delete(user);
		if (at) this.rules.lose(at.seat);
		this.rules.wait(this.rules.policy.grace);
	}

	/** Until all clients have heard what there is, and have no question left. */
	async settles(): Promise<void> {
		for (let round = 0; round < 3; round++) {
			for (const [user, {seat, client}] of this.there) {
				client.announced(...seat.heard.splice(0));
				for (const {request} of client.taken('request'))
					if (request.type === 'findPeople') await this.asks(user, request);
			}
		}
	}

	/** What the lists say that is not so. */
	get lies(): string[] {
		return [...this.there].flatMap(([viewer, {client}]) =>
			[...client.state.people.values()].flatMap(({user, presence}) => {
				const {presence: is} = personOf(this.rules.state, user, name(viewer));
				return user === viewer || presence === is ? [] : [`${viewer} sees ${user} ${presence}, who is ${is}`];
			}),
		);
	}
}

const who = fc.constantFrom(...NAMES);
const two = fc.uniqueArray(who, {minLength: 2, maxLength: 2}) as fc.Arbitrary<[string, string]>;
const of = (other: string) => ({user: name(other)});
type Step = (town: Town) => void | Promise<void>;
const steps: ReadonlyArray<fc.Arbitrary<Step>> = [
	who.map(user => town => town.signsIn(user)),
	who.map(user => town => town.signsIn(user)),
	who.map(user => town => town.leaves(user)),
	who.map(user => town => town.asks(user, {type: 'setPresence', presence: 'away', remark: 'lunch'})),
	who.map(user => town => town.asks(user, {type: 'join', room: build})),
	who.map(user => town => town.asks(user, {type: 'leave', room: build})),
	two.map(
		([user, other]) =>
			town =>
				town.asks(user, {type: 'befriend', ...of(other)}),
	),
	two.map(
		([user, other]) =>
			town =>
				town.asks(user, {type: 'unfriend', ...of(other)}),
	),
	two.map(
		([user, other]) =>
			town =>
				town.asks(user, {type: 'block', ...of(other)}),
	),
	two.map(
		([user, other]) =>
			town =>
				town.asks(user, {type: 'unblock', ...of(other)}),
	),
	two.map(
		([user, other]) =>
			town =>
				town.asks(user, message(user, other, 'hi')),
	),
	two.map(
		([user, other]) =>
			town =>
				void town.there.get(user)?.client.says(`/msg ${other}`),
	),
	fc.nat(MAX_LISTED_PEOPLE + 9).map(at => town => town.comes(at)),
	fc.nat(MAX_LISTED_PEOPLE + 9).map(at => town => town.goes(at)),
];

test('whomever a client lists is as the list says, also where strangers fill it', async () => {
	const past = fc.array(fc.oneof(...steps), {minLength: 20, maxLength: 60});
	await fc.assert(
		fc.asyncProperty(past, fc.constantFrom(3, MAX_SHOWN - 3, MAX_SHOWN), async (past, crowd) => {
			const town = new Town(crowd);
			for (const step of past) {
				await step(town);
				await town.settles();
				expect(town.lies).toEqual([]);
			}
		}),
		{numRuns: 60},
	);
});

test('of strangers who come when enough are shown nobody hears, but friends do', async () => {
	const town = new Town(MAX_SHOWN);
	await town.signsIn('alice');
	await town.signsIn('bob');
	await town.asks('alice', {type: 'befriend', user: name('bob')});
	await town.asks('bob', {type: 'befriend', user: name('alice')});
	await town.settles();
	const {seat} = town.there.get('alice')!;
	await town.signsIn('carol');
	town.comes(MAX_SHOWN + 1);
	expect(seat.heardOf('presence')).toEqual([]);
	town.leaves('bob');
	town.goes(0);
	const told = seat.heardOf('presence').flatMap(({people}) => people.map(({user}) => user));
	expect(new Set(told)).toEqual(new Set(['bob', 'stranger0']));
});

/** Alice and bob, who have become friends before this sign-in, where strangers fill the list. */
async function friends(): Promise<Town> {
	const town = new Town(MAX_SHOWN);
	for (const user of ['alice', 'bob']) await town.signsIn(user);
	await town.asks('alice', {type: 'befriend', user: name('bob')});
	await town.asks('bob', {type: 'befriend', user: name('alice')});
	for (const user of ['alice', 'bob']) town.leaves(user);
	for (const user of ['alice', 'bob', 'dave']) await town.signsIn(user);
	await town.settles();
	return town;
}

test('who is no friend any more is not listed as they were when they were one', async () => {
	const town = await friends();
	await town.asks('alice', {type: 'unfriend', user: name('bob')});
	town.leaves('bob');
	await town.settles();
	expect(town.there.get('alice')?.client.state.people.has(name('bob'))).toBe(false);
	expect(town.lies).toEqual([]);
});

test('a friend whom another user has blocked hears of friends all the same', async () => {
	const town = await friends();
	await town.asks('dave', {type: 'block', user: name('alice')});
	town.leaves('bob');
	await town.settles();
	expect(town.there.get('alice')?.client.state.people.get(name('bob'))?.presence).toBe('offline');
});
