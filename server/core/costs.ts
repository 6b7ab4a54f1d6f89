/** Computes the costs of a decision's events for the quotas. */
import {isRoom} from '../../protocol/conversation-kind.ts';
import {LOBBY} from '../../protocol/names.ts';
import type {ChatEvent} from '../chat/event.ts';
import {roomExists} from '../chat/rooms/rules.ts';
import type {Asker} from '../chat/rule.ts';
import type {State} from '../chat/state.ts';
import type {QuotaName} from '../net/limits.ts';
import type {Cost, Payer} from '../net/rate-limiter.ts';

const one = (quota: QuotaName): Cost[] => [{quota, amount: 1}];

function ofText(text: string): Cost[] {
	const amount = Buffer.byteLength(text);
	return [
		{quota: 'text', amount},
		{quota: 'textOfNetwork', amount},
	];
}

function costsOf(state: State, event: ChatEvent): Cost[] {
	switch (event.type) {
		case 'signedIn':
			return one('signIns');
		case 'messageSent':
			return [...one('messages'), ...ofText(event.text)];
		case 'said':
			return one('broadcasts');
		case 'broadcastSent':
			return [...one('broadcasts'), ...ofText(event.text)];
		case 'memberJoined': {
			const {conversation} = event;
			if (conversation === LOBBY) return []; // a newcomer is put there
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
		case 'kicked':
		case 'banned':
		case 'unbanned':
			return one('administration');
		case 'inviteCodeMade':
		case 'inviteCodeRevoked':
		case 'topicChanged':
		case 'memberLeft':
		case 'blocked':
		case 'unblocked':
		case 'unfriended':
		case 'answered':
		case 'withdrawn':
			return one('changes');
		default:
			return [];
	}
}

/** Names the payer of a request: the user who is signed in, or who signs in with these events. */
export function payer({session, address}: Asker, events: readonly ChatEvent[] = []): Payer {
	const entered = events.find(event => event.type === 'signedIn');
	return {user: session?.user ?? entered?.user, address};
}

/** Sums up the costs, each quota once: a request that makes several changes counts as one. */
export function costs(state: State, events: readonly ChatEvent[]): Cost[] {
	const all = new Map<QuotaName, Cost>();
	for (const cost of events.flatMap(event => costsOf(state, event))) all.set(cost.quota, cost);
	return [...all.values()];
}
