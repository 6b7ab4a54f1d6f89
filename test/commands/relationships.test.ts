/** The commands of relationships, as values: friends, friend requests and blocks. */
import {describe, expect, test} from 'vitest';
import type {Request} from '../../protocol/index.ts';
import {safeText} from '../../protocol/text.ts';
import {say} from '../../source/state/chats/saying.ts';
import {step} from '../../source/state/model/step.ts';
import {Client} from '../harness/client.ts';
import {effectsOf, run} from '../harness/command-line.ts';
import {name} from '../harness/sample-state.ts';

const [alice, bob, carol] = [name('alice'), name('bob'), name('carol')];
const sends = (request: Request) => [{type: 'request', request}];

test('/friend, /block and /unblock each send one request', () => {
	expect(effectsOf('/friend bob')).toEqual(sends({type: 'befriend', user: bob}));
	expect(effectsOf('/block bob')).toEqual(sends({type: 'block', user: bob}));
	expect(effectsOf('/unblock bob')).toEqual(sends({type: 'unblock', user: bob}));
});

test('/unfriend refuses the friend request of another, else ends a friendship or cancels a request of one’s own', () => {
	const client = new Client().signsIn('alice', {
		friends: ['carol'],
		questions: [{kind: 'friend', from: bob, to: alice, at: 0}],
	});
	expect(effectsOf('/unfriend bob', client)).toEqual(
		sends({type: 'answerQuestion', kind: 'friend', from: bob, accept: false}),
	);
	expect(effectsOf('/unfriend carol', client)).toEqual(sends({type: 'unfriend', user: carol}));
});

describe('the lists', () => {
	const none = new Client().signsIn('alice');

	test('/friends shows friends and unanswered friend requests', () => {
		const nobody = safeText`You have no friends here yet; /friend <user> sends a request.`;
		expect(run('/friends', none)).toEqual(step(say(none.state, [nobody])));
		const some = new Client().signsIn('alice', {
			friends: ['bob'],
			questions: [{kind: 'friend', from: alice, to: carol, at: 0}],
		});
		const lines = some.says('/friends').state.notices.map(({text}) => text as string);
		expect(lines).toContain('bob is online');
		expect(lines.at(-1)).toMatch(/^Friend request to carol pending; \/unfriend/);
	});

	test('/blocked shows whom one has blocked', () => {
		expect(run('/blocked', none)).toEqual(step(say(none.state, [safeText`You have blocked nobody.`])));
		const some = new Client().signsIn('alice', {blocked: ['carol', 'bob']});
		expect(run('/blocked', some)).toEqual(step(say(some.state, [safeText`You have blocked bob, carol.`])));
	});
});
