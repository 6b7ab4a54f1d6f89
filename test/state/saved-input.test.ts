/** What is told to be kept as one types, and what a start makes of it: is anything a person wrote ever lost, or sent unasked? */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {LOBBY, type ConversationId} from '../../protocol/names.ts';
import {safeText} from '../../protocol/text.ts';
import type {OutboxEntry} from '../../source/state/model/link.ts';
import {
	applyChange,
	NO_SAVED_INPUT,
	type DraftPlace,
	type SavedInput,
} from '../../source/state/model/saved-input.ts';
import {between, Client, summary} from '../harness/client.ts';

const withBob = between('alice', 'bob');
const withCarol = between('alice', 'carol');

/** What stands on disk after all that the client told so far. */
function kept(client: Client, before: SavedInput = NO_SAVED_INPUT): SavedInput {
	return client.taken('keepDrafts').reduce((all, {changed}) => applyChange(all, changed), before);
}

function written(parts: {
	drafts?: ReadonlyArray<readonly [DraftPlace, string]>;
	sent?: readonly string[];
	cleared?: readonly string[];
}): SavedInput {
	return {...NO_SAVED_INPUT, ...parts, drafts: new Map(parts.drafts)};
}

function aliceWithBob(): Client {
	return new Client().signsIn('alice').says('/msg bob');
}

/** Alice at a new start, in the lobby, with what was kept. */
function aliceAgain(earlier: SavedInput, rooms: readonly ConversationId[] = [LOBBY]): Client {
	const conversations = rooms.map(conversation => ({...summary('alice', 'bob', {last: 0}), conversation}));
	const {open: _left, ...saved} = earlier;
	return new Client().signsIn('alice', {conversations}).hears({type: 'draftsLoaded', saved});
}

test('a draft is kept with every key, for its conversation, and is gone once it is sent', () => {
	const alice = aliceWithBob().types('half a');
	const before = kept(alice);
	expect([...before.drafts]).toEqual([[withBob, 'half a']]);
	const after = kept(alice.presses('submit'), before);
	expect([...after.drafts]).toEqual([]);
	expect(after.sent).toEqual(['/msg bob', 'half a']);
});

test('each line that is sent is told as such, so that it is written at once, even the same one twice', () => {
	const alice = aliceWithBob().says('ok');
	alice.taken('keepDrafts');
	const told = alice.says('ok').taken('keepDrafts');
	expect(told.at(-1)?.changed).toMatchObject({drafts: new Map([[withBob, '']]), sent: ['/msg bob', 'ok']});
});

test('each conversation keeps its own draft, and one that is begun anew is where it was after a start', () => {
	const alice = aliceWithBob().types('for bob');
	alice.presses('conversationNext').types('for carol');
	const earlier = kept(alice);
	expect(new Set(earlier.drafts)).toEqual(
		new Set([
			[withBob, 'for bob'],
			[withCarol, 'for carol'],
		]),
	);
	const again = aliceAgain(earlier);
	expect(again.bar).toBe('');
	expect(again.says('/msg carol').bar).toBe('for carol');
	expect(again.says('').presses('deleteToStart').says('/msg bob').bar).toBe('for bob');
});

test('a draft of the conversation that is open after a start stands in the bar', () => {
	const again = aliceAgain(written({drafts: [[LOBBY, 'hello eve']]}));
	expect(again.state.open).toBe(LOBBY);
	expect(again.bar).toBe('hello eve');
});

test('what stands in the bar already stays there, and the older draft comes back with Ctrl-Y', () => {
	const conversations = [{...summary('alice', 'bob', {last: 0}), conversation: LOBBY}];
	const alice = new Client().signsIn('alice', {conversations}).types('typed since');
	alice.hears({type: 'draftsLoaded', saved: written({drafts: [[LOBBY, 'from before']]})});
	expect(alice.bar).toBe('typed since');
	expect(alice.presses('deleteToStart', 'bringBack', 'bringBack').bar).toBe('from before');
});

test('the lines sent before are called back after a start, and so is what was cleared', () => {
	const alice = aliceWithBob().says('first').says('second').types('an hour of work').presses('interrupt');
	const again = aliceAgain(kept(alice));
	expect(again.presses('bringBack').bar).toBe('an hour of work');
	expect(again.presses('deleteToStart', 'historyPrevious').bar).toBe('second');
	expect(again.presses('historyPrevious').bar).toBe('first');
});

test('a draft that a recalled line covers is the draft; once the line is changed, the other comes back with Ctrl-Y', () => {
	const alice = aliceWithBob().says('one').types('half').presses('historyPrevious');
	expect(kept(alice).drafts.get(withBob)).toBe('half');
	const earlier = kept(alice.types('!'));
	expect(earlier.drafts.get(withBob)).toBe('one!');
	expect(earlier.cleared).toEqual(['half']);
	alice.presses('conversationNext', 'conversationLast');
	expect(alice.bar).toBe('one!');
	expect(alice.presses('deleteToStart', 'bringBack', 'bringBack').bar).toBe('half');
});

test('a recalled line that was changed and left comes back with Ctrl-Y once another was sent', () => {
	const alice = aliceWithBob().says('one').says('two');
	alice.presses('historyPrevious').types(' and more').presses('historyPrevious', 'submit');
	expect(alice.presses('bringBack').bar).toBe('two and more');
});

test('a paste is kept as it was sent, and is no command after a start either', () => {
	const alice = aliceWithBob().hears({type: 'pasted', text: '/quit\n\tnow'});
	const again = aliceAgain(kept(alice)).says('/msg bob').presses('submit');
	expect(again.taken('send').map(({entry}) => entry.text)).toEqual(['/quit\n\tnow']);
	expect(again.taken('quit')).toEqual([]);
});

test('a draft of a room that one has left, or that is gone, comes back with Ctrl-Y, and it is said', () => {
	const again = aliceAgain(written({drafts: [['#gone' as ConversationId, 'for those who were there']]}));
	expect(again.rows.join(' ')).toContain('Your draft for #gone comes back with Ctrl-Y.');
	expect(again.presses('bringBack').bar).toBe('for those who were there');
});

test('what was being written in a room never stands in another one’s bar when one is taken out of it', () => {
	const room = '#build' as ConversationId;
	const conversations = [LOBBY, room].map(conversation => ({
		...summary('alice', 'bob', {last: 0}),
		conversation,
	}));
	const alice = new Client().signsIn('alice', {conversations}).says('/msg #build').types('for you only');
	const {user} = alice.state.me!;
	alice.announced({type: 'memberLeft', conversation: room, user, at: 0});
	expect([alice.state.open, alice.bar]).toEqual([LOBBY, '']);
	expect(alice.presses('bringBack').bar).toBe('for you only');
});

test('/logout keeps the drafts and forgets them on the screen; nothing of the next person is taken for hers', () => {
	const alice = aliceWithBob().types('for bob').presses('conversationNext').says('/logout');
	const earlier = kept(alice);
	expect([...earlier.drafts]).toEqual([[withBob, 'for bob']]);
	expect(earlier.sent).toEqual(['/msg bob', '/logout']);
	alice.signsIn('carol').types('of carol');
	const told = alice.taken('keepDrafts');
	expect(new Set(told.map(({user}) => user))).toEqual(new Set(['carol']));
	expect(alice.presses('deleteToStart', 'historyPrevious').bar).toBe('');
});

test('whoever signs in next, after the server signed one out, finds what they have kept themselves', () => {
	const alice = aliceWithBob().says('hi').types('half');
	alice.hears({type: 'signedOut', reason: safeText`You were signed out.`});
	alice.taken('keepDrafts');
	expect(alice.signsIn('carol').taken('keepDrafts')).toEqual([]);
	const mine = written({sent: ['of carol'], cleared: ['hers, too']});
	expect(kept(alice.hears({type: 'draftsLoaded', saved: mine}), mine)).toEqual(mine);
	expect(alice.presses('historyPrevious').bar).toBe('of carol');
});

test('what is typed into forms and password dialogs is never kept', () => {
	const alice = aliceWithBob().says('/password');
	kept(alice);
	alice.types('old secret').presses('submit').types('new secret').presses('submit').types('new secret');
	expect(alice.presses('submit').taken('keepDrafts')).toEqual([]);
});

test('the same person who is back finds what was typed meanwhile, and it is kept then', () => {
	const alice = aliceWithBob().types('half');
	const earlier = kept(alice);
	alice.hears({type: 'signedOut', reason: safeText`You were signed out.`});
	alice.hears({type: 'edited', before: ' a word'});
	expect(kept(alice, earlier).drafts.get(withBob)).toBe('half a word');
	alice.pauses();
	alice.signsIn('alice').hears({type: 'draftsLoaded', saved: earlier});
	expect(alice.bar).toBe('half a word');
	const now = kept(alice, earlier);
	expect(now.drafts.get(withBob)).toBe('half a word');
	expect(now.cleared).toEqual([]);
});

test('Ctrl-Y again brings back what was cleared before that, in the place of the last', () => {
	const alice = aliceWithBob().types('one').presses('interrupt').types('two').presses('interrupt');
	alice.types('> ').presses('bringBack');
	expect([alice.bar, alice.state.statusMessage]).toEqual(['> two', 'Ctrl-Y again for the one before']);
	expect(alice.presses('bringBack').bar).toBe('> one');
	expect(alice.presses('bringBack').bar).toBe('> two');
	expect(alice.types('!').presses('bringBack').bar).toBe('> two!two');
});

const keys = [
	'historyPrevious',
	'historyNext',
	'historySearch',
	'submit',
	'interrupt',
	'deleteToStart',
	'deleteWordBack',
	'cursorStart',
	'bringBack',
	'conversationNext',
	'conversationPrevious',
	'conversationLast',
	'cancel',
	'failedPrevious',
	'cursorEnd',
] as const;
type Step = (typeof keys)[number] | 'word' | 'refused';
const steps = fc.array(
	fc.oneof<Array<fc.Arbitrary<Step>>>(fc.constantFrom('word', 'refused'), fc.constantFrom(...keys)),
	{
		maxLength: 25,
	},
);

test('whatever one presses, each word that was ever typed is on disk or in a message, and so it is after a start', () => {
	fc.assert(
		fc.property(steps, order => {
			const alice = aliceWithBob();
			let disk = NO_SAVED_INPUT;
			const words: string[] = [];
			const sent = new Map<string, OutboxEntry>();
			const missing = (client: Client) => {
				disk = kept(client, disk);
				for (const {entry} of client.taken('send')) sent.set(entry.id, entry);
				for (const {id} of client.taken('forget')) sent.delete(id);
				const texts = [
					...disk.drafts.values(),
					...disk.sent,
					...disk.cleared,
					...[...sent.values()].map(({text}) => text),
				];
				return words.filter(word => !texts.some(text => text.includes(word)));
			};

			for (const step of order) {
				if (step === 'word') alice.types(words[words.push(`w${words.length}.`) - 1]!);
				else if (step === 'refused')
					for (const entry of sent.values()) alice.hears({type: 'notSent', entry, problem: safeText`No.`});
				else alice.presses(step);
				if (alice.state.dialogs.length > 0) alice.presses('cancel'); // asked whether to quit
				expect(missing(alice)).toEqual([]);
			}

			const again = aliceAgain(disk);
			expect(missing(again)).toEqual([]);
		}),
		{numRuns: 300, examples: [[['word', 'submit', 'historyPrevious', 'cursorEnd', 'word']]]},
	);
});

test('nothing grows without a bound: the newest stays', () => {
	const many = Array.from({length: 1000}, (_, at) => `line ${at}`);
	const all = applyChange(NO_SAVED_INPUT, {
		drafts: new Map(many.map((line, at) => [`#room-${at}` as ConversationId, line])),
		sent: many,
		cleared: [...many, 'x'.repeat(1024 * 1024 - 20)],
	});
	expect([all.drafts.size, all.sent.length, all.cleared.length]).toEqual([500, 500, 3]);
	expect(all.sent.at(-1)).toBe('line 999');
	expect([...all.drafts.keys()].at(-1)).toBe('#room-999');
});
