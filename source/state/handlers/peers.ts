/** Handles what the clients of partners send: channels that open and end, messages, delivery marks. */
import {notify} from '../presence/notify.ts';
import {privateWith} from '../../../protocol/conversation-kind.ts';
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import {safeText, type SafeText} from '../../../protocol/text.ts';
import {textOf} from '../../../terminal/editor.ts';
import {change, conversationOf} from '../chats/conversations.ts';
import {switchTo} from '../chats/opening.ts';
import {keeping, readingKept, withKept} from '../chats/kept-texts.ts';
import {ended, endRequest, tellWaiting, withPrivateChat} from '../chats/private-chats.ts';
import {say} from '../chats/saying.ts';
import {backwards} from '../chats/window.ts';
import {warnOfKey} from '../dialogs/private-invitations.ts';
import {keysOf} from '../keyboard/reminders.ts';
import type {Effect} from '../model/effect.ts';
import type {EventOf} from '../model/event.ts';
import type {Message} from '../model/conversation.ts';
import type {ChannelEnd, PeerEvent} from '../model/peer.ts';
import type {PrivateChat, Way} from '../model/private-chat.ts';
import type {State} from '../model/state.ts';
import {andThen, step, type Handlers, type Step} from '../model/step.ts';
import {withMessage} from './messages.ts';
import {withTyping} from './presence.ts';
import {checkInvitations, connectWaiting, isOtherKey} from './private-chats.ts';

const endings: Readonly<Record<ChannelEnd, (user: UserName) => SafeText>> = {
	ended: user => safeText`${user} ended the private chat`,
	signedOut: user => safeText`${user} signed out, which ended the private chat`,
	lost: user => safeText`The private chat has ended: the connection to ${user} did not come back`,
	forgotten: user =>
		safeText`The private chat has ended: it went via the server, which does not know it any more, as after a restart; /private ${user} invites again`,
	unreachable: user =>
		safeText`The private chat did not come about: ${user} could be reached neither directly nor via the server`,
	notThePeer: user =>
		safeText`The private chat was stopped before anything was sent: the other side does not have the key of ${user}`,
	badFrame: user =>
		safeText`The private chat was stopped: the client of ${user} has sent something that is not valid`,
	tooMuchUnacknowledged: user => safeText`The private chat has ended: too much waited for ${user}`,
};

const ways: Readonly<Record<Way, SafeText>> = {
	direct: safeText`a direct connection, end-to-end encrypted`,
	relayed: safeText`via the server, end-to-end encrypted`,
};

function opened(state: State, event: EventOf<'channelOpened'>): Step {
	const {chat: id, user, way, fingerprint, safetyNumber} = event;
	const chat = state.privateChats.get(user);
	if (chat?.chat !== id) return step(state, {type: 'closeChannel', chat: id, why: 'ended'}); // stopped meanwhile
	if (isOtherKey(state, user, fingerprint)) return keyChanged(state, chat, fingerprint);
	const known = withPrivateChat(state, {...chat, status: 'open', way, fingerprint, safetyNumber});
	const here = privateWith(user);
	if (chat.status !== 'connecting')
		return step(say(known, [safeText`Connected again: ${ways[way]}`], 'good', here));
	const pinned = pin(known, user, fingerprint);
	const told = andThen(pinned, next => {
		const open = say(next, [safeText`Private chat with ${user}: ${ways[way]}`], 'good', here);
		const said = say(open, trustLines(next, user), 'info', here);
		return step(arrive(said, chat), ...readingKept(said, user), ...tellWaiting(said, chat));
	});
	return andThen(told, next => notify(next, safeText`Your private chat with ${user} is open`));
}

/** Pins the key at the first private chat or exchange. */
function pin(state: State, user: UserName, fingerprint: string): Step {
	if (state.peers.has(user)) return step(state);
	const peer = {user, fingerprint, verified: false, since: state.now};
	return step({...state, peers: new Map(state.peers).set(user, peer)}, {type: 'keepPeer', peer});
}

/** Only the server says who is a friend: the user sees who is served for the first time. */
function metText(user: UserName): SafeText {
	return safeText`Your client and that of ${user} have connected for files and profiles for the first time, unverified. If ${user} is not a friend of yours: /unfriend ${user}`;
}

function trustLines({peers}: State, user: UserName): readonly SafeText[] {
	if (peers.get(user)?.verified) return [];
	return [safeText`Unverified: somebody could sit in between. /verify ${user} shows how to rule that out`];
}

/** Opens the conversation where /private was typed and the user has waited; else a notice says how to go there. */
function arrive(state: State, {user, from}: PrivateChat): State {
	const id = privateWith(user);
	if (state.open === id) return state;
	const isWaiting = state.open === from && textOf(state.bar) === '' && state.dialogs.length === 0;
	if (isWaiting) return switchTo(state, id);
	return say(state, [safeText`The private chat with ${user} is open; ${keysOf('bar', 'jump')} goes there`]);
}

/** A key other than the pinned one ends everything before a message is sent. */
function keyChanged(state: State, chat: PrivateChat, fingerprint: string): Step {
	const stopped = ended(state, chat, endings.notThePeer(chat.user));
	const closing: Effect = {type: 'closeChannel', chat: chat.chat, why: 'ended'};
	return step(warnOfKey(stopped, chat.user, fingerprint), closing, ...endRequest(chat, 'otherKey'));
}

/** Adds the next message of a private chat, and keeps it where the user wants that. */
function added(state: State, user: UserName, message: Omit<Message, 'sequence'>): Step {
	const here = privateWith(user);
	const next = {...message, sequence: conversationOf(state, here).last + 1};
	return step(withMessage(state, here, next), ...keeping(state, user, next));
}

/** Moves the user's messages up to this one from the queue to the window: the partner's client has them. */
function received(state: State, user: UserName, upTo: string): Step {
	const here = privateWith(user);
	const {queued} = conversationOf(state, here);
	const me = state.me?.user;
	const end = queued.findIndex(({id, problem}) => id === upTo && problem === undefined);
	if (end === -1 || me === undefined) return step(state);
	const had = queued.slice(0, end + 1).filter(({problem}) => problem === undefined);
	const moved = had.reduce(
		(before, {id, at, text}) => andThen(before, next => added(next, user, {id, from: me, at, text})),
		step(state),
	);
	return andThen(moved, next =>
		step(
			change(next, here, before => {
				const read = before.others.get(user)?.read ?? 0;
				return {...before, others: new Map([[user, {delivered: before.last, read}]])};
			}),
		),
	);
}

function readBy(state: State, user: UserName, upTo: string): State {
	const here = privateWith(user);
	const {window} = conversationOf(state, here);
	const own = [...backwards(window)].find(({id, from}) => id === upTo && from === state.me?.user);
	if (!own) return state;
	return change(state, here, before => {
		const known = before.others.get(user);
		const [delivered, read] = [known?.delivered ?? 0, Math.max(known?.read ?? 0, own.sequence)];
		return {...before, others: new Map([[user, {delivered: Math.max(delivered, read), read}]])};
	});
}

/** Makes a handler of events of a channel that is still the user's. */
function inChat<E extends Extract<PeerEvent, {readonly chat: string}>>(
	how: (state: State, event: E, here: ConversationId, chat: PrivateChat) => Step,
) {
	return (state: State, event: E): Step => {
		const chat = state.privateChats.get(event.user);
		return chat?.chat === event.chat ? how(state, event, privateWith(chat.user), chat) : step(state);
	};
}

export const peers: Handlers<PeerEvent['type']> = {
	peersLoaded(state, {fingerprint, peers: known, keptIn}) {
		const loaded = new Map(known.map(peer => [peer.user, peer]));
		const checked = checkInvitations({...state, identity: fingerprint, keptIn, peers: loaded});
		return andThen(checked, connectWaiting);
	},
	peerMet: (state, {user, fingerprint}) =>
		state.peers.has(user) ? step(state) : pin(say(state, [metText(user)]), user, fingerprint),
	channelOpened: opened,
	channelLost: inChat((state, {user}, here, chat) => {
		const text = safeText`The connection to ${user} is lost; your client reconnects for up to a minute, and what you write waits`;
		return step(say(withPrivateChat(state, {...chat, status: 'lost'}), [text], 'bad', here));
	}),
	channelEnded: inChat((state, {user, why}, _here, chat) =>
		step(ended(state, chat, endings[why](user)), ...endRequest(chat)),
	),
	/** The time is that of this client: the partner's clock may be wrong. */
	peerSaid: inChat((state, {user, message: {id, text}}) =>
		added(state, user, {id, from: user, at: state.now, text}),
	),
	peerReceived: inChat((state, {user, id}) => received(state, user, id)),
	peerRead: inChat((state, {user, id}) =>
		andThen(received(state, user, id), next => step(readBy(next, user, id))),
	),
	keptTextsRead: (state, {user, messages}) => step(withKept(state, user, messages)),
	peerTyping: inChat((state, {user}, conversation) => withTyping(state, {conversation, user})),
};
