/** The commands of rooms, as values: which room each means, and the requests it sends. */
import {describe, expect, test} from 'vitest';
import {roomName} from '../../protocol/names.ts';
import type {Request} from '../../protocol/index.ts';
import {safeText} from '../../protocol/text.ts';
import {say} from '../../source/state/chats/saying.ts';
import {step} from '../../source/state/model/step.ts';
import {between, Client} from '../harness/client.ts';
import {effectsOf, problemOf, run} from '../harness/command-line.ts';
import {name} from '../harness/sample-state.ts';

const build = roomName('#build')!;
const [alice, bob, carol] = [name('alice'), name('bob'), name('carol')];
const invitation = (from: string) =>
	({kind: 'invitation', from: name(from), to: alice, room: build, at: 0}) as const;
const inRoom = () =>
	new Client().signsIn('alice', {
		conversations: [
			{conversation: build, last: 0, lastAt: 0, delivered: 0, read: 0, mentions: 0, others: []},
		],
	});
const sends = (request: Request) => [{type: 'request', request}];

test('/join sends its request, and lines typed until the answer comes are held', () => {
	const client = new Client().signsIn('alice');
	expect(run('/join build', client)).toEqual(
		step(
			{...client.state, awaitedOpening: {from: undefined, lines: []}},
			{type: 'request', request: {type: 'join', room: build}},
		),
	);
	expect(problemOf('/join 7')).toContain('not a valid room name');
});

describe('/leave', () => {
	test('/leave leaves the named room, else the open one', () => {
		expect(effectsOf('/leave #build', inRoom())).toEqual(sends({type: 'leave', room: build}));
		const open = inRoom().says('/msg #build');
		expect(effectsOf('/leave', open)).toEqual([
			{type: 'request', request: {type: 'leave', room: build}, shownIn: build},
		]);
	});

	test('/leave refuses every invitation to a room that one is not in', () => {
		const invited = new Client().signsIn('alice', {questions: [invitation('bob'), invitation('carol')]});
		const refuses = (from: typeof bob) =>
			({type: 'answerQuestion', kind: 'invitation', from, room: build, accept: false}) as const;
		expect(effectsOf('/leave #build', invited)).toEqual([...sends(refuses(bob)), ...sends(refuses(carol))]);
	});

	test('/leave means no room where none is named or open', () => {
		expect(problemOf('/leave')).toContain('No room is open here');
		expect(problemOf('/leave', new Client().signsIn('alice').says('/msg bob'))).toContain(
			'No room is open here',
		);
	});
});

describe('/topic', () => {
	const open = () => inRoom().says('/msg #build');

	test('/topic shows the topic, or changes it', () => {
		const client = open();
		expect(run('/topic', client)).toEqual(
			step(say(client.state, [safeText`#build has no topic; /topic <text> sets one`])),
		);
		expect(effectsOf('/topic our  house', client)).toEqual([
			{type: 'request', request: {type: 'setTopic', room: build, topic: 'our  house'}, shownIn: build},
		]);
	});

	test('/topic says that a text is too long', () => {
		expect(problemOf(`/topic ${'x'.repeat(1000)}`, open())).toContain('too long');
	});
});

test('/invite and /names mean the named room, else the open one', () => {
	expect(effectsOf('/invite bob #build', inRoom())).toEqual(sends({type: 'invite', user: bob, room: build}));
	expect(effectsOf('/names #build', inRoom())).toEqual(sends({type: 'names', room: build}));
	const direct = new Client().signsIn('alice').says('/msg bob');
	expect(direct.state.open).toBe(between('alice', 'bob'));
	expect(problemOf('/invite carol', direct)).toContain('No room is open here');
	expect(problemOf('/names', direct)).toContain('No room is open here');
});
