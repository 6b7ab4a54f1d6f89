/** The rule of the idle limit: whoever does nothing for so long is signed out. */
import {describe, expect, test} from 'vitest';
import type {UserName} from '../../protocol/names.ts';
import {gathering, Rules, type Seat} from '../harness/rules.ts';

const whois = (user: string) => ({type: 'whois', user: user as UserName}) as const;

describe('somebody who does nothing for as long as the limit', () => {
	const limited = async () => {
		const rules = new Rules({idleLimit: 120_000});
		return {rules, alice: await rules.newcomer('alice'), bob: await rules.newcomer('bob')};
	};
	const signedOut = (seat: Seat) => seat.heardOf('signedOut').map(({reason}) => reason);

	test('is signed out, told so, offline for the others, and seen until then', async () => {
		const {rules, alice, bob} = await limited();
		rules.wait(60_000);
		rules.act(bob);
		rules.wait(59_999);
		expect(signedOut(alice)).toEqual([]);
		rules.wait(1);
		expect([signedOut(alice), signedOut(bob)]).toEqual([['idle'], []]);
		expect(rules.state.presence.sessions.has(alice.connection)).toBe(false);
		expect(await bob.ask(whois('alice'))).toMatchObject({presence: 'offline', seen: rules.now});
	});

	test.each([
		[120_000, 60_000, 60],
		[90_000, 30_000, 60],
		[60_000, 30_000, 30],
		[10_000, 5000, 5],
	])('is warned once before, where the limit is %i ms after %i ms', async (idleLimit, after, seconds) => {
		const rules = new Rules({idleLimit});
		const [alice, bob] = [await rules.newcomer('alice'), await rules.newcomer('bob')];
		rules.wait(after - 1);
		rules.act(bob);
		expect(alice.heardOf('idling')).toEqual([]);
		rules.wait(1);
		rules.wait(1);
		expect(alice.heardOf('idling')).toEqual([{type: 'idling', seconds}]);
		expect(bob.heardOf('idling')).toEqual([]);
		rules.wait(idleLimit - after - 1);
		expect(signedOut(alice)).toEqual(['idle']);
		expect(signedOut(bob)).toEqual([]);
	});

	test('is not warned again where their screen sets them away after the warning', async () => {
		const {rules, alice} = await limited();
		rules.wait(60_000);
		await alice.ask({type: 'setPresence', presence: 'away', idle: 60_000});
		rules.wait(1);
		expect(alice.heardOf('idling')).toHaveLength(1);
	});

	test('stays by anything they do after the warning, and is warned again the next time', async () => {
		const {rules, alice} = await limited();
		rules.wait(60_000);
		await alice.ask({type: 'active'});
		rules.act(alice);
		rules.wait(59_999);
		expect([signedOut(alice), alice.heardOf('idling').length]).toEqual([[], 1]);
		rules.wait(1);
		expect(alice.heardOf('idling')).toHaveLength(2);
	});

	test('may come back with the token of their device', async () => {
		const {rules} = await limited();
		const [presented] = rules.state.signIns.tokens.keys();
		rules.wait(120_000);
		const resume = {type: 'resume', token: 'x', as: 'screen', device: 'devicealice'} as const;
		expect(await rules.seat().ask(resume, {presented: presented!})).toMatchObject({user: 'alice'});
	});

	test('has as long again from each thing they do', async () => {
		const {rules, alice} = await limited();
		rules.wait(119_999);
		rules.act(alice);
		rules.wait(119_999);
		expect(signedOut(alice)).toEqual([]);
		rules.wait(1);
		expect(signedOut(alice)).toEqual(['idle']);
	});

	test('gains nothing by a link that breaks and comes back by itself', async () => {
		const {rules, alice} = await limited();
		const [presented] = rules.state.signIns.tokens.keys();
		rules.wait(100_000);
		rules.lose(alice);
		const again = rules.seat();
		await again.ask(
			{type: 'resume', token: 'x', as: 'screen', device: 'devicealice'},
			{presented: presented!},
		);
		rules.wait(20_000);
		expect(signedOut(again)).toEqual(['idle']);
	});

	test('has done something by signing in with their password', async () => {
		const {rules, alice} = await limited();
		rules.wait(100_000);
		rules.lose(alice);
		const {seat} = await rules.signIn('alice', 'alicealice');
		rules.wait(20_000);
		expect(signedOut(seat)).toEqual([]);
	});

	test('keeps their scripts', async () => {
		const {rules} = await limited();
		const {seat} = await rules.signIn('alice', 'alicealice', {as: 'script'});
		rules.wait(120_000);
		expect(rules.state.presence.sessions.has(seat.connection)).toBe(true);
	});

	test('is never signed out where there is no limit', async () => {
		const {rules, alice} = await gathering('alice');
		rules.wait(30 * 24 * 3600_000);
		expect(signedOut(alice)).toEqual([]);
	});
});
