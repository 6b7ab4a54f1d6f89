/** What people ask of each other: when the dialog opens, what each button does, and what closes it again. */
import {expect, test} from 'vitest';
import type {ConversationId} from '../../protocol/names.ts';
import {safeText} from '../../protocol/text.ts';
import {dialogView} from '../../source/state/dialogs.ts';
import {statusOf} from '../../source/state/status.ts';
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
const asks = ({state}: Client) =>
	state.dialogs.map(dialog => (dialog.type === 'question' ? dialog.question.kind : dialog.type));
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
	return alice.pauses();
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
	alice.pauses();
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
	early.pauses();
	expect(early.state).toMatchObject({dialogs: [], knocking: [], questions: []});
	expect([...early.state.friends]).toEqual([bob]);
});

test('whoever is blocked asks nothing any more', () => {
	const alice = new Client().signsIn('alice', {questions: [friendship, invitation]}).pauses();
	alice.hears({type: 'answered', request: {type: 'block', user: bob}, reply: {}});
	expect(alice.state.questions).toEqual([invitation]);
	expect(asks(alice.pauses())).toEqual(['invitation']);
});

test('those that wait at sign-in queue up, and are not asked again when only the link was lost', () => {
	const alice = new Client().signsIn('alice', {questions: [friendship, invitation]});
	expect(asks(alice.pauses())).toEqual(['friend']);
	expect(asks(alice.presses({choose: 'l'}).pauses())).toEqual(['invitation']);
	alice.presses({choose: 'l'});
	alice.signsIn('alice', {questions: [friendship]});
	alice.pauses();
	expect(alice.state.dialogs).toEqual([]);
	expect(alice.state.questions).toEqual([friendship]);
});

test('a question that is open when one is signed out is asked again when one is back, and not over the form', () => {
	const alice = asked().hears({type: 'signedOut', reason: safeText`You signed in elsewhere.`});
	expect(asks(alice.pauses())).toEqual([]);
	alice.signsIn('alice', {questions: [friendship]});
	expect(asks(alice.pauses())).toEqual(['friend']);
});

test('a question that comes while another is open waits until that is answered and the keys have rested', () => {
	const alice = new Client().signsIn('alice').says('/msg bob hi').presses('quit');
	alice.clock.advance(5000);
	alice.announced({type: 'asked', ...friendship});
	expect(asks(alice)).toEqual(['quit']);
	expect(asks(alice.pauses())).toEqual(['quit']);
	expect(asks(alice.presses('cancel'))).toEqual([]);
	expect(asks(alice.pauses())).toEqual(['friend']);
});

test('a key pressed twice, or held down, answers one question and never the next', () => {
	for (const key of ['accept', {choose: 'y'}] as const) {
		const alice = new Client().signsIn('alice', {questions: [friendship, invitation]}).pauses();
		for (let times = 0; times < 50; times++) {
			alice.presses(key);
			alice.clock.advance(30);
		}

		expect(alice.state.questions).toContainEqual(invitation);
		expect(alice.state.knocking).toHaveLength(1);
		expect(answers(alice).filter(({type}) => type === 'answerQuestion').length).toBeLessThan(2);
		expect(statusOf(alice.state).hint).toBe('A question waits until you pause.');
		expect(alice.pauses().state.dialogs).toHaveLength(1);
	}
});

test('a question that opens under a key that was on its way steps back, and the key is typed', () => {
	const alice = asked();
	const early = new Client().signsIn('alice').types('half');
	early.announced({type: 'asked', ...friendship}).clock.advance(700);
	expect(early.state.dialogs).toHaveLength(1);
	early.presses({choose: 'y'});
	expect([early.state.dialogs, early.bar, answers(early)]).toEqual([[], 'halfy', []]);
	expect(early.pauses().state.dialogs).toHaveLength(1);
	expect(alice.presses({choose: 'y'}).bar).toBe('half');
});

test('one’s own question opens nothing, and its answer is told', () => {
	const own = {kind: 'friend', from: me, to: bob, at: 1} as const;
	const alice = new Client().signsIn('alice', {questions: [own]});
	alice.pauses();
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
		return alice.pauses();
	};
	expect(refused().presses('accept').state.open).toBeUndefined();
	expect(refused().presses({choose: 'y'}).state.open).toBe('alice+carol');
});
