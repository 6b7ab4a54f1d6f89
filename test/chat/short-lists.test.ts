/** Lists in replies: does a crowd leave them short, with those first who matter, and is it told how many others there are? */
import {expect, test} from 'vitest';
import {LOBBY, roomName, type ConversationId, type UserName} from '../../protocol/names.ts';
import {MAX_LISTED, MAX_MEMBERS} from '../../protocol/bounds.ts';
import {Rules} from '../harness/rules.ts';

const CROWD = 500;
const somebody = (at: number) => `person${at}` as UserName;

/** A crowd that was there an hour ago, then alice and bob, who are on. */
async function crowd(size = CROWD) {
	const rules = new Rules();
	for (let at = 0; at < size; at++) {
		const user = somebody(at);
		rules.happen([
			{type: 'accountCreated', user, password: '', at: rules.now},
			{type: 'seen', user, at: rules.now},
			{type: 'memberJoined', conversation: LOBBY, user, at: rules.now},
		]);
	}

	rules.wait(3600_000);
	return {rules, alice: await rules.newcomer('alice'), bob: await rules.newcomer('bob')};
}

test.each([
	['the members of a room', {type: 'names', room: LOBBY}],
	['those who were on', {type: 'whoSince', milliseconds: 2 * 3600_000}],
] as const)('%s are cut to those who are on and some others', async (_what, request) => {
	const {alice} = await crowd();
	const reply = await alice.ask(request);
	expect(reply).toMatchObject({people: {length: MAX_LISTED}, more: CROWD + 2 - MAX_LISTED});
	const listed = (reply as {people: Array<{user: string}>}).people.map(({user}) => user);
	expect(listed.slice(0, 2)).toEqual(['alice', 'bob']);
});

test('a client that shows all members gets up to 1,000, in few bytes', async () => {
	const all = {type: 'members', room: LOBBY} as const;
	const {alice} = await crowd();
	await alice.ask({type: 'setPresence', presence: 'away', remark: 'at lunch'});
	const whole = await alice.ask(all);
	expect(whole).toMatchObject({members: {length: CROWD + 2}});
	expect(whole).not.toHaveProperty('more');
	expect(JSON.stringify(whole)).toContain('{"user":"alice","presence":"away"}');
	const large = await (await crowd(MAX_MEMBERS + 100)).alice.ask(all);
	expect(large).toMatchObject({members: {length: MAX_MEMBERS}, more: 102});
	expect(JSON.stringify(large).length).toBeLessThan(60_000);
});

test('those who are on are cut, too', async () => {
	const {rules, alice} = await crowd();
	for (let at = 0; at < 100; at++)
		rules.happen([{type: 'awaited', user: somebody(at), at: rules.now, uptime: 0}]);
	expect(await alice.ask({type: 'who'})).toMatchObject({
		people: {length: MAX_LISTED},
		more: 102 - MAX_LISTED,
	});
});

test('the rooms are cut to those that one is in and some others', async () => {
	const {alice, bob} = await crowd();
	for (let at = 0; at < 100; at++) await bob.ask({type: 'join', room: roomName(`#room${at}`)!});
	await alice.ask({type: 'join', room: '#build' as ConversationId});
	const reply = await alice.ask({type: 'rooms'});
	expect(reply).toMatchObject({rooms: {length: MAX_LISTED}, more: 102 - MAX_LISTED});
	const [first, second, third] = (reply as {rooms: Array<{room: string}>}).rooms;
	expect([first?.room, second?.room, third?.room]).toEqual(['#lobby', '#build', '#room0']);
});

test('whoever hides from the asker is not among the others', async () => {
	const {alice, bob} = await crowd();
	await bob.ask({type: 'block', user: 'alice' as UserName});
	const all = CROWD + 1 - MAX_LISTED;
	expect(await alice.ask({type: 'whoSince', milliseconds: 2 * 3600_000})).toMatchObject({more: all});
});

test('a short list is whole, and says nothing of others', async () => {
	const {alice} = await crowd();
	expect(await alice.ask({type: 'who'})).toEqual({people: [expect.anything(), expect.anything()]});
});
