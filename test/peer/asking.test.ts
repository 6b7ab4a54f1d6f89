/** What a user asks of another's client: over which channel does it go, and what is shown where there is none? */
import {expect, test} from 'vitest';
import {userName, type UserName} from '../../protocol/names.ts';
import {safeText} from '../../protocol/text.ts';
import {Asking} from '../../source/peer/asking.ts';
import type {ExchangeEvent} from '../../source/state/model/exchange.ts';

const [bob, carol] = ['bob', 'carol'].map(name => userName(name) as UserName) as [UserName, UserName];
const problem = safeText`bob is offline.`;

/** No channel comes about. */
function unreachable() {
	const events: ExchangeEvent[] = [];
	const read: UserName[] = [];
	const channels = {
		channelFor: async () => Promise.resolve({problem}),
		channelsWith: () => [],
		own: async () => Promise.resolve({readProfile: async (user: UserName) => void read.push(user)}),
	} as unknown as ConstructorParameters<typeof Asking>[0]; // of the own things, only the copies are read
	return {asking: new Asking(channels, event => void events.push(event)), events, read};
}

test('where a client cannot be asked for a profile, the reason is told and the copy here is shown', async () => {
	const {asking, events, read} = unreachable();
	await asking.ask({type: 'askPeer', user: bob, ask: {type: 'getProfile', of: carol}, direct: 'lan'});
	expect([events, read]).toEqual([[{type: 'exchangeFailed', user: bob, problem}], [carol]]);
});

test('where a client cannot be asked for a list, the reason alone is told', async () => {
	const {asking, events, read} = unreachable();
	await asking.ask({type: 'askPeer', user: bob, ask: {type: 'listFiles'}, direct: 'lan'});
	expect([events, read]).toEqual([[{type: 'exchangeFailed', user: bob, problem}], []]);
});

test('an offer whose channel is gone is declined in silence, and not accepted without a word', () => {
	const {asking, events} = unreachable();
	asking.answerOffer({type: 'answerOffer', user: bob, offer: 'o', accept: false});
	expect(events).toEqual([]);
	asking.answerOffer({type: 'answerOffer', user: bob, offer: 'o', accept: true});
	expect(events).toEqual([
		{type: 'exchangeFailed', user: bob, problem: 'bob does not offer that file any more.'},
	]);
});
