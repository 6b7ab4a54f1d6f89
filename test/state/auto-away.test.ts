/** Away by itself, and seconds that are counted: time does what nobody's key does. */
import {expect, test} from 'vitest';
import {formCard} from '../../source/ui/form-card.ts';
import {ACTIVITY_INTERVAL_MS} from '../../source/state/presence/activity.ts';
import {AUTO_AWAY_MS} from '../../source/state/presence/auto-away.ts';
import {ownPresence} from '../../source/state/presence/people.ts';
import {Client} from '../harness/client.ts';
import {address} from '../harness/sample-state.ts';

const told = (client: Client) =>
	client.taken('request').flatMap(({request}) => (request.type === 'setPresence' ? [request.presence] : []));

test('five minutes without a key are an absence, and the next key ends it', () => {
	const alice = new Client().signsIn('alice');
	alice.clock.advance(AUTO_AWAY_MS - 60_000);
	alice.types('h');
	alice.clock.advance(AUTO_AWAY_MS - 1);
	expect(told(alice)).toEqual([]);
	alice.clock.advance(1);
	expect(told(alice)).toEqual(['away']);
	expect(ownPresence(alice.state)).toBe('away');
	alice.clock.advance(3 * AUTO_AWAY_MS);
	expect(told(alice)).toEqual([]);
	alice.types('i');
	expect(told(alice)).toEqual(['online']);
	alice.clock.advance(AUTO_AWAY_MS);
	expect(told(alice)).toEqual(['away']);
});

test('whoever has said that they are busy stays busy', () => {
	const alice = new Client().signsIn('alice').says('/busy');
	alice.hears({type: 'answered', request: {type: 'setPresence', presence: 'busy'}, reply: {}});
	expect(told(alice)).toEqual(['busy']);
	alice.clock.advance(3 * AUTO_AWAY_MS);
	alice.types('x');
	expect(told(alice)).toEqual([]);
	alice.signsIn('alice');
	expect(told(alice)).toEqual(['busy']);
});

test('after too many wrong passwords the form counts down, and asks the server nothing until then', () => {
	const credentials = {kind: 'signIn', address, user: 'alice', password: 'wrong'} as const;
	const problem = {refusal: 'signInBlocked', seconds: 60} as const;
	const alice = new Client().hears({type: 'signInFailed', credentials, problem});
	const card = () => JSON.stringify(formCard(alice.state)?.rows);
	alice.types('correct horse').presses('submit');
	expect(alice.taken('signIn')).toEqual([]);
	alice.clock.advance(19_000);
	expect(card()).toContain('try again in 41 s');
	alice.clock.advance(42_000);
	expect(card()).not.toContain('try again');
	expect(alice.presses('submit').taken('signIn')).toHaveLength(1);
});

test('another account may be tried while one is blocked', () => {
	const credentials = {kind: 'signIn', address, user: 'alice', password: 'wrong'} as const;
	const problem = {refusal: 'signInBlocked', seconds: 60} as const;
	const form = new Client().hears({type: 'signInFailed', credentials, problem});
	form.types('some password').presses('fieldPrevious').types('2').presses('fieldNext', 'submit');
	expect(form.taken('signIn')).toMatchObject([{credentials: {user: 'alice2'}}]);
});

test('the server is told that keys are used, at most every twenty seconds, and only while there is a link', () => {
	const alice = new Client().types('/help');
	const told = () => alice.taken('request').filter(({request}) => request.type === 'active').length;
	expect(told()).toBe(0);
	alice.signsIn('alice').says('/help').types('/msg bob hi');
	expect(told()).toBe(1);
	alice.clock.advance(ACTIVITY_INTERVAL_MS - 1);
	alice.presses('pageDown');
	expect(told()).toBe(0);
	alice.clock.advance(1);
	expect(told()).toBe(0);
	alice.presses('pageDown');
	expect(told()).toBe(1);
	alice.clock.advance(ACTIVITY_INTERVAL_MS);
	alice.hears({type: 'linkChanged', link: {status: 'connecting'}}).types('x');
	expect(told()).toBe(0);
	const {rows} = alice;
	alice.hears({type: 'unanswered', request: {type: 'active'}});
	alice.hears({type: 'refused', request: {type: 'active'}, refusal: {refusal: 'stopping'}});
	expect(alice.rows).toEqual(rows);
});
