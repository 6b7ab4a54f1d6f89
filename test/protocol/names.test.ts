/** Names of users, rooms and conversations. */
import {describe, expect, test} from 'vitest';
import {
	conversationId,
	directConversation,
	roomName,
	skeleton,
	userName,
	type UserName,
} from '../../protocol/names.ts';

describe('a user name', () => {
	test.each([
		['alice', 'alice'],
		['  Alice ', 'alice'],
		['ＡＬＩＣＥ', 'alice'],
		['a.b-c_d9', 'a.b-c_d9'],
		['x', undefined],
		['a'.repeat(25), undefined],
		['alice bob', undefined],
		['alice+bob', undefined],
		['alice/bob', undefined],
		['..', undefined],
		['con', undefined],
		['server', undefined],
		['álice', undefined],
		['alice\u200b', undefined],
	])('%j is %j', (typed, name) => {
		expect(userName(typed)).toBe(name);
	});

	test.each([
		['bob', 'b0b'],
		['modern', 'modem'],
		['alice', 'a1ice'],
		['cloe', 'doe'],
		['a.b', 'ab'],
	])('%s looks like %s', (one, other) => {
		expect(skeleton(one as UserName)).toBe(skeleton(other as UserName));
	});
});

test.each([
	['#build', '#build'],
	['room:build', '#build'],
	['#Build', '#build'],
	['build', undefined],
	['#', undefined],
	['#../x', undefined],
])('the room name %j is %j', (typed, name) => {
	expect(roomName(typed)).toBe(name);
});

describe('a conversation', () => {
	const [alice, bob] = ['alice', 'bob'] as UserName[];

	test('of two is the same whoever begins it', () => {
		expect(directConversation(bob!, alice!)).toBe('alice+bob');
		expect(directConversation(alice!, bob!)).toBe('alice+bob');
	});

	test.each(['bob+alice', 'alice', 'alice+', 'alice+bob+carol', 'Alice+bob', '#Build', '../alice+bob'])(
		'is not %j',
		text => {
			expect(conversationId(text)).toBeUndefined();
		},
	);
});
