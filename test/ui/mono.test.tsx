/** The theme mono: what colours say, a character or an attribute says as well. */
import chalk from 'chalk';
import {afterAll, beforeAll, expect, test} from 'vitest';
import type {RoomRole} from '../../protocol/conversations.ts';
import {LOBBY, type ConversationId} from '../../protocol/names.ts';
import type {Presence} from '../../protocol/presence.ts';
import {safeText} from '../../protocol/text.ts';
import {say} from '../../source/state/chats/saying.ts';
import type {LinkStatus} from '../../source/state/model/link.ts';
import type {State} from '../../source/state/model/state.ts';
import type {PaneName} from '../../source/ui/panes.ts';
import {mono} from '../../terminal/palette.ts';
import {Client, message, summary} from '../harness/client.ts';
import {rowsOf} from '../harness/rows-of.tsx';
import {bob, firstScreen, name, press, talking} from '../harness/sample-state.ts';

const {level} = chalk;
beforeAll(() => {
	chalk.level = 1; // attributes are drawn
});
afterAll(() => {
	chalk.level = level;
});

/** The rows of a pane as they are written to a terminal, attributes included. */
async function drawn(pane: PaneName, state: State): Promise<string> {
	const rows = await rowsOf(pane, state, mono);
	expect(rows.length, `${pane} is on the screen`).toBeGreaterThan(0);
	return rows.join('\n');
}

const wide = {columns: 80, rows: 24};
const narrow = {columns: 40, rows: 10};
const chat = talking(wide);
const small = talking(narrow);

const withPresence = (state: State, presence: Presence): State => ({
	...state,
	people: new Map(state.people).set(bob, {...state.people.get(bob)!, presence}),
});
const presences = (state: State) =>
	(['online', 'away', 'busy', 'offline'] as const).map(presence => withPresence(state, presence));

/** In a room nothing is unread, then a message, then a message that mentions the user. */
const unread = (size: State['size']) =>
	[undefined, 'hi', 'hi @alice'].map(text => {
		const conversation = '#build' as ConversationId;
		const room = {...summary('alice', 'bob', {last: 0}), conversation, others: []};
		const alice = new Client(size).signsIn('alice', {conversations: [room]});
		if (text !== undefined) alice.announced({...message('bob', 'alice', 1, text), conversation});
		return alice.state;
	});

/** Alice looks at the members of a room: bob, in a role, and herself. */
function membersOf(size: State['size'], role?: RoomRole): State {
	const room = {...summary('alice', 'bob', {last: 0}), conversation: LOBBY, others: [], members: 2};
	const people = [{user: bob, ...(role && {role})}, {user: name('zoe')}].map(
		one => ({...one, presence: 'online'}) as const,
	);
	return new Client(size)
		.signsIn('alice', {conversations: [room]})
		.presses('members')
		.hears({type: 'answered', request: {type: 'members', room: LOBBY}, reply: {members: people}}).state;
}

const links = (
	[
		{status: 'online'},
		{status: 'connecting'},
		{status: 'waiting', retryAt: 0, attempt: 1, reason: safeText`It broke.`},
		{status: 'stopped'},
	] satisfies LinkStatus[]
).map(link => ({...chat, link}));

/** A message that waits, could not be sent, and is chosen among those. */
const sendings = (() => {
	const alice = new Client(wide).signsIn('alice').says('/msg bob').says('hello');
	const waits = alice.state;
	for (const {entry} of alice.taken('send')) alice.hears({type: 'notSent', entry, problem: safeText`No.`});
	return [waits, alice.state, alice.presses('failedPrevious').state];
})();

const jump = press(chat, 'jump');
const question = press(firstScreen(wide), 'submit');

const facts: ReadonlyArray<readonly [fact: string, pane: PaneName, states: readonly State[]]> = [
	['which pane has the keyboard', 'contacts', [chat, {...chat, pane: 'contacts'}]],
	['which pane has the keyboard', 'transcript', [chat, {...chat, pane: 'transcript'}]],
	['which pane has the keyboard', 'bar', [chat, {...chat, pane: 'contacts'}]],
	[
		'which pane has the keyboard, on a narrow screen',
		'compactContacts',
		[small, {...small, pane: 'contacts'}],
	],
	['who is online, away, busy or offline', 'contacts', presences(chat)],
	['who is online, away, busy or offline, on a narrow screen', 'compactContacts', presences(small)],
	['who of the members is online, away, busy or offline', 'members', presences(membersOf(wide))],
	[
		'who is a member, an operator or the owner',
		'members',
		([undefined, 'operator', 'owner'] as const).map(role => membersOf(wide, role)),
	],
	[
		'which member is chosen',
		'members',
		[press(membersOf(wide), 'panePrevious'), press(membersOf(wide), 'panePrevious', 'listDown')],
	],
	['what is unread, and where somebody is mentioned', 'contacts', unread(wide)],
	['what is unread, and where somebody is mentioned, on a narrow screen', 'compactContacts', unread(narrow)],
	['what waits, has failed and is chosen', 'transcript', sendings],
	['which chat is chosen', 'dialog', [jump, press(jump, 'choiceNext')]],
	['which button is chosen', 'dialog', [question, press(question, 'choiceNext')]],
	['how the link is', 'status', links],
	[
		'what is an error',
		'transcript',
		(['info', 'good', 'bad'] as const).map(tone => say(chat, [safeText`the same words`], tone)),
	],
];

test.each(facts)('%s is told without colours: %s', async (_, pane, states) => {
	const all = await Promise.all(states.map(state => drawn(pane, state)));
	expect(new Set(all).size).toBe(states.length);
	expect(all.join('')).not.toMatch(/\x1b\[(?:[\d;]*;)?(?:3[0-8]|4[0-8]|9\d|10[0-7])/);
});
