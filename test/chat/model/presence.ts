/** What the simple chat answers about who is on. */
import type {UserName} from '../../../protocol/names.ts';
import {refuse} from '../../../protocol/refusals.ts';
import type {SimpleChat} from './simple-chat.ts';
import type {Rows} from './rows.ts';

export function people(chat: SimpleChat, users: readonly UserName[], viewer: UserName) {
	return users.map(user => ({user, presence: chat.presence(user, viewer)}));
}

export const presence: Rows<'setPresence' | 'who' | 'whoSince' | 'whois' | 'findPeople'> = {
	setPresence(chat, {user, as}, {presence, remark}) {
		const standing = chat.on.get(user);
		if (as === 'screen' && standing) Object.assign(standing, {presence, remark});
		return {};
	},
	who(chat, {user}) {
		const on = [...chat.on.keys()].filter(other => !chat.blocks(other, user));
		return {people: people(chat, on, user)};
	},
	whoSince(chat, {user}, {milliseconds}) {
		const known = chat.accounts.filter(other => !chat.blocks(other, user));
		const were = known.filter(
			other => chat.on.has(other) || (chat.seen.get(other) ?? -Infinity) >= chat.now - milliseconds,
		);
		return {people: people(chat, were, user)};
	},
	findPeople(chat, {user}, {name}) {
		const part = name.toLowerCase();
		const rank = (found: UserName) => (found === part ? 0 : found.startsWith(part) ? 1 : 2);
		const found = chat.accounts.filter(other => other.includes(part)).toSorted();
		return {
			people: people(
				chat,
				found.toSorted((one, other) => rank(one) - rank(other)),
				user,
			),
		};
	},
	whois(chat, {user}, {user: other}) {
		if (!chat.accounts.includes(other)) return refuse('noSuchUser', {user: other});
		const presence = chat.presence(other, user);
		const friend = chat.areFriends(user, other);
		const shown = presence !== 'offline' && chat.screens.has(other) && (friend || other === user);
		return {user: other, presence, friend, address: shown ? '127.0.0.1' : undefined};
	},
};
