/** What can somebody with an account do to another one's client, beyond writing to it? */
import {expect, test} from 'vitest';
import {Client, message} from '../harness/client.ts';

test('who sends a message under the id of one that waits here to be sent takes nothing away', () => {
	const alice = new Client().signsIn('alice').says('/msg bob').says('mine');
	const {id} = alice.conversation('bob').queued[0]!;
	alice.announced({...message('bob', 'alice', 1, 'forged'), id});
	expect(alice.conversation('bob').queued.map(({text}) => text)).toEqual(['mine']);
	alice.hears({
		type: 'answered',
		request: {type: 'history', conversation: alice.conversation('bob').id, limit: 200},
		reply: {messages: [{...message('bob', 'alice', 1, 'forged'), id}], last: 1},
	});
	expect(alice.conversation('bob').queued.map(({text}) => text)).toEqual(['mine']);
	alice.announced({...message('alice', 'bob', 2, 'mine'), id});
	expect(alice.conversation('bob').queued).toEqual([]);
});
