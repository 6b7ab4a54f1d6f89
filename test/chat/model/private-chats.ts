/** What the simple chat answers about identities and private chats. A chat is called by its two people: `alice+bob`. */
import {directConversation, type UserName} from '../../../protocol/names.ts';
import {refuse} from '../../../protocol/refusals.ts';
import type {Asker, Rows} from './rows.ts';
import type {PrivateTalk, SimpleChat} from './simple-chat.ts';
import {blockBetween, stranger} from './why-not.ts';

export function pairOf({from, to}: {from: UserName; to: UserName}): string {
	return directConversation(from, to);
}

/** What stands in for a certificate and its fingerprint. */
export function identityOf(user: UserName): {certificate: string; fingerprint: string} {
	return {certificate: `certificate of ${user}`, fingerprint: user.padEnd(43, '_')};
}

export function otherIn({from, to}: PrivateTalk, user: UserName): UserName {
	return from === user ? to : from;
}

function find(chat: SimpleChat, user: UserName, pair: string): PrivateTalk | undefined {
	return chat.privateTalks(user).find(talk => pairOf(talk) === pair);
}

function accept(chat: SimpleChat, talk: PrivateTalk): object {
	talk.accepted = true;
	chat.tell([talk.from], `privateAccepted ${talk.to}`);
	return {introduction: identityOf(talk.from)};
}

function accepted(chat: SimpleChat, {user, as}: Asker, pair: string): PrivateTalk | undefined {
	const talk = find(chat, user, pair);
	return as === 'screen' && talk?.accepted ? talk : undefined;
}

type Asked =
	| 'identityNonce'
	| 'registerIdentity'
	| 'invitePrivate'
	| 'answerPrivate'
	| 'offerAddresses'
	| 'renewRelay'
	| 'endPrivate'
	| 'openRelay';

export const privateTalks: Rows<Asked> = {
	identityNonce(chat, asker) {
		chat.nonces.add(asker);
		return {};
	},
	registerIdentity(chat, asker) {
		if (!chat.nonces.delete(asker)) return refuse('badIdentity');
		chat.identities.add(asker.user);
		return {};
	},
	invitePrivate(chat, {user, as}, {user: other}) {
		if (as === 'script') return refuse('notSignedIn');
		const known = chat.privateTalks(user).find(talk => otherIn(talk, user) === other);
		if (known?.from === other && !known.accepted) return accept(chat, known);
		const no = stranger(chat, user, other) ?? blockBetween(chat, user, other);
		if (no) return no;
		const presence = chat.presence(other, user);
		if (presence === 'offline') return refuse('userOffline', {user: other});
		if (presence === 'busy') return refuse('userBusy', {user: other});
		if (!chat.identities.has(user)) return refuse('badIdentity');
		if (!chat.identities.has(other)) return refuse('noIdentity', {user: other});
		if (known) return refuse(known.accepted ? 'privateChatOpen' : 'invitationOpen', {user: other});
		chat.privately.push({from: user, to: other, at: chat.now, accepted: false});
		chat.tell([other], `privateInvited ${user}`);
		return {};
	},
	answerPrivate(chat, {user, as}, {chat: pair, accept: yes}) {
		if (as === 'script') return refuse('notSignedIn');
		const talk = find(chat, user, pair);
		if (talk?.to !== user || talk.accepted) return refuse('noPrivateChat');
		if (yes) return accept(chat, talk);
		chat.endPrivate(talk, 'declined');
		return {};
	},
	offerAddresses(chat, asker, {chat: pair}) {
		const talk = accepted(chat, asker, pair);
		if (!talk)
			return find(chat, asker.user, pair)?.accepted ? refuse('notSignedIn') : refuse('noPrivateChat');
		chat.tell([otherIn(talk, asker.user)], 'addressesOffered');
		return {};
	},
	renewRelay(chat, asker, {chat: pair}) {
		const talk = accepted(chat, asker, pair);
		if (!talk)
			return find(chat, asker.user, pair)?.accepted ? refuse('notSignedIn') : refuse('noPrivateChat');
		chat.tell([otherIn(talk, asker.user)], 'relayRenewed');
		return {};
	},
	endPrivate(chat, {user}, {chat: pair}) {
		const talk = find(chat, user, pair);
		if (!talk) return refuse('noPrivateChat');
		const why = talk.from === user ? 'withdrawn' : 'declined';
		chat.endPrivate(talk, talk.accepted ? 'ended' : why);
		return {};
	},
	openRelay: () => refuse('badRelayToken'),
};
