/** The rules of moderation: who may act on whom, and what kicks, bans, reset passwords and deleted accounts do. */
import {describe, expect, test} from 'vitest';
import {directConversation, LOBBY, type UserName} from '../../protocol/names.ts';
import type {RequestOf, RequestType} from '../../protocol/index.ts';
import {gathering, message, Rules} from '../harness/rules.ts';
import {wrongIn} from '../harness/wrong-in.ts';

const [alice, bob, eve, root] = ['alice', 'bob', 'eve', 'root2'] as UserName[] as [
	UserName,
	UserName,
	UserName,
	UserName,
];
const HOUR = 3600_000;
const fresh = {newPassword: 'hash of once', oneTimePassword: 'once'};

/** Alice is an admin; bob and eve are not. */
async function guarded() {
	const people = await gathering('alice', 'bob', 'eve');
	await people.rules.operator.ask({type: 'appointAdmin', user: alice});
	return people;
}

/** Each request of moderation, on bob. */
const onBob: {[T in RequestType]?: RequestOf<T>} = {
	kick: {type: 'kick', user: bob},
	ban: {type: 'ban', user: bob},
	unban: {type: 'unban', user: bob},
	bans: {type: 'bans'},
	resetPassword: {type: 'resetPassword', user: bob},
	deleteUser: {type: 'deleteUser', user: bob},
	appointAdmin: {type: 'appointAdmin', user: bob},
	dismissAdmin: {type: 'dismissAdmin', user: bob},
};
const all = Object.values(onBob) as Array<RequestOf<'kick'>>;

describe('who may do what', () => {
	test.each(all)('a user who is not an admin is refused $type, and nothing changes', async request => {
		const {rules, eve: seat} = await guarded();
		const before = rules.journal.length;
		expect(await seat.ask(request, fresh)).toEqual({refusal: 'notAdmin'});
		expect(rules.journal).toHaveLength(before);
	});

	test.each(all)('a connection that is not signed in is refused $type', async request => {
		const {rules} = await guarded();
		expect(await rules.seat().ask(request, fresh)).toEqual({refusal: 'notSignedIn'});
	});

	test.each(['deleteUser', 'appointAdmin', 'dismissAdmin'] as const)(
		'an admin is refused %s, which is for the operator alone',
		async type => {
			const {alice: seat} = await guarded();
			expect(await seat.ask({type, user: bob})).toEqual({refusal: 'notOperator'});
		},
	);

	test.each(['kick', 'ban', 'resetPassword'] as const)(
		'an admin can %s neither another admin nor themselves, and the operator can',
		async type => {
			const {rules, alice: seat} = await guarded();
			await rules.operator.ask({type: 'appointAdmin', user: bob});
			expect(await seat.ask({type, user: bob}, fresh)).toEqual({refusal: 'notOnAdmin', user: bob});
			expect(await seat.ask({type, user: alice}, fresh)).toEqual({refusal: 'notYourself'});
			expect(await rules.operator.ask({type, user: bob}, fresh)).not.toHaveProperty('refusal');
		},
	);

	test('an admin whom the operator dismisses is told, and may no longer act', async () => {
		const {rules, alice: seat} = await guarded();
		expect(seat.heardOf('roleChanged')).toEqual([{type: 'roleChanged', admin: true}]);
		await rules.operator.ask({type: 'dismissAdmin', user: alice});
		expect(seat.heardOf('roleChanged').at(-1)).toEqual({type: 'roleChanged', admin: false});
		expect(await seat.ask({type: 'kick', user: bob})).toEqual({refusal: 'notAdmin'});
	});

	test('whois and the sign-in tell who is an admin', async () => {
		const {rules, bob: seat} = await guarded();
		expect(await seat.ask({type: 'whois', user: alice})).toMatchObject({admin: true});
		expect(await seat.ask({type: 'whois', user: eve})).not.toHaveProperty('admin');
		const {answer} = await rules.signIn('alice', 'alicealice', {takeOver: true});
		expect(answer).toMatchObject({admin: true});
	});

	test('a name without an account cannot be acted on', async () => {
		const {rules, alice: seat} = await guarded();
		for (const type of ['kick', 'ban', 'resetPassword'] as const)
			expect(await seat.ask({type, user: root}, fresh)).toEqual({refusal: 'noSuchUser', user: root});
		expect(await rules.operator.ask({type: 'appointAdmin', user: root})).toEqual({
			refusal: 'noSuchUser',
			user: root,
		});
	});
});

describe('a kick', () => {
	test('ends every session with the reason, voids the tokens, and lets the user in again by password', async () => {
		const {rules, alice: admin, bob: screen} = await guarded();
		const {seat: script} = await rules.signIn('bob', 'bobbob', {as: 'script'});
		expect(await admin.ask({type: 'kick', user: bob, reason: ' too loud '})).toEqual({sessions: 2});
		const why = {type: 'signedOut', reason: 'kicked', by: 'alice', text: 'too loud'};
		expect(screen.heardOf('signedOut')).toEqual([why]);
		expect(script.heardOf('signedOut')).toEqual([why]);
		expect(rules.state.presence.connections.has(bob)).toBe(false);
		expect([...rules.state.signIns.tokens.values()].filter(({user}) => user === bob)).toEqual([]);
		expect((await rules.signIn('bob', 'bobbob')).answer).toMatchObject({user: bob});
	});

	test('of a user who is not connected is refused; one whose link just broke counts as connected', async () => {
		const {rules, alice: admin, bob: seat} = await guarded();
		rules.lose(seat);
		expect(await admin.ask({type: 'kick', user: bob})).toEqual({sessions: 0});
		expect(rules.state.presence.byUser.has(bob)).toBe(false);
		expect(await admin.ask({type: 'kick', user: bob})).toEqual({refusal: 'notConnected', user: bob});
	});

	test('holds after a restart: a token from before it lets nobody in', async () => {
		const {rules, alice: admin} = await guarded();
		const [token] = [...rules.state.signIns.tokens.values()].filter(({user}) => user === bob);
		await admin.ask({type: 'kick', user: bob});
		rules.restart();
		const resume = {type: 'resume', token: 'any', as: 'screen', device: 'devicebob'} as const;
		expect(await rules.seat().ask(resume, {presented: token!.token})).toEqual({refusal: 'badToken'});
	});
});

describe('a ban', () => {
	test('keeps the user out until it ends, by password and by token, also after a restart', async () => {
		const {rules, alice: admin, bob: seat} = await guarded();
		const [token] = [...rules.state.signIns.tokens.values()].filter(({user}) => user === bob);
		const until = rules.now + HOUR;
		await admin.ask({type: 'ban', user: bob, reason: 'noise', milliseconds: HOUR});
		expect(seat.heardOf('signedOut')).toEqual([
			{type: 'signedOut', reason: 'banned', by: 'alice', text: 'noise', until},
		]);
		rules.restart();
		const banned = {refusal: 'banned', until, reason: 'noise'};
		expect((await rules.signIn('bob', 'bobbob')).answer).toEqual(banned);
		const resume = {type: 'resume', token: 'any', as: 'screen', device: 'devicebob'} as const;
		expect(await rules.seat().ask(resume, {presented: token!.token})).toEqual(banned);
		rules.wait(HOUR - 1);
		expect((await rules.signIn('bob', 'bobbob')).answer).toEqual(banned);
		rules.wait(1);
		expect((await rules.signIn('bob', 'bobbob')).answer).toMatchObject({user: bob});
	});

	test('is not told to somebody who does not know the password', async () => {
		const {rules, alice: admin} = await guarded();
		await admin.ask({type: 'ban', user: bob});
		expect((await rules.signIn('bob', 'guess')).answer).toEqual({refusal: 'wrongPassword'});
		expect((await rules.signIn('nobody', 'guess')).answer).toEqual({refusal: 'wrongPassword'});
		expect((await rules.signIn('bob', 'bobbob')).answer).toEqual({refusal: 'banned', until: 0, reason: ''});
	});

	test('without an end holds until an admin lifts it', async () => {
		const {rules, alice: admin} = await guarded();
		await admin.ask({type: 'ban', user: bob});
		rules.wait(1000 * HOUR);
		expect(await admin.ask({type: 'bans'})).toMatchObject({bans: [{user: bob, by: 'alice', networks: []}]});
		expect(await admin.ask({type: 'unban', user: bob})).toEqual({});
		expect(await admin.ask({type: 'unban', user: bob})).toEqual({refusal: 'notBanned', user: bob});
		expect((await rules.signIn('bob', 'bobbob')).answer).toMatchObject({user: bob});
	});

	test('of the operator is neither lifted nor replaced by an admin, until it has ended', async () => {
		const {rules, alice: admin} = await guarded();
		await rules.operator.ask({type: 'ban', user: bob, milliseconds: 2 * HOUR});
		const refused = {refusal: 'operatorsBan', user: bob};
		expect(await admin.ask({type: 'unban', user: bob})).toEqual(refused);
		expect(await admin.ask({type: 'ban', user: bob, milliseconds: 1})).toEqual(refused);
		expect(await rules.operator.ask({type: 'unban', user: bob})).toEqual({});
		await rules.operator.ask({type: 'ban', user: bob, milliseconds: HOUR});
		rules.wait(HOUR);
		expect(await admin.ask({type: 'ban', user: bob})).toMatchObject({user: bob, by: alice});
	});

	test('of an admin is lifted by the operator alone', async () => {
		const {rules, alice: admin} = await guarded();
		await admin.ask({type: 'ban', user: bob});
		await rules.operator.ask({type: 'appointAdmin', user: bob});
		expect(await admin.ask({type: 'unban', user: bob})).toEqual({refusal: 'notOnAdmin', user: bob});
		expect(await rules.operator.ask({type: 'unban', user: bob})).toEqual({});
	});

	test('is replaced by a newer one, and forgotten once it has ended', async () => {
		const {rules, alice: admin} = await guarded();
		await admin.ask({type: 'ban', user: bob, milliseconds: HOUR});
		await admin.ask({type: 'ban', user: bob, milliseconds: 2 * HOUR});
		rules.wait(HOUR);
		expect(await admin.ask({type: 'bans'})).toMatchObject({bans: [{user: bob}]});
		rules.wait(HOUR);
		expect(await admin.ask({type: 'bans'})).toEqual({bans: []});
		await admin.ask({type: 'ban', user: eve});
		expect([...rules.state.administration.bans.keys()]).toEqual([eve]);
	});
});

describe('a ban of a network', () => {
	/** Bob and eve come from the same network, and alice, an admin, from another. */
	async function ofTwoNetworks() {
		const rules = new Rules();
		const admin = await rules.newcomer('alice', 'screen', '198.51.100.7');
		await rules.newcomer('bob', 'screen', '203.0.113.9');
		await rules.newcomer('eve', 'screen', '203.0.113.9');
		await rules.operator.ask({type: 'appointAdmin', user: alice});
		return {rules, admin};
	}

	const signUp = {type: 'signUp', user: 'mallory', password: 'x', as: 'screen', device: 'device00'} as const;

	test('lets nobody sign up or in from there, except admins, and lets others alone', async () => {
		const {rules, admin} = await ofTwoNetworks();
		await admin.ask({type: 'ban', user: bob, network: true, milliseconds: HOUR});
		const refused = {refusal: 'networkBanned', until: rules.now + HOUR};
		const there = () => rules.seat('203.0.113.9');
		expect(await there().ask(signUp, {newPassword: 'hash'})).toEqual(refused);
		const over = {takeOver: true};
		expect((await rules.signIn('eve', 'eveeve', over, {}, there())).answer).toEqual(refused);
		expect((await rules.signIn('eve', 'wrong', over, {}, there())).answer).toEqual({
			refusal: 'wrongPassword',
		});
		expect((await rules.signIn('alice', 'alicealice', over, {}, there())).answer).toMatchObject({
			user: alice,
		});
		expect(await rules.seat('192.0.2.1').ask(signUp, {newPassword: 'hash'})).toMatchObject({user: 'mallory'});
		rules.wait(HOUR);
		expect((await rules.signIn('eve', 'eveeve', over, {}, there())).answer).toMatchObject({user: eve});
	});

	test('outlives the account that it was aimed at, until it is lifted', async () => {
		const {rules, admin} = await ofTwoNetworks();
		await admin.ask({type: 'ban', user: bob, network: true});
		await rules.operator.ask({type: 'deleteUser', user: bob});
		rules.restart();
		expect(await wrongIn(rules.state)).toEqual([]);
		const there = () => rules.seat('203.0.113.9').ask(signUp, {newPassword: 'hash'});
		expect(await there()).toEqual({refusal: 'networkBanned', until: 0});
		expect(await rules.operator.ask({type: 'bans'})).toMatchObject({bans: [{user: bob}]});
		expect(await rules.operator.ask({type: 'unban', user: bob})).toEqual({});
		expect(await there()).toMatchObject({user: 'mallory'});
	});

	test('is refused where it would shut out the admin or the server’s machine, or where it is not known', async () => {
		const {rules, admin} = await ofTwoNetworks();
		const same = await rules.newcomer('carol', 'screen', '198.51.100.7');
		const request = {type: 'ban', user: 'carol' as UserName, network: true} as const;
		expect(await admin.ask(request)).toEqual({refusal: 'ownNetwork', user: 'carol'});
		rules.lose(same);
		expect(await admin.ask(request)).toEqual({refusal: 'addressUnknown', user: 'carol'});
		await rules.newcomer('dave');
		const onHost = {type: 'ban', user: 'dave' as UserName, network: true} as const;
		expect(await rules.operator.ask(onHost)).toEqual({refusal: 'ownNetwork', user: 'dave'});
	});
});

describe('a reset password', () => {
	test('of somebody who is banned as well lets them choose nothing: they hear of the ban', async () => {
		const {rules, alice: admin} = await guarded();
		await admin.ask({type: 'resetPassword', user: bob}, fresh);
		await admin.ask({type: 'ban', user: bob});
		expect((await rules.signIn('bob', 'once')).answer).toMatchObject({refusal: 'banned'});
	});

	test('ends sessions and tokens, forgets wrong passwords, and lets in only with a new password', async () => {
		const {rules, alice: admin, bob: seat} = await guarded();
		for (let at = 0; at < 3; at++) await rules.signIn('bob', 'wrong');
		expect(await admin.ask({type: 'resetPassword', user: bob}, fresh)).toEqual({password: 'once'});
		expect(seat.heardOf('signedOut')).toEqual([{type: 'signedOut', reason: 'passwordReset', by: 'alice'}]);
		expect([...rules.state.signIns.tokens.values()].filter(({user}) => user === bob)).toEqual([]);
		rules.restart();
		expect((await rules.signIn('bob', 'bobbob')).answer).toEqual({refusal: 'wrongPassword'});
		expect((await rules.signIn('bob', 'once')).answer).toEqual({refusal: 'newPasswordNeeded'});
		const chosen = await rules.signIn(
			'bob',
			'once',
			{newPassword: 'a new one'},
			{newPassword: 'hash of a new one'},
		);
		expect(chosen.answer).toMatchObject({user: bob, token: expect.any(String) as string});
		rules.restart();
		expect((await rules.signIn('bob', 'once')).answer).toEqual({refusal: 'wrongPassword'});
		expect((await rules.signIn('bob', 'a new one')).answer).toMatchObject({user: bob});
	});

	test('a script is not let in with a one-time password', async () => {
		const {rules, alice: admin} = await guarded();
		await admin.ask({type: 'resetPassword', user: bob}, fresh);
		const {answer} = await rules.signIn('bob', 'once', {as: 'script'});
		expect(answer).toEqual({refusal: 'newPasswordNeeded'});
	});

	test('a new password at a sign-in is refused where no one-time password is to be replaced', async () => {
		const {rules} = await guarded();
		const {answer} = await rules.signIn('bob', 'bobbob', {newPassword: 'other'}, {newPassword: 'hash'});
		expect(answer).toEqual({refusal: 'badRequest'});
		expect(rules.state.accounts.byName.get(bob)?.password).toBe('hash of bobbob');
	});
});

describe('a deleted account', () => {
	/** Bob has friends, rooms, a blocked user and messages, and is deleted. */
	async function bobGone() {
		const people = await guarded();
		const {rules, alice: admin, bob: seat} = people;
		await seat.ask({type: 'join', room: '#build' as typeof LOBBY});
		await admin.ask({type: 'join', room: '#build' as typeof LOBBY});
		await admin.ask({type: 'befriend', user: bob});
		await seat.ask({type: 'befriend', user: alice});
		await seat.ask({type: 'block', user: eve});
		await seat.ask(message('bob', 'alice', 'remember me'));
		await rules.operator.ask({type: 'deleteUser', user: bob});
		return people;
	}

	test('is signed out with a sentence, leaves rooms and friends, and all others are told', async () => {
		const {rules, alice: admin, bob: seat, eve: other} = await bobGone();
		expect(seat.heardOf('signedOut')).toEqual([{type: 'signedOut', reason: 'deleted', by: 'operator'}]);
		for (const each of [admin, other])
			expect(each.heardOf('userDeleted')).toEqual([{type: 'userDeleted', user: bob}]);
		expect(admin.heardOf('memberLeft').map(({conversation}) => conversation)).toEqual([LOBBY, '#build']);
		expect(admin.heardOf('unfriended')).toEqual([{type: 'unfriended', user: bob}]);
		const {accounts, identities, relationships, signIns, presence} = rules.state;
		expect(accounts.byName.has(bob) || identities.has(bob) || presence.connections.has(bob)).toBe(false);
		expect(relationships.friends.has(alice) || relationships.blocked.has(bob)).toBe(false);
		expect([...signIns.tokens.values()].some(({user}) => user === bob)).toBe(false);
	});

	test('lets nobody in, and its name and names that look like it are never given again', async () => {
		const {rules} = await bobGone();
		rules.restart();
		expect((await rules.signIn('bob', 'bobbob')).answer).toEqual({refusal: 'wrongPassword'});
		const signUp = (user: string) =>
			rules
				.seat()
				.ask({type: 'signUp', user, password: 'x', as: 'screen', device: 'device00'}, {newPassword: 'hash'});
		expect(await signUp('bob')).toEqual({refusal: 'nameTaken', user: 'bob'});
		expect(await signUp('b0b')).toEqual({refusal: 'lookAlike', user: 'b0b', other: 'bob'});
	});

	test('can still be read by the partner, who is told at the sign-in that it is deleted, and cannot be written to', async () => {
		const {rules, alice: admin} = await bobGone();
		const conversation = directConversation(alice, bob);
		const gone = {refusal: 'userDeleted', user: bob};
		expect(await admin.ask({type: 'history', conversation, limit: 10})).toMatchObject({
			messages: [{from: bob, text: 'remember me'}],
		});
		expect(await admin.ask(message('alice', 'bob', 'are you there?'))).toEqual(gone);
		expect(await admin.ask({type: 'whois', user: bob})).toEqual(gone);
		expect(await admin.ask({type: 'befriend', user: bob})).toEqual({refusal: 'noSuchUser', user: bob});
		const {answer} = await rules.signIn('alice', 'alicealice', {takeOver: true});
		expect(answer).toMatchObject({deleted: [bob], friends: []});
		expect('people' in answer && answer.people.map(({user}) => user)).toEqual([alice, eve]);
	});

	test('is as deleted after a restart, and presence that was due does not bring it back', async () => {
		const {rules, eve: other} = await bobGone();
		const from = other.heard.findIndex(({type}) => type === 'userDeleted');
		const later = other.heard.slice(from).filter(each => each.type === 'presence');
		expect(later.flatMap(({people}) => people.map(({user}) => user))).not.toContain(bob);
		expect(await wrongIn(rules.state)).toEqual([]);
		const before = JSON.stringify([...rules.state.accounts.byName.keys()]);
		rules.restart();
		expect(JSON.stringify([...rules.state.accounts.byName.keys()])).toBe(before);
	});
});
