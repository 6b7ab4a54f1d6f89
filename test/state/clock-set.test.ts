/** What does the client make of a machine's clock that is set while somebody uses it? */
import {describe, expect, test} from 'vitest';
import {safeText} from '../../protocol/text.ts';
import {formCard} from '../../source/ui/form-card.ts';
import {AUTO_AWAY_MS} from '../../source/state/presence/auto-away.ts';
import {ownPresence} from '../../source/state/presence/people.ts';
import {statusOf} from '../../source/state/view/status.ts';
import {FRAME} from '../../source/state/runtime/store.ts';
import {Client} from '../harness/client.ts';
import {address} from '../harness/sample-state.ts';

const HOUR = 3600_000;

function setBy({clock}: Client, hours: number): void {
	clock.setTimeOfDay(clock.now() + hours * HOUR);
}

describe.each([
	['back', -2],
	['forward', 2],
])('a clock that is set %s two hours', (_way, hours) => {
	test('keeps nothing from being drawn', () => {
		const alice = new Client().signsIn('alice').types('hi');
		let drawn = 0;
		alice.store.subscribe(() => drawn++);
		setBy(alice, hours);
		alice.hears({type: 'resized', size: {columns: 100, rows: 30}});
		alice.clock.advance(FRAME);
		expect(drawn).toBe(1);
	});

	test('makes nobody absent before five minutes without a key, nor later', () => {
		const alice = new Client().signsIn('alice').types('h');
		setBy(alice, hours);
		alice.clock.advance(AUTO_AWAY_MS - 1);
		expect(ownPresence(alice.state)).toBe('online');
		alice.clock.advance(1);
		expect(ownPresence(alice.state)).toBe('away');
	});

	test('makes no wait after wrong passwords longer or shorter', () => {
		const credentials = {kind: 'signIn', address, user: 'alice', password: 'wrong'} as const;
		const problem = {refusal: 'signInBlocked', seconds: 60} as const;
		const alice = new Client().hears({type: 'signInFailed', credentials, problem});
		const card = () => JSON.stringify(formCard(alice.state)?.rows);
		setBy(alice, hours);
		alice.clock.advance(19_000);
		expect(card()).toContain('try again in 41 s');
		alice.clock.advance(42_000);
		expect(card()).not.toContain('try again');
	});

	test('counts down to the next attempt to connect as before', () => {
		const alice = new Client().signsIn('alice');
		const reason = safeText`The connection broke.`;
		const retryAt = alice.clock.now() + 5000;
		alice.hears({type: 'linkChanged', link: {status: 'waiting', retryAt, attempt: 1, reason}});
		setBy(alice, hours);
		alice.clock.advance(2000);
		expect(statusOf(alice.state).text).toContain('next try in 3 s');
	});

	test('stamps what is said with the new time', () => {
		const alice = new Client().signsIn('alice');
		setBy(alice, hours);
		alice.says('/msg bob hi');
		expect(alice.taken('send')[0]?.entry.at).toBe(alice.clock.now());
	});
});
