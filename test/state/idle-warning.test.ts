/** About to be signed out for doing nothing: who is at the keys is not, and who is not hears what keeps them in. */
import {expect, test} from 'vitest';
import {safeText} from '../../protocol/text.ts';
import {Client} from '../harness/client.ts';

const warning = {type: 'idling', seconds: 60} as const;
const told = (alice: Client) =>
	alice.taken('request').filter(({request}) => request.type === 'active').length;

test('who has pressed no key is told how long is left and what to do, and the next key is told at once', () => {
	const alice = new Client().signsIn('alice').presses('pageUp');
	expect(told(alice)).toBe(1);
	alice.clock.advance(5000);
	alice.announced(warning);
	expect(alice.state.statusMessage).toMatch(/signed out in 60 s; press any key to stay\.$/);
	expect(told(alice)).toBe(0);
	alice.presses('pageUp');
	expect(alice.state.statusMessage).toBeUndefined();
	expect(told(alice)).toBe(1);
});

test.each(['pageUp', 'pageDown', 'lineUp', 'help'] as const)(
	'who has pressed a key since the server was told last is not troubled: %s is told now',
	action => {
		const alice = new Client().signsIn('alice').presses('pageUp');
		told(alice);
		alice.clock.advance(1000);
		alice.presses(action);
		expect(told(alice)).toBe(0);
		alice.announced(warning);
		expect([told(alice), alice.state.statusMessage]).toEqual([1, undefined]);
	},
);

test('who is signed out for it reads why, and no longer how to stay', () => {
	const alice = new Client().signsIn('alice');
	alice.clock.advance(5000);
	alice.announced(warning);
	alice.hears({type: 'signedOut', reason: safeText`You were signed out.`});
	expect(alice.state).toMatchObject({place: {at: 'form', form: {problem: 'You were signed out.'}}});
	expect(alice.state.statusMessage).toBeUndefined();
});
