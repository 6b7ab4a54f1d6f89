/** Searching and going to a chat: dialogs with a list that follows from what is typed. */
import {describe, expect, test} from 'vitest';
import {type ConversationId, directConversation} from '../../protocol/names.ts';
import type {RequestOf} from '../../protocol/index.ts';
import type {Summary} from '../../protocol/conversations.ts';
import {MAX_HITS} from '../../source/state/dialogs/searching.ts';
import {hitsInRow} from '../../source/state/dialogs/found-text.ts';
import {pickerView} from '../../source/state/pickers/list-dialog.ts';
import type {Picker} from '../../source/state/model/dialog.ts';
import {safeText} from '../../protocol/text.ts';
import {linesOf} from '../../source/state/transcript/pieces.ts';
import {actionOf} from '../../source/state/keyboard/chords.ts';
import {dialogCard} from '../../source/ui/dialog-card.ts';
import {cardAt} from '../../terminal/ui/card.ts';
import {width} from '../../terminal/width.ts';
import {between, Client, message, summary} from '../harness/client.ts';
import {name} from '../harness/sample-state.ts';

const people = ['bob', 'carol', 'robert'];
const held = (id: string, more: Partial<Summary>): Summary => ({
	...summary('alice', 'bob', {last: 1}),
	conversation: id as ConversationId,
	...more,
});
const conversations = [
	held('alice+bob', {last: 300, delivered: 300, read: 300, lastAt: 2000}),
	held('#lobby', {last: 5, delivered: 5, read: 5, lastAt: 3000}),
	held('#build', {last: 7, delivered: 7, read: 6, lastAt: 1000}),
];
const alice = () => new Client().signsIn('alice', {people, conversations});
const withBob = directConversation(name('alice'), name('bob'));
const view = (client: Client) => pickerView(client.state, client.state.dialogs.at(-1) as Picker);
const footer = (client: Client) => view(client).footer.join(' · ');
const rows = (client: Client) => view(client).rows.map(String);

/** What the client has asked to be searched, answered in this way. */
function finds(
	client: Client,
	found: ReadonlyArray<readonly [id: string, sequence: number, from: string, text: string]>,
	left: RequestOf<'search'>['places'] = [],
): Client {
	const request = asked(client);
	return client.hears({
		type: 'answered',
		request,
		reply: {
			found: found.map(([id, sequence, from, text]) => ({
				conversation: id as ConversationId,
				sequence,
				id: `${id}${sequence}`,
				from: name(from),
				at: client.state.now - 1000 * (1000 - sequence),
				text,
			})),
			left,
		},
	});
}

function asked(client: Client): RequestOf<'search'> {
	const requests = client.taken('request').map(({request}) => request);
	const search = requests.find(({type}) => type === 'search');
	if (search?.type !== 'search') throw new Error('nothing was searched');
	return search;
}

test('/search looks in the open conversation, and Enter goes to the message', () => {
	const client = alice().says('/msg bob').says('/search green tea');
	finds(client, [
		[withBob, 250, 'bob', 'green tea?'],
		[withBob, 7, 'alice', 'tea is green'],
	]);
	expect(rows(client)).toEqual([
		expect.stringMatching(/ bob: green tea\?$/),
		expect.stringMatching(/ alice: tea is green$/),
	]);
	client.presses('choiceNext', 'accept');
	expect(client.state.dialogs).toEqual([]);
	expect(client.state.open).toBe(withBob);
	expect(client.state.conversations.get(withBob)?.goTo).toBe(7);
});

test('a hit is shown with what was said before and after it, also where it is far down in a long message', () => {
	const long = Array.from({length: 60}, (_, at) => (at === 40 ? 'green tea' : `row ${at}`)).join('\n');
	const client = new Client().signsIn('alice', {people}).says('/msg bob');
	for (let at = 1; at <= 100; at++)
		client.announced(message('bob', 'alice', at, at === 50 ? 'some tea?' : at === 80 ? long : `line ${at}`));
	finds(client.says('/search tea'), [
		[withBob, 80, 'bob', long],
		[withBob, 50, 'bob', 'some tea?'],
	]);
	const around = (said: string) => {
		const at = client.rows.findIndex(row => row.endsWith(said));
		return [client.rows[at - 5], client.rows[at + 5]].map(row => row?.replace(/^.*(?=line|row)/, ''));
	};

	client.presses('accept');
	expect(around('green tea')).toEqual(['row 35', 'row 45']);
	client.presses('hitNext');
	expect(around('some tea?')).toEqual(['line 45', 'line 55']);
});

test('what is typed anew is searched by Enter, and the line below says so', () => {
	const client = alice().says('/search tea');
	finds(client, [['#lobby', 3, 'bob', 'tea']]);
	expect(footer(client)).toContain('Enter goes there');
	expect(footer(client.types('pot'))).toBe('Enter searches · Tab everywhere · Esc');
});

test('Tab searches everywhere, the chats of the newest messages first, and back', () => {
	const client = alice().says('/search tea');
	expect(asked(client).places).toEqual([{conversation: '#lobby', before: 6}]);
	client.presses('searchElsewhere');
	expect(asked(client).places.map(({conversation}) => conversation)).toEqual(['#lobby', withBob, '#build']);
	client.presses('searchElsewhere');
	finds(client, []);
	expect(footer(client)).toContain('Nothing was found');
});

test('everywhere, it is said where each was found, the newest first', () => {
	const client = alice().presses('search', 'searchElsewhere').types('tea').presses('accept');
	finds(client, [
		['#lobby', 3, 'bob', 'tea'],
		[withBob, 250, 'alice', 'tea'],
		['#build', 4, 'carol', 'tea'],
	]);
	expect(rows(client).map(row => row.replace(/^.*\d\d:\d\d /, ''))).toEqual([
		'alice to bob: tea',
		'carol in #build: tea',
		'bob in #lobby: tea',
	]);
});

test('goes on into the past part by part, until all was searched', () => {
	const client = alice().says('/msg bob').says('/search tea');
	finds(client, [[withBob, 250, 'bob', 'tea']], [{conversation: withBob, before: 200}]);
	expect(footer(client)).toBe('Searching… 1 found');
	finds(client, [], [{conversation: withBob, before: 100}]);
	finds(client, [[withBob, 3, 'bob', 'old tea']]);
	expect(footer(client)).toContain('2 found');
	expect(client.taken('request')).toEqual([]);
});

test('stops where enough was found', () => {
	const client = alice().says('/msg bob').says('/search tea');
	const many = Array.from({length: MAX_HITS}, (_, at) => [withBob, at + 1, 'bob', 'tea'] as const);
	finds(client, many, [{conversation: withBob, before: 1}]);
	expect(footer(client)).toContain(`The newest ${MAX_HITS}`);
	expect(client.taken('request')).toEqual([]);
});

test('what comes above the chosen message does not change the choice', () => {
	const client = alice().presses('search', 'searchElsewhere').types('tea').presses('accept');
	finds(
		client,
		[
			['#lobby', 4, 'bob', 'tea four'],
			['#lobby', 3, 'bob', 'tea three'],
		],
		[{conversation: withBob, before: 300}],
	);
	client.presses('choiceNext');
	finds(client, [[withBob, 250, 'bob', 'newer tea']]);
	expect(rows(client)[view(client).chosen]).toContain('tea three');
});

test('an answer to an earlier search is not shown', () => {
	const client = alice().says('/search tea');
	const request = asked(client);
	client.types('pot').presses('accept');
	client.hears({type: 'answered', request, reply: {found: [], left: []}});
	expect(footer(client)).toBe('Searching… 0 found');
	client.presses('cancel').hears({type: 'answered', request, reply: {found: [], left: []}});
	expect(client.state.dialogs).toEqual([]);
});

test('what somebody wrote whom one has blocked is not found', () => {
	const client = new Client()
		.signsIn('alice', {people, conversations, blocked: ['carol']})
		.says('/search tea');
	finds(client, [
		['#lobby', 4, 'carol', 'tea'],
		['#lobby', 3, 'bob', 'tea'],
	]);
	expect(rows(client)).toHaveLength(1);
});

test('a link that is down is said in the dialog, and Enter tries again', () => {
	const client = alice().says('/search tea');
	client.hears({type: 'unanswered', request: asked(client)});
	expect(footer(client)).toContain('could not be asked');
	expect(asked(client.presses('accept')).text).toBe('tea');
});

test('a found text is cut to one line, with the word in sight and nothing in it that a terminal obeys', () => {
	const client = alice().says('/search needle');
	finds(client, [['#lobby', 4, 'bob', `${'hay '.repeat(50)}\n\x1b[31mneedle and more`]]);
	expect(rows(client)[0]).toMatch(/bob: ….{0,20}needle and more$/);
	expect(rows(client)[0]).not.toMatch(/\p{Cc}/u);
});

test('the command bar keeps its text under the dialogs', () => {
	const client = alice().types('half a sentence').presses('search').types('tea').presses('cancel', 'jump');
	client.types('bo').presses('cancel');
	expect(client.bar).toBe('half a sentence');
});

test('Ctrl-G goes to the chat whose name begins, then contains, what is typed', () => {
	const client = alice().presses('jump').types('ob');
	expect(rows(client)).toEqual(['bob', 'robert']);
	client.presses('accept');
	expect(client.state.open).toBe(withBob);
	client.presses('jump').types('bui');
	expect(rows(client)).toEqual(['#build  1']);
	client.presses('cancel', 'jump').types('rbt');
	expect(rows(client)).toEqual(['robert']);
	expect(client.presses('accept').state.open).toBe(between('alice', 'robert'));
});

test('before anything is typed, Enter goes to what is unread, then to the chat before this one', () => {
	const client = alice().says('/msg bob').presses('jump', 'accept');
	expect(client.state.open).toBe('#build');
	client.presses('jump', 'accept');
	expect(client.state.open).toBe(withBob);
});

test('Ctrl-K deletes to the end of the line, and goes to a chat where the line is empty', () => {
	const client = alice().types('one two').presses('cursorWordLeft', 'deleteToEnd');
	expect(client.bar).toBe('one ');
	client.presses('deleteToStart', 'deleteToEnd');
	expect(client.state.dialogs.map(({type}) => type)).toEqual(['jump']);
});

test('a name that no chat has says so, and Enter does nothing', () => {
	const client = alice().presses('jump').types('zzz');
	expect(footer(client)).toContain('No chat or command is called like that');
	expect(client.presses('accept').state.dialogs).toHaveLength(1);
});

const names = (client: Client) => rows(client).map(row => row.replace(/ {2}.*/, ''));

describe('Ctrl-G finds commands by a part of their name', () => {
	test('behind the people and rooms that fit as well, before those that fit less', () => {
		expect(names(alice().presses('jump').types('b')).slice(0, 3)).toEqual(['#build', 'bob', '/bare']);
		expect(names(alice().presses('jump').types('bus'))).toEqual(['/busy']);
		expect(names(alice().presses('jump').types('code'))).toEqual([
			'/invite-code',
			'/invite-codes',
			'/revoke-code',
		]);
		expect(names(alice().presses('jump').types('ro'))[0]).toBe('robert');
	});

	test('also by another name of the command, and none of those that the user may not use', () => {
		expect(names(alice().presses('jump').types('part'))[0]).toBe('/leave');
		const client = alice().presses('jump').types('kick');
		expect(names(client)).toEqual(['/kick']);
		client.hears({type: 'announced', announcement: {type: 'roleChanged', admin: true}});
		expect(names(client)).toEqual(['/kick', '/server-kick']);
	});

	test('# finds rooms alone, @ people, and / commands', () => {
		expect(names(alice().presses('jump').types('#b'))).toEqual(['#build']);
		expect(names(alice().presses('jump').types('@b'))).toEqual(['bob', 'robert']);
		const all = names(alice().presses('jump').types('/'));
		expect(all.length).toBeGreaterThan(40);
		expect(all.filter(name => !name.startsWith('/'))).toEqual([]);
	});

	test('in a card that keeps its size while the user types', () => {
		const size = {columns: 80, rows: 24};
		const client = new Client(size).signsIn('alice', {people, conversations}).presses('jump');
		const rectangle = () => cardAt(dialogCard(client.state)!, size);
		const empty = rectangle();
		for (const letter of '/top') {
			client.types(letter);
			expect(rectangle()).toEqual(empty);
		}
	});

	test('before anything is typed, only chats are there', () => {
		expect(names(alice().presses('jump')).filter(name => name.startsWith('/'))).toEqual([]);
	});

	test('one that takes nothing and harms nothing runs at once, and the draft stays', () => {
		const client = alice().types('half a sentence').presses('jump').types('rooms');
		expect(footer(client)).toContain('Enter runs it');
		client.presses('accept');
		expect(client.taken('request').map(({request}) => request.type)).toContain('rooms');
		expect([client.bar, client.state.dialogs]).toEqual(['half a sentence', []]);
	});

	test('one that takes something comes into the line with a blank, and what was there comes back', () => {
		const client = alice().types('half a sentence').presses('jump').types('topic');
		expect(footer(client)).toContain('Enter puts it into the line');
		expect(client.presses('accept').bar).toBe('/topic ');
		expect(client.state.statusMessage).toBe('Ctrl-Y brings it back.');
		expect(client.presses('deleteToStart', 'bringBack', 'bringBack').bar).toBe('half a sentence');
	});

	test('one that ends something waits in the line for Enter', () => {
		const client = alice().presses('jump').types('logout').presses('accept');
		expect([client.bar, client.state.place.at]).toEqual(['/logout', 'chat']);
	});
});

test('a hit stands in the middle of what is around it, on the smallest screen too, and is known for what it is', () => {
	for (const columns of [40, 80, 120]) {
		const client = new Client({columns, rows: 24}).signsIn('alice', {people, conversations});
		client.says('/search İSTANBUL tea');
		finds(client, [['#lobby', 4, 'bob', `${'before '.repeat(30)}istanbul and TEA${' after'.repeat(30)}`]]);
		const row = view(client).rows[0]!;
		expect(row).toMatch(/bob: …[before ]+istanbul and TEA/);
		expect(width(row.slice(0, row.indexOf('istanbul') + 8))).toBeLessThanOrEqual(columns - 6);
		expect(hitsInRow(row, 'İSTANBUL tea bob').map(([from, to]) => row.slice(from, to))).toEqual([
			'istanbul',
			'TEA',
		]);
	}
});

test('a hit is marked where it stands, behind letters that compare as others', () => {
	const row = safeText`12:00 bob: ﬁne ß İ and tea`;
	const words = (searched: string) => hitsInRow(row, searched).map(([from, to]) => row.slice(from, to));
	expect(words('TEA')).toEqual(['tea']);
	expect(words('ss i')).toEqual(['ﬁ', 'ß', 'İ']);
});

test('from a hit that is shown, n and N go to the others, where the words are marked, until Esc', () => {
	const client = alice().says('/search tea');
	finds(client, [
		['#lobby', 9, 'bob', 'tea at nine'],
		['#lobby', 4, 'bob', 'tea at four'],
	]);
	client.presses('accept');
	const shown = () => [client.state.open, client.state.selected?.sequence];
	expect(shown()).toEqual(['#lobby', 9]);
	expect(shownText(client.presses('hitNext'))).toMatch(/^Hit 2 of 2/);
	expect(shown()).toEqual(['#lobby', 4]);
	expect(shownText(client.presses('hitNext'))).toBe('No older hit.');
	client.presses('hitPrevious');
	expect(shown()).toEqual(['#lobby', 9]);
	const found = linesOf({text: 'more Tea, please'}, 40, undefined, client.state.hits?.text);
	expect(found[0]?.pieces?.filter(({isFound}) => isFound).map(({text}) => text)).toEqual(['Tea']);
	client.presses('cancel');
	expect(client.state.hits).toBeUndefined();
	expect(actionOf('n', 'message')).toBe('hitNext');
});

function shownText({state}: Client): string {
	return state.statusMessage ?? '';
}
