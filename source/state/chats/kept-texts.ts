/** Keeps the texts of private chats on this machine while the user wants it, and puts them back above a new private chat. */
import {privateWith} from '../../../protocol/conversation-kind.ts';
import type {UserName} from '../../../protocol/names.ts';
import {safeText} from '../../../protocol/text.ts';
import type {Conversation, Message, Notice} from '../model/conversation.ts';
import type {Effect} from '../model/effect.ts';
import type {KeptText} from '../model/peer.ts';
import type {State} from '../model/state.ts';
import {momentText} from '../text/time.ts';
import {change, conversationOf} from './conversations.ts';
import {backwards, firstOf, join, trim} from './window.ts';

/** Returns the effect that keeps a message of the private chat with a user; none unless the user wants it. */
export function keeping(
	{settings, privateChats}: State,
	user: UserName,
	message: Message,
): readonly Effect[] {
	const key = privateChats.get(user)?.fingerprint;
	if (!settings.keepPrivate || key === undefined) return [];
	const {id, from, at, text} = message;
	return [{type: 'keepPrivateText', user, message: {id, from, at, text, key}}];
}

/** Returns the effect that reads what is kept of earlier private chats with a user; none unless the user wants it. */
export function readingKept({settings}: State, user: UserName): readonly Effect[] {
	return settings.keepPrivate ? [{type: 'readKeptTexts', user}] : [];
}

/** Puts kept texts above the messages of a private chat, except those that it holds already. */
export function withKept(state: State, user: UserName, messages: readonly KeptText[]): State {
	const id = privateWith(user);
	if (!state.privateChats.has(user)) return state;
	const here = conversationOf(state, id);
	const held = new Set([...backwards(here.window), ...here.queued].map(message => message.id));
	const texts = messages.filter(message => !held.has(message.id));
	const last = texts.at(-1);
	if (!last) return state;
	const above = Math.max(0, firstOf(here.window) - 1);
	const until = safeText`Kept on this machine from earlier, up to ${momentText(last.at, state)}`;
	const notices: readonly Notice[] = [
		...keyNotices(state, user, texts, above),
		{after: above + texts.length, at: state.now, tone: 'quiet', text: until},
	];
	return change(state, id, before => {
		const moved = movedDown(before, texts.length);
		const earlier = texts.map(({key: _, ...text}, at): Message => ({...text, sequence: above + 1 + at}));
		const window = trim(join(moved.window, earlier, 'keep'), moved.last);
		const {delivered, read} = moved.others.get(user) ?? {delivered: 0, read: 0};
		const others = new Map([[user, {delivered: Math.max(delivered, above + texts.length), read}]]);
		return {...moved, window, others, notices: [...notices, ...moved.notices]};
	});
}

/** Says where the partner's key has become another one: between two kept texts, or since the last of them. */
function keyNotices(state: State, user: UserName, texts: readonly KeptText[], above: number): Notice[] {
	const keys = [...texts.map(({key}) => key), state.privateChats.get(user)?.fingerprint];
	return keys.flatMap((key, at) =>
		at > 0 && key !== undefined && key !== keys[at - 1]
			? [{after: above + at, at: state.now, tone: 'bad', text: safeText`The key of ${user} changed here`}]
			: [],
	);
}

/** Gives all messages higher sequences, so that there is room above them. */
function movedDown(before: Conversation, by: number): Conversation {
	const down = (sequence: number) => sequence + by;
	return {
		...before,
		last: down(before.last),
		delivered: down(before.delivered),
		read: down(before.read),
		mentions: before.mentions.map(down),
		own: before.own.map(([first, last, count]) => [down(first), down(last), count]),
		others: new Map(
			[...before.others].map(([user, {delivered, read}]) => [
				user,
				{delivered: down(delivered), read: read === 0 ? 0 : down(read)},
			]),
		),
		window: {
			chunks: before.window.chunks.map(chunk =>
				chunk.map(message => ({...message, sequence: down(message.sequence)})),
			),
		},
		notices: before.notices.map(notice => ({...notice, after: down(notice.after)})),
		...(before.newAfter !== undefined && {newAfter: down(before.newAfter)}),
		...(before.goTo !== undefined && {goTo: down(before.goTo)}),
		...(before.anchor !== 'end' && {
			anchor: {...before.anchor, sequence: down(before.anchor.sequence)},
		}),
	};
}
