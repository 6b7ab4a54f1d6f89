/** The rules of invite codes: whom they let in, until when, and who may make, see and end them. */
import {describe, expect, test} from 'vitest';
import {INVITE_LIFE, MAX_INVITE_CODES, type InviteCode} from '../../protocol/invite-codes.ts';
import type {UserName} from '../../protocol/names.ts';
import {isRefusal} from '../../protocol/refusals.ts';
import {visibleInviteCodes} from '../../server/chat/invite-codes/rules.ts';
import {forgetInviteCodes, joinLineCode} from '../../server/chat/invite-codes/validity.ts';
import {inviteCodes} from '../../server/chat/invite-codes/slice.ts';
import {Rules, type Seat} from '../harness/rules.ts';

const FIRST = 'k7mq-2xw9';
const DAY = 24 * 3600_000;
const hashed = {newPassword: 'a hash'};
const by = {
	signUp: (user: string, code?: string) =>
		({
			type: 'signUp',
			user,
			password: 'correct horse',
			as: 'screen',
			device: 'device00',
			...(code !== undefined && {code}),
		}) as const,
};

/** The operator makes a code. */
async function operatorMakes(
	rules: Rules,
	how: {uses?: number | 'any'; life?: number | 'ever'} = {},
): Promise<InviteCode> {
	const answer = await rules.operator.ask({type: 'makeInviteCode', ...how});
	if (isRefusal(answer)) throw new Error(answer.refusal);
	return answer.made;
}

/** A member of a server where members may invite, or may not. */
async function member(memberInvites: boolean): Promise<{rules: Rules; alice: Seat}> {
	const rules = new Rules({signUp: 'invite', memberInvites});
	const alice = rules.seat();
	await alice.ask(by.signUp('alice', FIRST), hashed);
	return {rules, alice};
}

const comesIn = async (rules: Rules, user: string, code: string) => {
	const answer = await rules.seat().ask(by.signUp(user, code), hashed);
	return isRefusal(answer) ? answer.refusal : 'in';
};

describe('a newcomer with a code', () => {
	test('comes in as often as the code says, and the next one hears that it is used up', async () => {
		const rules = new Rules({signUp: 'invite'});
		const {code} = await operatorMakes(rules, {uses: 2});
		expect(await comesIn(rules, 'bob', code)).toBe('in');
		expect(await comesIn(rules, 'carol', ` ${code.toUpperCase()} `)).toBe('in');
		expect(await comesIn(rules, 'dave', code)).toBe('inviteCodeUsedUp');
		expect(rules.state.accounts.byName.has('dave' as UserName)).toBe(false);
	});

	test('hears that it has expired, once its time is over', async () => {
		const rules = new Rules({signUp: 'invite'});
		const {code} = await operatorMakes(rules, {uses: 'any', life: 7 * DAY});
		rules.wait(7 * DAY - 1);
		expect(await comesIn(rules, 'bob', code)).toBe('in');
		rules.wait(1);
		expect(await comesIn(rules, 'carol', code)).toBe('inviteCodeExpired');
	});

	test('does not use it up when another field is refused', async () => {
		const rules = new Rules({signUp: 'invite'});
		await rules.seat().ask(by.signUp('alice', FIRST), hashed);
		const {code} = await operatorMakes(rules);
		expect(await comesIn(rules, 'alice', code)).toBe('nameTaken');
		expect(await comesIn(rules, 'bob', code)).toBe('in');
	});

	test('learns no name without one: a wrong code is refused before the name is looked at', async () => {
		const {rules} = await member(false);
		expect(await comesIn(rules, 'alice', 'aaaa-aaaa')).toBe('badCode');
		expect(await rules.seat().ask(by.signUp('alice'), hashed)).toEqual({refusal: 'badCode'});
	});

	test('needs none where everybody may sign up, and then none is used up', async () => {
		const rules = new Rules({signUp: 'open'});
		const {code} = await operatorMakes(rules);
		expect(await comesIn(rules, 'bob', code)).toBe('in');
		expect(rules.state.inviteCodes.get(code)).toMatchObject({left: 1, used: 0});
	});

	test('is let in by the first code for ever, which stands in the join line until it is revoked', async () => {
		const rules = new Rules({signUp: 'invite'});
		rules.wait(1000 * DAY);
		expect(joinLineCode(rules.state, {signUp: 'invite'})).toBe(FIRST);
		expect(joinLineCode(rules.state, {signUp: 'open'})).toBe(FIRST);
		expect(joinLineCode(rules.state, {signUp: 'closed'})).toBeUndefined();
		expect(await comesIn(rules, 'bob', FIRST)).toBe('in');
		rules.happen([{type: 'inviteCodeRevoked', code: FIRST, by: 'operator'}]);
		expect(joinLineCode(rules.state, {signUp: 'invite'})).toBeUndefined();
		expect(await comesIn(rules, 'carol', FIRST)).toBe('badCode');
	});
});

describe('a member', () => {
	test('makes no code where the operator has not allowed it', async () => {
		const {alice} = await member(false);
		expect(await alice.ask({type: 'makeInviteCode'})).toEqual({refusal: 'mayNotInvite'});
		expect(await alice.ask({type: 'listInviteCodes'})).toEqual({refusal: 'mayNotInvite'});
		expect(await alice.ask({type: 'revokeInviteCode', code: FIRST})).toEqual({
			refusal: 'noSuchInviteCode',
			code: FIRST,
		});
	});

	test('makes a code for one newcomer and a week where members may, and no other', async () => {
		const {rules, alice} = await member(true);
		expect(await alice.ask({type: 'makeInviteCode'})).toEqual({
			made: {
				code: expect.any(String) as string,
				left: 1,
				expires: rules.now + INVITE_LIFE,
				by: 'alice',
				at: rules.now,
				used: 0,
			},
		});
		for (const more of [{uses: 2}, {uses: 'any'}, {life: INVITE_LIFE + 1}, {life: 'ever'}] as const)
			expect(await alice.ask({type: 'makeInviteCode', ...more})).toEqual({refusal: 'memberInviteTooMuch'});
	});

	test('has at most five open, and one more when one of them has ended', async () => {
		const {rules, alice} = await member(true);
		for (let at = 0; at < 5; at++) await alice.ask({type: 'makeInviteCode', life: (at + 1) * DAY});
		expect(await alice.ask({type: 'makeInviteCode'})).toEqual({refusal: 'tooManyInviteCodes', most: 5});
		rules.wait(DAY);
		expect(await alice.ask({type: 'makeInviteCode'})).toMatchObject({made: {by: 'alice'}});
	});

	test('sees and revokes their own codes, and cannot tell another code from none', async () => {
		const {rules, alice} = await member(true);
		const answer = await alice.ask({type: 'makeInviteCode'});
		const code = 'made' in answer ? answer.made.code : '';
		expect(await alice.ask({type: 'listInviteCodes'})).toMatchObject({codes: [{code, by: 'alice'}]});
		expect(await alice.ask({type: 'revokeInviteCode', code: FIRST})).toEqual({
			refusal: 'noSuchInviteCode',
			code: FIRST,
		});
		expect(await alice.ask({type: 'revokeInviteCode', code: ` ${code.toUpperCase()}`})).toEqual({});
		expect(await comesIn(rules, 'bob', code)).toBe('badCode');
	});
});

describe('an admin', () => {
	test('makes codes as the operator does, and sees and revokes those of everybody', async () => {
		const {rules, alice} = await member(true);
		const bob = rules.seat();
		await bob.ask(by.signUp('bob', FIRST), hashed);
		const answer = await alice.ask({type: 'makeInviteCode'});
		const code = 'made' in answer ? answer.made.code : '';
		await rules.operator.ask({type: 'appointAdmin', user: 'bob' as UserName});
		expect(await bob.ask({type: 'makeInviteCode', uses: 'any', life: 'ever'})).toMatchObject({
			made: {by: 'bob'},
		});
		expect(await bob.ask({type: 'listInviteCodes'})).toMatchObject({
			codes: [{by: 'bob'}, {code}, {code: FIRST}],
		});
		expect(await bob.ask({type: 'revokeInviteCode', code})).toEqual({});
		expect(await comesIn(rules, 'carol', code)).toBe('badCode');
	});
});

test.each([
	['is banned', {type: 'ban', milliseconds: 1}],
	['is an admin no longer', {type: 'dismissAdmin'}],
	['has no account any more', {type: 'deleteUser'}],
] as const)('the codes of somebody who %s let nobody in any more', async (_, act) => {
	const {rules, alice} = await member(true);
	await rules.operator.ask({type: 'appointAdmin', user: 'alice' as UserName});
	const answer = await alice.ask({type: 'makeInviteCode', uses: 'any', life: 'ever'});
	const code = 'made' in answer ? answer.made.code : '';
	await rules.operator.ask({...act, user: 'alice' as UserName});
	expect(await comesIn(rules, 'bob', code)).toBe('badCode');
	expect(await comesIn(rules, 'bob', FIRST)).toBe('in');
	const before = new Map(rules.state.inviteCodes);
	rules.restart();
	expect(rules.state.inviteCodes).toEqual(before);
});

describe('the server', () => {
	test('keeps a code that has ended for a month, so that who comes late hears why, then forgets it', async () => {
		const rules = new Rules({signUp: 'invite'});
		const {code} = await operatorMakes(rules, {life: DAY});
		const sweep = () => rules.happen(forgetInviteCodes(rules.state, rules));
		rules.wait(31 * DAY - 1);
		sweep();
		expect(await comesIn(rules, 'bob', code)).toBe('inviteCodeExpired');
		rules.wait(1);
		sweep();
		expect(await comesIn(rules, 'bob', code)).toBe('badCode');
		expect([...rules.state.inviteCodes.keys()]).toEqual([FIRST]);
	});

	test(`keeps ${MAX_INVITE_CODES} codes at most: those that ended first make room, and open ones never do`, async () => {
		const rules = new Rules({signUp: 'invite'});
		for (let at = 1; at < MAX_INVITE_CODES; at++)
			await operatorMakes(rules, {life: at < 3 ? at * DAY : 'ever'});
		await expect(operatorMakes(rules)).rejects.toThrow('tooManyInviteCodes');
		const [, short, longer] = [...rules.state.inviteCodes.keys()];
		rules.wait(2 * DAY);
		await operatorMakes(rules);
		expect(rules.state.inviteCodes.size).toBe(MAX_INVITE_CODES);
		expect([rules.state.inviteCodes.has(short!), rules.state.inviteCodes.has(longer!)]).toEqual([
			false,
			true,
		]);
	});

	test('shows the operator every open code, the newest first, and no ended one', async () => {
		const {rules, alice} = await member(true);
		await alice.ask({type: 'makeInviteCode'});
		await operatorMakes(rules, {life: DAY});
		rules.wait(DAY);
		const shown = visibleInviteCodes(rules.state, 'operator', rules);
		expect(shown.map(code => code.by)).toEqual(['alice', 'operator']);
		expect(shown.at(-1)).toMatchObject({code: FIRST, used: 1});
	});

	test('knows the same codes after a restart from its journal, and from their file', async () => {
		const {rules, alice} = await member(true);
		await alice.ask({type: 'makeInviteCode'});
		const {code} = await operatorMakes(rules, {uses: 3});
		await comesIn(rules, 'bob', code);
		const before = new Map(rules.state.inviteCodes);
		const part = inviteCodes.dump(rules.state.inviteCodes, 'invite-codes');
		rules.restart();
		expect(rules.state.inviteCodes).toEqual(before);
		const again = inviteCodes.empty();
		inviteCodes.load(again, 'invite-codes', inviteCodes.schema.parse(JSON.parse(JSON.stringify(part))));
		expect(again).toEqual(before);
	});
});
