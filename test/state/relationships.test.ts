/** What people ask of each other: when the dialog opens, what each button does, and what closes it again. */
import {expect, test} from 'vitest';
import type {ConversationId} from '../../protocol/names.ts';
import {safeText} from '../../protocol/text.ts';
import {dialogView} from '../../source/state/dialogs/dialogs.ts';
import {statusOf} from '../../source/state/view/status.ts';
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
	state.dialogs.map(dialog => (dialog.type === 'proposal' ? dialog.proposal.kind : dialog.type));
const answers = (client: Client) =>
	client
		.taken('request')
		.map(({request}) => request)
		.filter(({type}) => type === 'answerQuestion');

/** Alice, at an empty bar, and bob's question, which has opened by itself. */
function asked(): Client {
	const alice = new Client()
		.signsIn('alice')
		.types('x')
		.presses('deleteBack')
		.announced({type: 'asked', ...friendship});
	expect(alice.state.dialogs).toEqual([]);
	return alice.pauses();
}

/** Alice, who has taken the keyboard to bob's question. */
function facing(): Client {
	return asked().presses('answer');
}

test('a question opens by itself over an empty bar after two seconds without a key, and not before', () => {
	const alice = new Client().signsIn('alice').types('x').presses('deleteBack');
	alice.announced({type: 'asked', ...friendship}).clock.advance(1999);
	expect([asks(alice), statusOf(alice.state).message]).toEqual([[], 'bob asks · F2 answers']);
	alice.clock.advance(1);
	expect(asks(alice)).toEqual(['friend']);
});

test('over half a line, or help, or a search, a question never opens by itself', () => {
	for (const opens of ['help', 'search', undefined] as const) {
		const alice = new Client().signsIn('alice');
		if (opens) alice.presses(opens);
		else alice.types('half');
		alice.announced({type: 'asked', ...friendship}).clock.advance(600_000);
		expect(alice.state.pendingDialogs).toHaveLength(1);
		alice.presses(opens === undefined ? 'deleteToStart' : 'cancel');
		expect(asks(alice.pauses())).toEqual(['friend']);
	}
});

test('letters are never answers to a question that opened by itself: the first puts it away, and all are typed', () => {
	const alice = new Client()
		.signsIn('alice')
		.says('/msg bob')
		.announced({type: 'asked', ...friendship})
		.pauses();
	expect(asks(alice)).toEqual(['friend']);
	alice.types('yes we can');
	expect([alice.bar, asks(alice), answers(alice)]).toEqual(['yes we can', [], []]);
	expect(alice.presses('submit').pauses().state.dialogs).toEqual([]);
	expect(statusOf(alice.state).message).toBe('bob asks · F2 answers');
	expect(answers(alice.presses('answer', {choose: 'y'}))).toHaveLength(1);
});

test('a paste goes to the bar, and no arrow and Enter answer a question that opened by itself', () => {
	const pasted = asked().hears({type: 'pasted', text: 'y'});
	expect([pasted.bar, answers(pasted)]).toEqual(['y', []]);
	for (const keys of [
		['accept'],
		['submit'],
		['cancel'],
		['interrupt'],
		['choiceNext', 'accept'],
		['historyPrevious', 'submit'],
	] as const) {
		const alice = asked().presses(...keys);
		expect([asks(alice), answers(alice), alice.state.quitOnInterrupt]).toEqual([[], [], false]);
		expect(statusOf(alice.state).message).toBe('bob asks · F2 answers');
	}
});

test('a key that means something in the chat does so, whatever has opened by itself', () => {
	const alice = new Client()
		.signsIn('alice')
		.says('/msg bob')
		.announced({type: 'asked', ...friendship})
		.pauses();
	expect(alice.presses('conversationNext').state.open).toBe('alice+carol');
	expect(asks(alice)).toEqual([]);
});

test('a repeated question from the same person does not open again within a minute; F2 does', () => {
	const alice = facing().presses({choose: 'n'});
	const again = () =>
		alice.announced({type: 'withdrawn', ...friendship}, {type: 'asked', ...friendship}).pauses();
	expect(asks(again())).toEqual([]);
	expect(asks(alice.presses('answer'))).toEqual(['friend']);
	alice.presses('cancel').clock.advance(60_000);
	expect(asks(again())).toEqual(['friend']);
});

test('F2 opens what was left for later, and says so where nobody asks', () => {
	const alice = facing().presses({choose: 'l'});
	expect(asks(alice.presses('answer'))).toEqual(['friend']);
	expect(new Client().signsIn('alice').presses('answer').state.statusMessage).toBe(
		'No question waits for you.',
	);
});

test('a question that was taken is answered harmlessly by Enter, Esc and its letter', () => {
	for (const key of ['accept', 'cancel', {choose: 'l'}] as const) {
		const alice = facing();
		expect(dialogView(alice.state)?.lines).toEqual(['bob wants to be your friend.']);
		expect(answers(alice.presses(key))).toEqual([]);
		expect(alice.state.dialogs).toEqual([]);
		expect(alice.state.proposals).toEqual([friendship]);
	}
});

test('yes and no are told to the server', () => {
	for (const [key, accept] of [
		['y', true],
		['n', false],
	] as const)
		expect(answers(facing().presses({choose: key}))).toEqual([
			{type: 'answerQuestion', kind: 'friend', from: bob, accept},
		]);
});

test('an invitation that is accepted leads into the room', () => {
	const alice = new Client().signsIn('alice', {questions: [invitation]});
	alice.pauses();
	alice.presses('answer', {choose: 'y'});
	const [request] = answers(alice);
	alice.hears({type: 'answered', request: request as never, reply: {}});
	expect(alice.taken('request').map(one => one.request)).toContainEqual({type: 'join', room});
	expect(alice.state.proposals).toEqual([]);
});

test('a question that is withdrawn or answered elsewhere closes, also while it still waits for a pause', () => {
	const withdrawn = asked().announced({type: 'withdrawn', ...friendship});
	expect(withdrawn.state).toMatchObject({dialogs: [], proposals: []});
	const early = new Client()
		.signsIn('alice')
		.types('x')
		.announced({type: 'asked', ...friendship});
	early.announced({type: 'answered', ...friendship, accepted: true});
	early.pauses();
	expect(early.state).toMatchObject({dialogs: [], pendingDialogs: [], proposals: []});
	expect([...early.state.friends]).toEqual([bob]);
});

test('whoever is blocked asks nothing any more', () => {
	const alice = new Client().signsIn('alice', {questions: [friendship, invitation]}).pauses();
	alice.hears({type: 'answered', request: {type: 'block', user: bob}, reply: {}});
	expect(alice.state.proposals).toEqual([invitation]);
	expect(asks(alice.pauses())).toEqual(['invitation']);
});

test('those that wait at sign-in queue up, and are not asked again when only the link was lost', () => {
	const alice = new Client().signsIn('alice', {questions: [friendship, invitation]});
	expect(asks(alice.pauses())).toEqual(['friend']);
	expect(asks(alice.presses('answer', {choose: 'l'}).pauses())).toEqual(['invitation']);
	alice.presses('answer', {choose: 'l'});
	alice.signsIn('alice', {questions: [friendship]});
	alice.pauses();
	expect(alice.state.dialogs).toEqual([]);
	expect(alice.state.proposals).toEqual([friendship]);
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
	for (const key of ['accept', 'submit'] as const) {
		const alice = new Client().signsIn('alice', {questions: [friendship, invitation]}).pauses();
		alice.presses('answer', 'choiceNext', 'choiceNext');
		for (let times = 0; times < 50; times++) {
			alice.presses(key);
			alice.clock.advance(30);
		}

		expect(alice.state.proposals).toContainEqual(invitation);
		expect(alice.state.pendingDialogs).toHaveLength(1);
		expect(answers(alice).filter(({type}) => type === 'answerQuestion').length).toBeLessThan(2);
		expect(statusOf(alice.state).message).toBe('carol asks · F2 answers');
		expect(alice.pauses().state.dialogs).toHaveLength(1);
	}
});

test('one’s own question opens nothing, and its answer is told', () => {
	const own = {kind: 'friend', from: me, to: bob, at: 1} as const;
	const alice = new Client().signsIn('alice', {questions: [own]});
	alice.pauses();
	expect(alice.state.dialogs).toEqual([]);
	alice.announced({type: 'answered', ...own, accepted: false});
	expect(alice.rows.join('\n')).toContain('bob declined your friend request');
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
	expect(refused().presses('answer', {choose: 'y'}).state.open).toBe('alice+carol');
});
