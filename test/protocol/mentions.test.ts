/** Whom does a text call by name? */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {mentionedIn} from '../../protocol/mentions.ts';
import type {UserName} from '../../protocol/names.ts';
import {clean} from '../../protocol/text.ts';

const people = new Set(['bob', 'bobby', 'bob.smith', 'al-ice', 'tel', 'r2'] as UserName[]);
const called = (text: string) => mentionedIn(text, people);

test.each([
	'bob',
	'@bob',
	'BOB!',
	'hello Bob, are you there?',
	'(bob)',
	'"bob"',
	'@bob: look',
	'bob…',
	'bob.',
	'_bob_ and **more**',
	'@bob’s plan',
	"bob's plan",
	'the plan\nis Bob’s',
	'bob/eve',
	'eve--bob',
	'＠ｂｏｂ',
	'请问bob在吗',
	'สวัสดีbob',
	'b\u200bob',
	'\u202ebob',
	'\u001b[31mbob\u001b[0m',
])('%j calls bob', text => {
	expect(called(text)).toEqual(['bob']);
});

test.each([
	'bo',
	'bobs',
	'kebob',
	'bob1',
	'2bob',
	'bobé',
	'bob\u0301',
	'ébob',
	'bob.s',
	'bob-eve',
	'eve_bob',
	'',
])('%j calls nobody', text => {
	expect(called(text)).toEqual([]);
});

test.each([
	'bob@example.com',
	'write to <bob@example.com>',
	'mailto:bob@example.com?subject=hello',
	'@bob@example.social',
	'ssh bob@build',
	'eve@bob.example',
	'https://host/@bob',
	'see https://bob.example/tel',
	'(http://host:8080/~bob?q=tel#r2)',
	'HTTPS://HOST/@BOB',
	'host.example/@bob',
	'host.example:8080/bob',
	'localhost/bob',
	'build:8080/bob',
	'192.168.0.1/bob',
	'[::1]:8080/bob',
	'git+ssh://bob@host/r2',
	'https://host/hôtel/bob',
])('the bob of an address is not called: %j', text => {
	expect(called(text)).toEqual([]);
});

test('who is called beside an address is called', () => {
	expect(called('bob: https://host/@tel')).toEqual(['bob']);
	expect(called('https://host/@tel bob')).toEqual(['bob']);
	expect(called('bob,tel@example.com')).toEqual(['bob']);
	expect(called('bob @ 5, tel')).toEqual(['bob', 'tel']);
	expect(called('@bob @tel')).toEqual(['bob', 'tel']);
});

test('whose name begins with another name is the only one called by it', () => {
	expect(called('bobby')).toEqual(['bobby']);
	expect(called('@bob.smith!')).toEqual(['bob.smith']);
	expect(called('Al-Ice, R2 and bob.smith.')).toEqual(['al-ice', 'r2', 'bob.smith']);
});

test('a foreign word does not call whom a part of it names', () => {
	expect(called('un hôtel')).toEqual([]);
	expect(called('un ho\u0302tel')).toEqual([]);
	expect(called('un hô tel')).toEqual(['tel']);
});

test('who is called twice is called once, and a stranger is not called', () => {
	expect(called('bob, bob and @bob; and eve')).toEqual(['bob']);
});

test('the same people are called by a text as it was sent and as it is shown', () => {
	const piece = fc.constantFrom(
		...'bob @ . - _ é ô \u0301 \u200b \u200d \u001b[1m \u202e 漢 Ｂ \n'.split(' '),
		' ',
	);
	const property = fc.property(fc.array(piece, {maxLength: 12}), pieces => {
		const text = pieces.join('');
		expect(called(clean(text))).toEqual(called(text));
	});
	fc.assert(property, {numRuns: 2000});
});
