/** Two screens of one account: whatever happens on either, and whatever others do, both show the same numbers and lists. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {isRefusal} from '../../protocol/refusals.ts';
import type {ConversationId, UserName} from '../../protocol/names.ts';
import type {SignedIn} from '../../protocol/sign-in.ts';
import {unreadOf} from '../../source/state/chats/conversations.ts';
import {ownAwayText, ownPresence} from '../../source/state/presence/people.ts';
import type {StateEvent} from '../../source/state/model/event.ts';
import {Client} from '../harness/client.ts';
import {message, Rules, type Seat} from '../harness/rules.ts';
import {address} from '../harness/sample-state.ts';

/** A client at a connection to the rules. */
class Screen {
	readonly client = new Client();
	private readonly seat: Seat;

	constructor(seat: Seat, reply: SignedIn, device: string) {
		this.seat = seat;
		this.client.hears(
			{type: 'linkChanged', link: {status: 'online'}},
			{type: 'signedIn', address, reply, store: 'test', signUp: 'open', device, joinLines: []},
		);
	}

	/** Asks what the client wants to ask, and tells it what it has to hear. @returns whether there was anything */
	async moves(): Promise<boolean> {
		const heard = this.seat.heard.splice(0);
		this.client.announced(...heard);
		const requests = this.client.taken('request');
		const entries = this.client.taken('send').map(({entry}) => entry);
		for (const {request, shownIn} of requests) {
			const reply = await this.seat.ask(request);
			const event = isRefusal(reply)
				? {type: 'refused', request, refusal: reply}
				: {type: 'answered', request, reply, ...(shownIn !== undefined && {shownIn})};
			this.client.hears(event as StateEvent); // the reply to this very request
		}

		for (const {id, conversation, text} of entries) {
			const stored = await this.seat.ask({type: 'send', conversation, messageId: id, text});
			if (!isRefusal(stored)) this.client.hears({type: 'stored', id, conversation, ...stored, waitsFor: []});
		}

		return heard.length + requests.length + entries.length > 0;
	}

	get view(): object {
		const {state} = this.client;
		const conversations = [...state.conversations.values()].map(each => ({
			id: each.id,
			last: each.last,
			unread: unreadOf(each),
			mentions: each.mentions.filter(at => at > each.read),
			settings: each.settings ?? {},
		}));
		return {
			conversations: conversations.filter(({last, id}) => last > 0 || id.startsWith('#')).sort(byId),
			friends: [...state.friends].sort(),
			blocked: [...state.blocked].sort(),
			proposals: state.proposals.map(({kind, from, to}) => `${kind} ${from} ${to}`).sort(),
			chats: [...state.chats.keys()].sort(),
			presence: [ownPresence(state), ownAwayText(state)],
		};
	}
}

const byId = (one: {id: string}, other: {id: string}) => (one.id < other.id ? -1 : 1);

const lines = [
	...[
		'/msg bob',
		'/msg carol',
		'/msg #lobby',
		'/msg bob hi',
		'/msg carol hi',
		'hello',
		'/mute',
		'/unmute',
		'/pin',
	],
	...[
		'/block carol',
		'/unblock carol',
		'/friend bob',
		'/unfriend bob',
		'/away',
		'/away lunch',
		'/back',
		'/busy',
	],
	...['/join #build', '/leave #build', '/chat bob', '/close', '/friend carol'],
];
const step = fc.oneof(
	fc.record({at: fc.constantFrom('desk', 'phone'), line: fc.constantFrom(...lines)}),
	fc.record({
		by: fc.constantFrom('bob', 'carol'),
		does: fc.constantFrom('writes', 'calls', 'befriends', 'unfriends', 'opens a chat'),
	}),
);

async function acts(seat: Seat, by: string, does: string, count: number): Promise<void> {
	const alice = 'alice' as UserName;
	const id = `device${by}.s.${count}`;
	const lobby = '#lobby' as ConversationId;
	if (does === 'writes') await seat.ask(message('alice', by, `number ${count}`, id));
	if (does === 'calls') await seat.ask({type: 'send', conversation: lobby, messageId: id, text: 'alice?'});
	if (does === 'befriends') await seat.ask({type: 'befriend', user: alice});
	if (does === 'unfriends') await seat.ask({type: 'unfriend', user: alice});
	if (does === 'opens a chat') await seat.ask({type: 'openChat', user: alice});
}

test('what is unread, muted, blocked, asked and open is the same on both, after each step', async () => {
	const stories = fc.array(step, {minLength: 10, maxLength: 30});
	await fc.assert(
		fc.asyncProperty(stories, async steps => {
			const rules = new Rules({screens: 2});
			await (await rules.newcomer('alice')).ask({type: 'signOut'});
			const others = {bob: await rules.newcomer('bob'), carol: await rules.newcomer('carol')};
			const enter = async (device: string) => {
				const {seat, answer} = await rules.signIn('alice', 'alicealice', {device});
				if (isRefusal(answer)) throw new Error(answer.refusal);
				return new Screen(seat, answer, device);
			};
			const desk = await enter('desk00001');
			const phone = await enter('phone0001');
			let count = 0;
			for (const each of steps) {
				count++;
				if ('line' in each) (each.at === 'desk' ? desk : phone).client.says(each.line);
				else await acts(others[each.by], each.by, each.does, count);
				for (let quiet = 0; quiet < 3; quiet++) {
					for (const {client} of [desk, phone]) client.clock.advance(1000);
					while ((await desk.moves()) || (await phone.moves())) quiet = 0;
				}

				expect(phone.view).toEqual(desk.view);
			}
		}),
		{numRuns: 25},
	);
}, 60_000);
