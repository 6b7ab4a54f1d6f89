/** The commands of presence: the requests they send, and what is shown of the replies. */
import {describe, expect, test} from 'vitest';
import {LOBBY} from '../../protocol/names.ts';
import {safeText} from '../../protocol/text.ts';
import {say} from '../../source/state/chats/saying.ts';
import {step} from '../../source/state/model/step.ts';
import {Client} from '../harness/client.ts';
import {name} from '../harness/sample-state.ts';
import {effectsOf, problemOf, run} from '../harness/command-line.ts';

test('/who asks the server, and its answer is shown where one asked', () => {
	const signedIn = new Client().signsIn('alice');
	for (const line of ['/who', '/whoison', '/online'])
		expect(run(line, signedIn)).toEqual(step(signedIn.state, {type: 'request', request: {type: 'who'}}));
	const alice = new Client().signsIn('alice').says('/msg bob').says('/who');
	const [asked] = alice.taken('request').filter(({request}) => request.type === 'who');
	const person = {presence: 'online', since: 0} as const;
	const people = [
		{...person, user: alice.state.me!.user, idle: 5000},
		{...person, presence: 'away', user: [...alice.state.people.keys()][1]!, idle: 2.5 * 3_600_000} as const,
	];
	alice
		.says('/msg carol')
		.hears({type: 'answered', request: {type: 'who'}, reply: {people}, shownIn: asked!.shownIn!});
	expect(alice.says('/msg bob').rows.slice(-2)).toEqual(['alice is online', 'bob is away, idle for 2h']);
});

test('/whoelse lists the others who are on, or says that nobody is', () => {
	const withBob = new Client().signsIn('alice');
	expect(run('/whoelse', withBob)).toEqual(step(say(withBob.state, [safeText`bob is online`])));
	const alone = new Client().signsIn('alice', {online: []});
	expect(run('/whoelse', alone)).toEqual(step(say(alone.state, [safeText`Nobody else is online.`])));
});

test('/whois of somebody offline says since when, and promises nothing of messages', () => {
	const client = new Client().signsIn('alice').says('/whois carol');
	const [request] = client.taken('request').flatMap(({request: one}) => (one.type === 'whois' ? [one] : []));
	const {user} = request!;
	const reply = {user, presence: 'offline', since: client.clock.now(), seen: 0, friend: false} as const;
	client.hears({type: 'answered', request: request!, reply});
	const said = client.state.notices.map(({text}) => text as string);
	expect(said.filter(text => /carol|message/.test(text))).toEqual([expect.stringMatching(/^carol/)]);
});

describe('/away, /busy and /back', () => {
	test('/away, /busy and /back set one’s own presence, with a text that is not too long', () => {
		expect(effectsOf('/away at  lunch')).toEqual([
			{type: 'request', request: {type: 'setPresence', presence: 'away', remark: 'at  lunch'}},
		]);
		expect(effectsOf('/busy')).toEqual([{type: 'request', request: {type: 'setPresence', presence: 'busy'}}]);
		expect(problemOf(`/away ${'x'.repeat(1000)}`)).toContain('too long');
	});

	test('/away, /busy and /back say so where nothing would change', () => {
		const alice = new Client().signsIn('alice');
		expect(run('/back', alice)).toEqual(step(say(alice.state, [safeText`You are online already`])));
	});
});

describe('an away text is shown wherever a person is listed', () => {
	const alice = () =>
		new Client().signsIn('alice', {people: ['bob'], friends: ['bob']}).announced({
			type: 'presence',
			people: [{user: name('bob'), presence: 'away', since: 0, remark: 'at lunch'}],
		});
	const bob = {user: name('bob'), presence: 'away', since: 0, remark: 'at lunch'} as const;
	const last = (client: Client) => client.state.notices.map(({text}) => text as string).join('\n');

	test.each(['/whoelse', '/friends'])('%s', line => {
		expect(last(alice().says(line))).toContain('bob is away: “at lunch”');
	});

	test('/whoelsesince, /names and /whois', () => {
		const client = alice().hears(
			{type: 'answered', request: {type: 'whoSince', milliseconds: 9}, reply: {people: [bob]}},
			{type: 'answered', request: {type: 'names', room: LOBBY}, reply: {people: [bob]}},
			{type: 'answered', request: {type: 'whois', user: bob.user}, reply: {...bob, seen: 0, friend: true}},
		);
		expect(last(client).match(/bob is away: “at lunch”/g)).toHaveLength(3);
	});
});
