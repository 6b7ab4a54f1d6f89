/** The commands that change messages, and the lines that do so without a command: which message each means. */
import {describe, expect, test} from 'vitest';
import type {Change} from '../../protocol/changes.ts';
import {Client, message} from '../harness/client.ts';

function talking(): Client {
	return new Client()
		.signsIn('alice')
		.says('/msg bob')
		.announced(
			message('alice', 'bob', 1, 'frist'),
			message('bob', 'alice', 2, 'what?'),
			message('alice', 'bob', 3, 'first, frist of all'),
			message('bob', 'alice', 4, 'ah'),
		);
}

const changesOf = (client: Client) =>
	client.taken('send').map(({entry}) => [entry.changes?.target, entry.changes?.change]);
const react = (emoji: string, on = true): Change => ({type: 'react', emoji, on});

test.each<[string, number, Change]>([
	['/edit first', 3, {type: 'edit', text: 'first'}],
	['/correct  two  spaces', 3, {type: 'edit', text: ' two  spaces'}],
	['/delete', 3, {type: 'delete'}],
	['/redact 2', 1, {type: 'delete'}],
	['/react 👍', 4, react('👍')],
	['/react :thumbsup: 2', 3, react('👍')],
	['+:thumbsup:', 4, react('👍')],
	['3+:tada:', 2, react('🎉')],
	['+👍', 4, react('👍')],
	['s/frist/first/', 3, {type: 'edit', text: 'first, first of all'}],
	['s/st/ST/g', 3, {type: 'edit', text: 'firST, friST of all'}],
	['s/ of all//', 3, {type: 'edit', text: 'first, frist'}],
	['s/t, f/t\\/f/', 3, {type: 'edit', text: 'first/frist of all'}],
])('%j changes message %i', (line, target, change) => {
	const alice = talking().says(line);
	expect(changesOf(alice)).toEqual([[target, change]]);
	expect(alice.bar).toBe('');
});

describe('/unreact', () => {
	const reacted = (...emojis: readonly string[]) => {
		const alice = talking();
		for (const emoji of emojis) alice.says(`/react ${emoji}`);
		alice.taken('send');
		return alice;
	};

	test.each<[string, readonly string[], string]>([
		['/unreact ❤️', ['❤️'], '❤️'],
		['/unreact :heart:', ['👍', '❤️'], '❤️'],
		['/unreact', ['👍'], '👍'],
	])('%j takes away a reaction that is one’s own, of %j', (line, emojis, emoji) => {
		expect(changesOf(reacted(...emojis).says(line))).toEqual([[4, react(emoji, false)]]);
	});

	test.each<[string, readonly string[], string]>([
		['/unreact', [], 'You have not reacted to that message.'],
		['/unreact', ['👍', '❤️'], 'You have reacted with 👍 ❤️; say which one.'],
		['/unreact :tada:', ['👍'], 'You have not reacted with 🎉 to that message.'],
		['/unreact 👍 9', ['👍'], 'There is no such message here'],
	])('%j after reactions %j says what is wrong', (line, emojis, problem) => {
		const alice = reacted(...emojis).says(line);
		expect([alice.state.statusMessage, alice.bar]).toEqual([expect.stringContaining(problem), line]);
		expect(alice.taken('send')).toEqual([]);
	});
});

describe('the line stays, with a sentence that says what to do,', () => {
	test.each([
		['/edit', 'Usage: /edit <text>'],
		['/react', 'Usage: /react <emoji>'],
		['/react nonsense', 'nonsense is not a valid emoji'],
		['/react 👍 9', 'There is no such message here'],
		['/delete 3', 'There is no such message here'],
		['s/nowhere/here/', 'does not contain “nowhere”'],
		['s/first, frist of all//', 'There is nothing to send'],
	])('for %j', (line, problem) => {
		const alice = talking().says(line);
		expect(alice.state.statusMessage).toContain(problem);
		expect(alice.bar).toBe(line);
		expect(alice.taken('send')).toEqual([]);
	});

	test('where nothing can be edited', () => {
		expect(new Client().signsIn('alice').says('/edit x').state.statusMessage).toContain(
			'No conversation is open',
		);
		const silent = new Client().signsIn('alice').says('/msg bob');
		expect(silent.says('/edit x').state.statusMessage).toContain('You have not written a message here');
	});
});

test('a line that looks like a substitution and is none is sent by a second Enter', () => {
	const alice = talking().says('s/nowhere/here/');
	alice.presses('submit');
	expect(alice.taken('send').map(({entry}) => entry.text)).toEqual(['s/nowhere/here/']);
});

test.each(['s/he', 's/he is', '+1', '+', '2+2', '3+:nonsense:', 'and/or/', '+:)'])('%j is text', line => {
	const alice = talking().says(line);
	expect(alice.taken('send').map(({entry}) => [entry.text, entry.changes])).toEqual([[line, undefined]]);
});

test('a message that was deleted or hidden is not counted', () => {
	const alice = talking().says('/delete');
	alice.taken('send');
	expect(changesOf(alice.says('/delete'))).toEqual([[1, {type: 'delete'}]]);
});
