/** What people ask of each other: when the dialog opens, what each button does, and what closes it again. */
import {expect, test} from 'vitest';
import type {ConversationId} from '../../protocol/names.ts';
import {dialogView} from '../../source/state/dialogs.ts';
import {Client} from '../harness/client.ts';
import {name} from '../harness/sample-state.ts';

const [me, bob, carol] = ['alice', 'bob', 'carol'].map(name) as [
	ReturnType<typeof name>,
	ReturnType<typeof name>,
	ReturnType<typeof name>,
];
const friendship = {kind: 'friend', from: bob, to: me, at: 1} as const;
const room = '#build' as ConversationId;
const invitation = {kind: 'invitation', from: carol, to: me, room, at: 2} as const;
const answers = (client: Client) =>
	client
		.taken('request')
		.map(({request}) => request)
		.filter(({type}) => type === 'answerQuestion');

/** Alice, half-way through a line, and bob's question, which waits for a pause. */
function asked(): Client {
	const alice = new Client()
		.signsIn('alice')
		.types('half')
		.announced({type: 'asked', ...friendship});
	expect(alice.state.dialogs).toEqual([]);
	alice.clock.advance(700);
	return alice;
}

test('a question opens in a pause, and its harmless answer asks the server nothing', () => {
	for (const key of ['accept', 'cancel', {choose: 'l'}] as const) {
		const alice = asked();
		expect(dialogView(alice.state)?.lines).toEqual(['bob wants to be your friend.']);
		expect(answers(alice.presses(key))).toEqual([]);
		expect(alice.state.dialogs).toEqual([]);
		expect(alice.state.questions).toEqual([friendship]);
		expect(alice.bar).toBe('half');
	}
});

test('yes and no are told to the server', () => {
	for (const [key, accept] of [
		['y', true],
		['n', false],
	] as const)
		expect(answers(asked().presses({choose: key}))).toEqual([
			{type: 'answerQuestion', kind: 'friend', from: bob, accept},
		]);
});

test('an invitation that is accepted leads into the room', () => {
	const alice = new Client().signsIn('alice', {questions: [invitation]});
	alice.clock.advance(700);
	alice.presses({choose: 'y'});
	const [request] = answers(alice);
	alice.hears({type: 'answered', request: request as never, reply: {}});
	expect(alice.taken('request').map(one => one.request)).toContainEqual({type: 'join', room});
	expect(alice.state.questions).toEqual([]);
});

test('a question that is withdrawn or answered elsewhere closes, also while it still waits for a pause', () => {
	const withdrawn = asked().announced({type: 'withdrawn', ...friendship});
	expect(withdrawn.state).toMatchObject({dialogs: [], questions: []});
	const early = new Client()
		.signsIn('alice')
		.types('x')
		.announced({type: 'asked', ...friendship});
	early.announced({type: 'answered', ...friendship, accepted: true});
	early.clock.advance(700);
	expect(early.state).toMatchObject({dialogs: [], knocking: [], questions: []});
	expect([...early.state.friends]).toEqual([bob]);
});

test('those that wait at sign-in queue up, and are not asked again when only the link was lost', () => {
	const alice = new Client().signsIn('alice', {questions: [friendship, invitation]});
	alice.clock.advance(700);
	expect(alice.state.dialogs).toHaveLength(2);
	alice.presses({choose: 'l'}).presses({choose: 'l'});
	alice.signsIn('alice', {questions: [friendship]});
	alice.clock.advance(700);
	expect(alice.state.dialogs).toEqual([]);
	expect(alice.state.questions).toEqual([friendship]);
});

test('a question opens behind a dialog that is open already, never in its place', () => {
	const alice = new Client().signsIn('alice').says('/msg bob hi').presses('quit');
	alice.clock.advance(5000);
	alice.announced({type: 'asked', ...friendship});
	expect(alice.state.dialogs.map(({type}) => type)).toEqual(['question', 'quit']);
});

test('one’s own question opens nothing, and its answer is told', () => {
	const own = {kind: 'friend', from: me, to: bob, at: 1} as const;
	const alice = new Client().signsIn('alice', {questions: [own]});
	alice.clock.advance(700);
	expect(alice.state.dialogs).toEqual([]);
	alice.announced({type: 'answered', ...own, accepted: false});
	expect(alice.rows.join('\n')).toContain('bob does not want to be your friend');
	expect(alice.state.friends.size).toBe(0);
});

test('a chat with somebody who is offline offers to leave a message, and no is the default', () => {
	const request = {type: 'openChat', user: carol} as const;
	const refused = () => {
		const alice = new Client().signsIn('alice').says('/chat carol');
		alice.hears({type: 'refused', request, refusal: {refusal: 'userOffline', user: 'carol'}});
		alice.clock.advance(700);
		return alice;
	};
	expect(refused().presses('accept').state.open).toBeUndefined();
	expect(refused().presses({choose: 'y'}).state.open).toBe('alice+carol');
});
