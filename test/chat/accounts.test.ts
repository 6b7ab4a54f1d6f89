/** The rules of accounts: names, invitations, passwords. */
import {describe, expect, test} from 'vitest';
import {MAX_ACCOUNTS, MAX_CONVERSATIONS} from '../../protocol/bounds.ts';
import type {ConversationId, UserName} from '../../protocol/names.ts';
import {roomForAccounts} from '../../server/chat/accounts/rules.ts';
import {Rules} from '../harness/rules.ts';

const signUp = (user: string, more: object = {}) =>
	({type: 'signUp', user, password: 'correct horse', as: 'screen', device: 'device00', ...more}) as const;
const hashed = {newPassword: 'a hash'};

describe('signing up', () => {
	test('is refused under a name that looks like that of an admin who has no account yet', async () => {
		const rules = new Rules({admins: ['bob' as UserName]});
		expect(await rules.seat().ask(signUp('b0b'), hashed)).toEqual({refusal: 'adminName', user: 'b0b'});
		expect(await rules.seat().ask(signUp('rob'), hashed)).toMatchObject({user: 'rob'});
	});

	test('finds no room where deleted accounts, whose names are never given again, fill the server', async () => {
		const rules = new Rules();
		await rules.newcomer('alice');
		const before = roomForAccounts(rules.state);
		await rules.operator.ask({type: 'deleteUser', user: 'alice' as UserName});
		expect(roomForAccounts(rules.state)).toBe(before);
		expect(before).toBe(MAX_ACCOUNTS - 1);
	});

	test('gives an account that is signed in at once, with a token for this device', async () => {
		const rules = new Rules();
		const answer = await rules.seat().ask(signUp('alice', {phone: '+49 30 1234567'}), hashed);
		expect(answer).toMatchObject({
			user: 'alice',
			token: expect.any(String) as string,
			conversations: [{conversation: '#lobby'}],
		});
		expect(rules.state.accounts.byName.get('alice' as never)).toMatchObject({
			phone: '+49301234567',
			password: 'a hash',
		});
	});

	test.each([
		['a', 'too short'],
		['a'.repeat(25), 'too long'],
		['1alice', 'begins with a digit'],
		['al ice', 'has a space'],
		['alice-', 'ends with a sign'],
		['al..ice', 'has two signs together'],
		['аlice', 'has a Cyrillic letter'],
		['__proto__', 'is no name'],
		['constructor+x', 'has a plus'],
	])('the name %s is refused: it %s', async user => {
		expect(await new Rules().seat().ask(signUp(user), hashed)).toEqual({refusal: 'badUserName'});
	});

	test.each(['admin', ' Admin', 'ｙｏｕ'])(
		'the name %j is refused with the true reason: it is reserved',
		async user => {
			expect(await new Rules().seat().ask(signUp(user), hashed)).toMatchObject({refusal: 'reservedName'});
		},
	);

	test('a name in capitals or full width is the same name', async () => {
		const rules = new Rules();
		await rules.newcomer('alice');
		expect(await rules.seat().ask(signUp('Alice'), hashed)).toEqual({refusal: 'nameTaken', user: 'alice'});
		expect(await rules.seat().ask(signUp('ａｌｉｃｅ'), hashed)).toEqual({
			refusal: 'nameTaken',
			user: 'alice',
		});
	});

	test.each(['al1ce', 'a.lice', 'alic-e'])('%s looks like alice and is refused', async user => {
		const rules = new Rules();
		await rules.newcomer('alice');
		expect(await rules.seat().ask(signUp(user), hashed)).toEqual({
			refusal: 'lookAlike',
			user,
			other: 'alice',
		});
	});

	test('a phone number that is none is refused', async () => {
		expect(await new Rules().seat().ask(signUp('alice', {phone: 'call me'}), hashed)).toEqual({
			refusal: 'badPhone',
		});
	});

	test('is refused where there are as many accounts as a server holds, and the others still sign in', async () => {
		const rules = new Rules();
		await rules.seat().ask(signUp('alice'), hashed);
		const {byName} = rules.state.accounts;
		const alice = byName.get('alice' as never)!;
		for (let at = 0; byName.size < MAX_ACCOUNTS; at++) byName.set(`u${at}` as never, alice);
		expect(await rules.seat().ask(signUp('eve'), hashed)).toEqual({
			refusal: 'serverFull',
			most: MAX_ACCOUNTS,
		});
		const signIn = {type: 'signIn', user: 'alice', password: 'x', as: 'screen', device: 'device01'} as const;
		const answer = await rules.seat().ask(signIn, {matched: alice.password});
		expect(answer).toMatchObject({user: 'alice', others: MAX_ACCOUNTS - 1});
	});

	test('tells of the conversations with the newest messages, where there are more than a client takes', async () => {
		const rules = new Rules();
		await rules.seat().ask(signUp('alice'), hashed);
		const {byId, ofUser} = rules.state.conversations;
		const [lobby] = byId.values();
		const own = ofUser.get('alice' as never)!;
		for (let at = 1; own.size < MAX_CONVERSATIONS + 5; at++) {
			const id = `#r${at}` as ConversationId;
			const room = {...lobby!, id, last: 1, lastAt: at};
			byId.set(id, room);
			own.add(room);
		}

		const signIn = {type: 'signIn', user: 'alice', password: 'x', as: 'screen', device: 'device01'} as const;
		const answer = await rules.seat().ask(signIn, {matched: 'a hash'});
		const told = 'conversations' in answer ? answer.conversations.map(({conversation}) => conversation) : [];
		expect(told).toHaveLength(MAX_CONVERSATIONS);
		expect(told).toContain(`#r${MAX_CONVERSATIONS}`);
		expect(told).not.toContain('#r1');
	});

	test('by invitation needs the code of the join line', async () => {
		const rules = new Rules({signUp: 'invite'});
		expect(await rules.seat().ask(signUp('eve'), hashed)).toEqual({refusal: 'badCode'});
		expect(await rules.seat().ask(signUp('eve', {code: 'guess'}), hashed)).toEqual({refusal: 'badCode'});
		expect(await rules.seat().ask(signUp('bob', {code: ' K7MQ-2xw9 '}), hashed)).toMatchObject({user: 'bob'});
	});

	test('is refused to everybody where the roster is closed', async () => {
		expect(await new Rules({signUp: 'closed'}).seat().ask(signUp('eve'), hashed)).toEqual({
			refusal: 'signUpClosed',
		});
	});
});

describe('changing the password', () => {
	test('needs the old one, and ends every other session and token', async () => {
		const rules = new Rules();
		const alice = await rules.newcomer('alice');
		const {seat: script} = await rules.signIn('alice', 'alicealice', {as: 'script'});
		const before = [...rules.state.signIns.tokens.keys()];
		const change = {type: 'changePassword', old: 'alicealice', new: 'correct horse'} as const;
		expect(await alice.ask(change, {newPassword: 'new'})).toEqual({refusal: 'wrongPassword'});
		const matched = 'hash of alicealice';
		expect(await alice.ask(change, {newPassword: 'new', matched})).toMatchObject({
			token: expect.any(String) as string,
		});
		expect(script.heardOf('signedOut')).toEqual([{type: 'signedOut', reason: 'passwordChanged'}]);
		expect(rules.state.presence.sessions.has(script.connection)).toBe(false);
		expect(alice.heardOf('signedOut')).toEqual([]);
		expect(rules.state.presence.sessions.has(alice.connection)).toBe(true);
		expect([...rules.state.signIns.tokens.keys()]).not.toEqual(expect.arrayContaining(before));
		expect(rules.state.signIns.tokens.size).toBe(1);
	});
});
