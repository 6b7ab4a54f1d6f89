/** Profiles between clients: a friend's own words, passed on by others, and forged by nobody. */
import {readdir, readFile, rm, stat, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {z} from 'zod';
import type {UserName} from '../../../protocol/names.ts';
import {openIdentity, type Identity} from '../../../source/peer/identity.ts';
import {FriendProfiles} from '../../../source/peer/profiles/friend-profiles.ts';
import {profileMessages, type ProfileMessage} from '../../../source/peer/profiles/messages.ts';
import {OwnProfile} from '../../../source/peer/profiles/own-profile.ts';
import type {SignedProfile} from '../../../source/peer/profiles/profile.ts';
import {Profiles, type ProfileEvent} from '../../../source/peer/profiles/profiles.ts';
import {signProfile} from '../../../source/peer/profiles/signing.ts';
import {OwnExchange} from '../../../source/peer/own-exchange.ts';
import type {Stores} from '../../../source/peer/stores.ts';
import type {ExchangeEvent, ProfileFields} from '../../../source/state/model/exchange.ts';
import {manualClock} from '../../harness/manual-clock.ts';
import {temporaryFolder} from '../../harness/temporary-folder.ts';
import {until} from '../../harness/until.ts';

const message = z.discriminatedUnion('type', profileMessages);
const [alice, bob, carol] = ['alice', 'bob', 'carol'] as [UserName, UserName, UserName];
const nothing: ProfileFields = {
	displayName: '',
	city: '',
	languages: '',
	work: '',
	interests: '',
	phone: '',
	lines: [],
};

type Person = {
	readonly user: UserName;
	readonly folder: string;
	identity: Identity;
	own: OwnProfile;
	readonly friends: FriendProfiles;
	/** The keys that the person knows. */
	readonly pins: Map<UserName, string>;
	readonly events: ProfileEvent[];
	/** What the person's client was told. */
	readonly heard: ProfileMessage[];
	isFriend: boolean;
};

async function person(user: UserName): Promise<Person> {
	const folder = await temporaryFolder();
	const identity = await openIdentity(folder);
	const own = new OwnProfile(folder, user, identity, manualClock());
	const friends = new FriendProfiles(folder);
	return {user, folder, identity, own, friends, pins: new Map(), events: [], heard: [], isFriend: true};
}

async function people(): Promise<[Person, Person, Person]> {
	const all = await Promise.all([person(alice), person(bob), person(carol)]);
	for (const one of all) for (const other of all) one.pins.set(other.user, other.identity.fingerprint);
	return all;
}

/** Connects two clients. @param lie what the second one answers instead of the truth */
function connect(one: Person, other: Person, clock = manualClock(), lie?: SignedProfile) {
	const ends = new Map<Person, Profiles>();
	const receive = async (me: Person, said: ProfileMessage): Promise<void> => {
		const read = message.parse(JSON.parse(JSON.stringify(said)));
		me.heard.push(read);
		if (me === other && lie) await receive(one, {type: 'profile', signed: lie});
		else await ends.get(me)?.handle(read);
	};
	const end = (me: Person, partner: Person) =>
		new Profiles({
			me: me.user,
			user: partner.user,
			own: me.own,
			friends: me.friends,
			isFriend: () => me.isFriend,
			fingerprintOf: user => me.pins.get(user),
			clock,
			send: said => void receive(partner, said),
			tell: event => void me.events.push(event),
		});
	ends.set(one, end(one, other)).set(other, end(other, one));
	return {
		ask: async (of: UserName): Promise<ProfileEvent> => {
			const before = one.events.length;
			await ends.get(one)!.ask(of);
			await until(() => one.events.length > before);
			return one.events.at(-1)!;
		},
		tellOne: async (said: ProfileMessage) => receive(one, said),
		tellOther: async (said: ProfileMessage) => receive(other, said),
	};
}

/** A version of bob's profile, signed by him. */
function versionOf(signer: Person, version: number, city = 'Basel'): SignedProfile {
	return signProfile({...nothing, user: bob, version, at: 1, city}, signer.identity);
}

describe('a profile', () => {
	test('is fetched from a friend, kept with its date, and fetched again only if it is newer', async () => {
		const [a, b] = await people();
		const {ask} = connect(a, b);
		expect(await ask(bob)).toEqual({type: 'noProfile', of: bob, why: 'none'});
		await b.own.save({...nothing, city: 'Basel', lines: ['I like trains.']});
		expect(await ask(bob)).toMatchObject({
			type: 'profileArrived',
			profile: {user: bob, version: 1, city: 'Basel', lines: ['I like trains.']},
		});
		expect(await ask(bob)).toEqual({type: 'noProfile', of: bob, why: 'unchanged'});
		await b.own.save({...nothing, city: 'Bern'});
		expect(await ask(bob)).toMatchObject({profile: {version: 2, city: 'Bern'}});
		expect((await a.friends.read(bob))?.signed.profile.city).toBe('Bern');
		expect(a.heard.filter(({type}) => type === 'profile')).toHaveLength(2);
		const [file] = await readdir(path.join(a.folder, 'friends'));
		expect((await stat(path.join(a.folder, 'friends', file!))).mode & 0o777).toBe(0o600);
	});

	test('is not told to who is not a friend', async () => {
		const [a, b] = await people();
		await b.own.save({...nothing, phone: '061'});
		b.isFriend = false;
		expect(await connect(a, b).ask(bob)).toEqual({type: 'noProfile', of: bob, why: 'notFriends'});
		expect(JSON.stringify(a.heard)).not.toContain('061');
	});

	test('is passed on by a friend who has a copy', async () => {
		const [a, b, c] = await people();
		const {ask} = connect(a, c);
		expect(await ask(bob)).toEqual({type: 'noProfile', of: bob, why: 'none'});
		await b.own.save({...nothing, city: 'Basel'});
		await connect(c, b).ask(bob);
		expect(await ask(bob)).toMatchObject({type: 'profileArrived', profile: {city: 'Basel'}});
		expect(await ask(bob)).toEqual({type: 'noProfile', of: bob, why: 'unchanged'});
	});

	test('of several clients of a user, written at the same time, has a version each', async () => {
		const b = await person(bob);
		await Promise.all([b.own.save({...nothing, city: 'Basel'}), b.own.save({...nothing, city: 'Bern'})]);
		expect((await b.own.read())?.profile).toMatchObject({version: 2, city: 'Bern'});
	});

	test('whose file vanishes while its form is open is saved as a newer version than friends have', async () => {
		const [a, b] = await people();
		for (const city of ['Basel', 'Bern']) await b.own.save({...nothing, city});
		const {ask} = connect(a, b);
		await ask(bob);
		await rm(path.join(b.folder, 'profile.json'));
		await b.own.save({...nothing, city: 'Chur'});
		expect(await ask(bob)).toMatchObject({type: 'profileArrived', profile: {version: 3, city: 'Chur'}});
	});

	test('is shown as it was saved, though its file vanishes meanwhile', async () => {
		const b = await person(bob);
		const shown: ExchangeEvent[] = [];
		const save = b.own.save.bind(b.own);
		b.own.save = async fields => {
			const saved = await save(fields);
			await rm(path.join(b.folder, 'profile.json'));
			return saved;
		};
		const stores = {profile: b.own} as Stores; // of which saving uses no other
		await new OwnExchange(stores, bob, event => shown.push(event)).saveProfile({...nothing, city: 'Basel'});
		expect(shown).toMatchObject([
			{type: 'profileShown', profile: {version: 1, city: 'Basel'}, source: 'own'},
		]);
	});

	test('is signed with the new key once the user has one, and replaces the copy', async () => {
		const [a, b] = await people();
		await b.own.save({...nothing, city: 'Basel'});
		await b.own.save({...nothing, city: 'Bern'});
		await connect(a, b).ask(bob);
		b.identity = await openIdentity(await temporaryFolder());
		await writeFile(
			path.join(b.folder, 'profile.json'),
			JSON.stringify({format: 1, signed: versionOf(b, 1, 'Chur')}),
		);
		b.own = new OwnProfile(b.folder, bob, b.identity, manualClock());
		const {ask} = connect(a, b);
		expect(await ask(bob)).toMatchObject({why: 'unchanged'}); // the key known to alice is the old one
		a.pins.set(bob, b.identity.fingerprint);
		expect(await ask(bob)).toMatchObject({profile: {version: 1, city: 'Chur'}});

		const again = await person(bob);
		await writeFile(
			path.join(again.folder, 'profile.json'),
			await readFile(path.join(b.folder, 'profile.json')),
		);
		expect((await again.own.read())?.key).not.toBe((await b.own.read())?.key);
	});

	test('is cut to its maximum, and cleaned, when it is saved', async () => {
		const b = await person(bob);
		const lines = Array.from({length: 20}, () => 'x'.repeat(300));
		await b.own.save({...nothing, city: `\x1b[2J${'ä'.repeat(100)}`, lines});
		const saved = (await b.own.read())!.profile;
		expect(saved.city).toBe(`\ufffd${'ä'.repeat(59)}`);
		expect(saved.lines).toEqual(Array.from({length: 12}, () => 'x'.repeat(200)));
	});
});

describe('a profile is not kept', () => {
	/** Carol answers alice's request for bob's profile with this. @param known the version that alice has already */
	async function passedOn(make: (b: Person, c: Person) => SignedProfile, known?: number) {
		const [a, b, c] = await people();
		if (known !== undefined) await a.friends.keep(versionOf(b, known), 0);
		const event = await connect(a, c, manualClock(), make(b, c)).ask(bob);
		return {event, copy: (await a.friends.read(bob))?.signed.profile};
	}

	test.each<[string, (b: Person, c: Person) => SignedProfile]>([
		[
			'if a friend who passes it on has changed it',
			b => {
				const signed = versionOf(b, 3);
				return {...signed, profile: {...signed.profile, city: 'Rome'}};
			},
		],
		[
			'if it was made newer than it is',
			b => {
				const signed = versionOf(b, 3);
				return {...signed, profile: {...signed.profile, version: 4}};
			},
		],
		['if it is signed by the friend who passes it on', (_, c) => versionOf(c, 3)],
		[
			'if it names the right key beside the signature of another',
			(b, c) => ({...versionOf(c, 3), key: versionOf(b, 3).key}),
		],
		[
			'if a line was moved into a field',
			b => {
				const signed = signProfile({...nothing, user: bob, version: 3, at: 1, lines: ['a', 'b']}, b.identity);
				return {...signed, profile: {...signed.profile, lines: ['a","b']}};
			},
		],
	])('%s', async (_case, make) => {
		const {event, copy} = await passedOn(make);
		expect(event).toEqual({type: 'noProfile', of: bob, why: 'forged'});
		expect(copy).toBeUndefined();
	});

	test('if it is older than the copy, or another one of the same version', async () => {
		for (const [version, city] of [
			[1, 'Rome'],
			[2, 'Rome'],
		] as const) {
			const {event, copy} = await passedOn(b => versionOf(b, version, city), 2);
			expect(event).toEqual({type: 'noProfile', of: bob, why: 'unchanged'});
			expect(copy).toMatchObject({version: 2, city: 'Basel'});
		}
	});

	test('if nothing is known of the key of its owner', async () => {
		const [a, , c] = await people();
		a.pins.delete(bob);
		const before = c.heard.length;
		expect(await connect(a, c).ask(bob)).toEqual({type: 'noProfile', of: bob, why: 'unknownKey'});
		expect(c.heard).toHaveLength(before);
	});

	test('if nobody has asked for it', async () => {
		const [a, b, c] = await people();
		const {tellOne} = connect(a, c);
		await tellOne({type: 'profile', signed: versionOf(b, 3)});
		await tellOne({type: 'noProfile', of: bob, why: 'none'});
		expect(a.events).toEqual([]);
		expect(await a.friends.read(bob)).toBeUndefined();
	});

	test('if a thousand are kept already', async () => {
		const [a, b] = await people();
		await a.friends.keep(signProfile({...nothing, user: carol, version: 1, at: 1}, b.identity), 0);
		const folder = path.join(a.folder, 'friends');
		await Promise.all(
			Array.from({length: 999}, async (_, at) => writeFile(path.join(folder, `u${at}.json`), '')),
		);
		expect(await a.friends.keep(versionOf(b, 1), 0)).toBe('full');
		expect(
			await a.friends.keep(signProfile({...nothing, user: carol, version: 2, at: 1}, b.identity), 0),
		).toBe('kept');
	});
});

describe('a hostile client', () => {
	test('is told no more than a profile a second', async () => {
		const clock = manualClock();
		const [a, b] = await people();
		await b.own.save({...nothing, city: 'Basel'});
		const {tellOther} = connect(a, b, clock);
		for (let at = 0; at < 100; at++) await tellOther({type: 'getProfile', of: bob, newerThan: 0});
		expect(a.heard.filter(({type}) => type === 'profile')).toHaveLength(5);
		expect(a.heard.at(-1)).toEqual({type: 'noProfile', of: bob, why: 'busy'});
		clock.advance(1000);
		await tellOther({type: 'getProfile', of: bob, newerThan: 0});
		expect(a.heard.at(-1)).toMatchObject({type: 'profile'});
	});

	test('controls no screen with what it writes into its profile', async () => {
		const [a, b] = await people();
		const evil = signProfile(
			{...nothing, user: bob, version: 1, at: 1, city: '\x1b]0;x\x07a\u202eb', lines: ['\x1b[2J\nx']},
			b.identity,
		);
		await writeFile(path.join(b.folder, 'profile.json'), JSON.stringify({format: 1, signed: evil}));
		expect(await connect(a, b).ask(bob)).toMatchObject({
			profile: {city: '\ufffda\ufffdb', lines: ['\ufffd x']},
		});
	});

	test.each<[string, (signed: SignedProfile) => object]>([
		['a field too many', signed => ({...signed, more: 1})],
		['a field too long', signed => ({...signed, profile: {...signed.profile, city: 'x'.repeat(61)}})],
		[
			'too many lines',
			signed => ({...signed, profile: {...signed.profile, lines: Array<string>(13).fill('')}}),
		],
		[
			'a million lines',
			signed => ({...signed, profile: {...signed.profile, lines: Array<string>(1e6).fill('')}}),
		],
		['a version that is none', signed => ({...signed, profile: {...signed.profile, version: 0}})],
		['a user that is none', signed => ({...signed, profile: {...signed.profile, user: '../bob'}})],
		['a signature of another length', signed => ({...signed, signature: 'x'})],
		['no key', ({profile, signature}) => ({profile, signature})],
	])('is refused a profile with %s', async (_case, change) => {
		const b = await person(bob);
		const signed = versionOf(b, 1);
		expect(message.safeParse({type: 'profile', signed}).success).toBe(true);
		expect(message.safeParse({type: 'profile', signed: change(signed)}).success).toBe(false);
	});
});
