/** What the simple chat answers about identities and private chats. A chat has a name: `alice+bob chat`. */
import {directConversation, type UserName} from '../../../protocol/names.ts';
import {refuse, type Refusal} from '../../../protocol/refusals.ts';
import type {Asker, Rows} from './rows.ts';
import type {PrivateTalk, SimpleChat} from './simple-chat.ts';
import {blockBetween, stranger} from './why-not.ts';

/** `alice+bob chat`, `alice+bob exchange`, or `alice+bob exchange by alice` where her script has invited. */
export function privateChatName(
	one: UserName,
	other: UserName,
	{purpose, script}: {purpose: string; script: string},
): string {
	return `${directConversation(one, other)} ${purpose}${script && ` by ${script}`}`;
}

export function nameOf({from, to, purpose, script}: Omit<PrivateTalk, 'at' | 'accepted'>): string {
	return privateChatName(from, to, {purpose, script: script ? from : ''});
}

/** What stands in for a certificate and its fingerprint. */
export function identityOf(user: UserName): {certificate: string; fingerprint: string} {
	return {certificate: `certificate of ${user}`, fingerprint: user.padEnd(43, '_')};
}

export function otherIn({from, to}: PrivateTalk, user: UserName): UserName {
	return from === user ? to : from;
}

function find(chat: SimpleChat, user: UserName, name: string): PrivateTalk | undefined {
	return chat.privateTalks(user).find(talk => nameOf(talk) === name);
}

function accept(chat: SimpleChat, talk: PrivateTalk): object {
	talk.accepted = true;
	chat.tellInviter(talk, `privateAccepted ${talk.to} ${talk.purpose}`);
	return {introduction: identityOf(talk.from)};
}

/** Whether the asker has a side of it. */
function holds({from, to, script}: PrivateTalk, {user, as}: Asker): boolean {
	if (as === 'script') return script && from === user;
	return to === user || (from === user && !script);
}

/** What the partner in an accepted one hears. */
function tellPartner(chat: SimpleChat, asker: Asker, name: string, words: string): object {
	const talk = find(chat, asker.user, name);
	if (!talk?.accepted) return refuse('noPrivateChat');
	if (!holds(talk, asker)) return refuse('notSignedIn');
	if (talk.from === asker.user) chat.tell([talk.to], words);
	else chat.tellInviter(talk, words);
	return {};
}

function unfit(
	chat: SimpleChat,
	user: UserName,
	{user: other, purpose}: {user: UserName; purpose: string},
): Refusal | undefined {
	const no = stranger(chat, user, other) ?? blockBetween(chat, user, other);
	if (no) return no;
	if (purpose === 'exchange' && !chat.areFriends(user, other)) return refuse('notFriends', {user: other});
	const presence = chat.presence(other, user);
	if (presence === 'offline') return refuse('userOffline', {user: other});
	return presence === 'busy' && purpose === 'chat' ? refuse('userBusy', {user: other}) : undefined;
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
	invitePrivate(chat, asker, request) {
		const {user, as} = asker;
		const {user: other, purpose} = request;
		if (as === 'script' && purpose === 'chat') return refuse('notSignedIn');
		const known = chat
			.privateTalks(user)
			.find(
				talk =>
					talk.purpose === purpose &&
					otherIn(talk, user) === other &&
					holds(talk, asker) &&
					holds(talk, {user: other, as: 'screen'}),
			);
		if (known?.from === other && !known.accepted) return accept(chat, known);
		const no = unfit(chat, user, request);
		if (no) return no;
		if (!chat.identities.has(user)) return refuse('badIdentity');
		if (!chat.identities.has(other)) return refuse('noIdentity', {user: other});
		if (known && !known.accepted) return refuse('invitationOpen', {user: other});
		if (known && purpose === 'chat') return refuse('privateChatOpen', {user: other});
		if (known) chat.endPrivate(known, 'ended');
		const script = as === 'script';
		chat.privately.push({from: user, to: other, purpose, script, at: chat.now, accepted: false});
		chat.tell([other], `privateInvited ${user} ${purpose}${script ? ' by script' : ''}`);
		return {};
	},
	answerPrivate(chat, {user, as}, {chat: name, accept: yes}) {
		if (as === 'script') return refuse('notSignedIn');
		const talk = find(chat, user, name);
		if (talk?.to !== user || talk.accepted) return refuse('noPrivateChat');
		if (yes) return accept(chat, talk);
		chat.endPrivate(talk, 'declined');
		return {};
	},
	offerAddresses: (chat, asker, {chat: name}) => tellPartner(chat, asker, name, 'addressesOffered'),
	renewRelay: (chat, asker, {chat: name}) => tellPartner(chat, asker, name, 'relayRenewed'),
	endPrivate(chat, {user}, {chat: name}) {
		const talk = find(chat, user, name);
		if (!talk) return refuse('noPrivateChat');
		const why = talk.from === user ? 'withdrawn' : 'declined';
		chat.endPrivate(talk, talk.accepted ? 'ended' : why);
		return {};
	},
	openRelay: () => refuse('badRelayToken'),
};
