/** Computes the costs of a decision's events for the quotas. */
import {isRoom} from '../../protocol/conversation-kind.ts';
import {LOBBY} from '../../protocol/names.ts';
import type {ChatEvent} from '../chat/event.ts';
import {roomExists} from '../chat/rooms/joining-and-leaving.ts';
import type {Asker} from '../chat/rule.ts';
import type {State} from '../chat/state.ts';
import type {QuotaName} from '../net/limits.ts';
import type {Cost, Payer} from '../net/rate-limiter.ts';

const NOTHING: readonly Cost[] = [];

function one(quota: QuotaName): readonly Cost[] {
	return [{quota, amount: 1}];
}

/** Charges a message or a broadcast by its number and its bytes. */
function ofText(quota: 'messages' | 'messageChanges' | 'broadcasts', text: string): readonly Cost[] {
	const amount = Buffer.byteLength(text);
	return [
		{quota, amount: 1},
		{quota: 'text', amount},
		{quota: 'textOfNetwork', amount},
	];
}

/** Charges a transfer of a file by its number and its bytes. */
function ofFile(bytes: number): readonly Cost[] {
	return [
		{quota: 'fileTransfers', amount: 1},
		{quota: 'fileBytes', amount: bytes},
	];
}

function costsOf(state: State, event: ChatEvent): readonly Cost[] {
	switch (event.type) {
		case 'signedIn':
			return one('signIns');
		case 'messageSent':
			return ofText('messages', event.text);
		case 'messageChanged':
			return event.change.type === 'edit'
				? ofText('messageChanges', event.change.text)
				: one('messageChanges');
		case 'said':
			return one('broadcasts');
		case 'broadcastSent':
			return ofText('broadcasts', event.text);
		case 'memberJoined': {
			const {conversation} = event;
			if (conversation === LOBBY) return NOTHING; // a newcomer is put there
			const isNew = isRoom(conversation) && !roomExists(state, conversation);
			return one(isNew ? 'rooms' : 'changes');
		}

		case 'asked':
			return one(event.kind === 'friend' ? 'friendRequests' : 'invitations');
		case 'chatStarted':
			return one('chats');
		case 'identityRegistered':
			return one('identities');
		case 'privateInvited':
			return one(event.purpose === 'chat' ? 'privateInvitations' : 'exchanges');
		case 'addressesOffered':
		case 'relayRenewed':
			return one('privateOffers');
		case 'draftSet':
			return one('drafts');
		case 'transferOffered':
			return ofFile(event.offer.size);
		case 'kicked':
		case 'banned':
		case 'unbanned':
			return one('administration');
		case 'inviteCodeMade':
		case 'inviteCodeRevoked':
		case 'topicChanged':
		case 'memberLeft':
		case 'conversationSet':
		case 'roomBanned':
		case 'roomUnbanned':
		case 'roomOperatorSet':
		case 'roomSet':
		case 'blocked':
		case 'unblocked':
		case 'unfriended':
		case 'answered':
		case 'withdrawn':
			return one('changes');
		default:
			return NOTHING;
	}
}

/** Names the payer of a request: the user who is signed in, or who signs in with these events. */
export function payer({session, address}: Asker, events: readonly ChatEvent[] = []): Payer {
	const entered = session ? undefined : events.find(event => event.type === 'signedIn');
	return {user: session?.user ?? entered?.user, address};
}

/** Sums up the costs, each quota once: a request that makes several changes counts as one. */
export function costs(state: State, events: readonly ChatEvent[]): readonly Cost[] {
	const [event] = events;
	if (!event) return NOTHING;
	if (events.length === 1) return costsOf(state, event);
	const all = new Map<QuotaName, Cost>();
	for (const cost of events.flatMap(event => costsOf(state, event))) all.set(cost.quota, cost);
	return [...all.values()];
}
