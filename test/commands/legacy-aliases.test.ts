/** Command lines of five other messengers: each gives the step of the command that does the same here. */
import {describe, expect, test} from 'vitest';
import {between, Client} from '../harness/client.ts';
import {effectsOf, run} from '../harness/command-line.ts';
import {name} from '../harness/sample-state.ts';

const alice = () => {
	const client = new Client().signsIn('alice', {
		people: ['bob', 'bob-lee', 'al', 'carol'],
		online: ['bob'],
		chats: [{number: 7, conversation: between('alice', 'bob'), user: name('bob'), since: 0}],
	});
	return client;
};

describe('an old spelling', () => {
	test.each([
		['/CHAT_REQUEST(alice-bob)', '/chat bob'],
		['/chat_request alice-bob', '/chat bob'],
		['/Chat_Request( bob-alice )', '/chat bob'],
		['/chat_request alice-bob-lee', '/chat bob-lee'],
		['/chat_request bob-lee-alice', '/chat bob-lee'],
		['/chat_request al-alice', '/chat al'],
		['/CHAT_REQUEST(ALICE-BOB)', '/chat bob'],
		['/query bob', '/chat bob'],
		['/END_REQUEST(7)', '/end 7'],
		['/END_REQUEST (7)', '/end 7'],
		['/end_request #7', '/end 7'],
		['/HISTORY_REQ(alice-bob)', '/history bob'],
		['/HISTORY_REQ (alice-bob)', '/history bob'],
		['/history_req(7)', '/history 7'],
		['/SNUM', '/sessions'],
		['/snum()', '/sessions'],
		['/HELP', '/help'],
		['/startprivate bob', '/private bob'],
		['/STARTPRIVATE(alice-bob)', '/private bob'],
		['/terminate', '/stopprivate'],
		['/TERMINATE(bob)', '/stopprivate bob'],
		['/log out', '/logout'],
		['/Log  Out ', '/logout'],
		['/signout', '/logout'],
		['/disconnect', '/logout'],
		['/whoison', '/who'],
		['/online', '/who'],
		['/send bob hi there', '/msg bob hi there'],
		['/message bob hi', '/msg bob hi'],
		['/QUERY_USER(bob)', '/whois bob'],
		['/location bob', '/whois bob'],
		['/j #build', '/join #build'],
		['/join build', '/join #build'],
		['/join room:build', '/join #build'],
		['/part #lobby', '/leave #lobby'],
		['/exit', '/quit'],
	])('%s is %s', (old, now) => {
		expect(run(old, alice())).toEqual(run(now, alice()));
	});

	test('brackets in a text stay as they are', () => {
		expect(effectsOf('/msg bob f(x) is (nearly) right', alice())).toMatchObject([
			{type: 'send', entry: {text: 'f(x) is (nearly) right'}},
		]);
	});

	test('an old spelling is understood when one’s own name has a dash', () => {
		const client = new Client().signsIn('mary-ann', {people: ['bob', 'ann']});
		const to = (line: string) => effectsOf(line, client);
		expect(to('/chat_request mary-ann-bob')).toEqual(to('/chat bob'));
		expect(to('/chat_request bob-mary-ann')).toEqual(to('/chat bob'));
		expect(to('/chat_request ann-mary-ann')).toEqual(to('/chat ann'));
	});
});
