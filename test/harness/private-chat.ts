/** Private chats of a client without network: a test speaks for the server and for the partner's client. */
import {privateWith} from '../../protocol/conversation-kind.ts';
import type {Request, RequestType} from '../../protocol/index.ts';
import {safeText, type SafeText} from '../../protocol/text.ts';
import type {Conversation} from '../../source/state/model/conversation.ts';
import type {KnownPeer} from '../../source/state/model/peer.ts';
import type {Way} from '../../source/state/model/private-chat.ts';
import type {Client} from './client.ts';
import {bob} from './sample-state.ts';

export const chat = 'c'.repeat(43);
export const key = 'K'.repeat(43);
export const otherKey = 'X'.repeat(43);
export const withBob = privateWith(bob);
export const introduction = {certificate: 'PEM', fingerprint: key, relay: 'r'.repeat(43)};
export const safetyNumber: SafeText = safeText`${Array.from({length: 12}, (_, at) => String(10_001 + at)).join(' ')}`;
/** The folder of alice's kept texts. */
const keptIn = '/home/alice/.chat-tui/private';
const inChat = {chat, user: bob};

export function pinned(verified = false): KnownPeer {
	return {user: bob, fingerprint: key, verified, since: 1};
}

export function peersLoaded(client: Client, ...peers: readonly KnownPeer[]): Client {
	return client.hears({type: 'peersLoaded', fingerprint: 'A'.repeat(43), peers, keptIn});
}

export function opens(client: Client, way: Way = 'direct', fingerprint = key): Client {
	return client.hears({type: 'channelOpened', ...inChat, way, fingerprint, safetyNumber});
}

/** Bob's client sends a text under an id of its own. */
export function hearsBob(client: Client, text: string, id = `b1b2c3d4.s.${text.length}`): Client {
	return client.hears({type: 'peerSaid', ...inChat, message: {id, text, at: 1}});
}

/** Alice has typed /private bob and perhaps a text, and the server has taken the invitation. */
export function invites(client: Client, text = ''): Client {
	const request = {type: 'invitePrivate', user: bob, purpose: 'chat'} as const;
	return client.says(`/private bob ${text}`.trim()).hears({type: 'answered', request, reply: {chat}});
}

export function accepted(client: Client, fingerprint = key): Client {
	return client.announced({
		type: 'privateAccepted',
		chat,
		user: bob,
		purpose: 'chat',
		introduction: {...introduction, fingerprint},
	});
}

/** Alice has invited bob, who has accepted, and the channel is open. */
export function talksPrivately(client: Client, text = '', way: Way = 'direct'): Client {
	opens(accepted(invites(client, text)), way);
	return client;
}

/** The requests of a type since they were last asked for. */
export function asked<T extends RequestType>(client: Client, type: T): ReadonlyArray<Request & {type: T}> {
	return client
		.taken('request')
		.flatMap(({request}) => (request.type === type ? [request as Request & {type: T}] : []));
}

/** What was sent over the channel since it was last asked for. */
export function told(client: Client) {
	return client.taken('tellPeer').map(({message}) => message);
}

export function privateConversation({state}: Client): Conversation {
	const conversation = state.conversations.get(withBob);
	if (!conversation) throw new Error('There is no private conversation with bob.');
	return conversation;
}
