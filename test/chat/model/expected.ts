/** What the simple chat answers to each request. */
import {administration} from './administration.ts';
import {changes} from './changes.ts';
import {circles} from './relationships.ts';
import {throwOut} from './comings-and-goings.ts';
import {messages} from './messages.ts';
import {presence} from './presence.ts';
import {privateTalks} from './private-chats.ts';
import {conversationSettings} from './conversation-settings.ts';
import {roomOperators} from './room-operators.ts';
import {rooms} from './rooms.ts';
import type {Asked, Rows} from './rows.ts';
import {talks} from './talks.ts';

const leaving: Rows<'hello' | 'ping' | 'active' | 'signOut' | 'changePassword'> = {
	hello: () => ({}),
	ping: () => ({}),
	active: () => ({}),
	signOut(chat, {user, as}) {
		if (as === 'script') {
			chat.endScript(user);
			return {};
		}

		chat.goOffline(user, 'signedOut');
		chat.seen.set(user, chat.now);
		chat.tokens.delete(user);
		return {};
	},
	changePassword(chat, {user, as}) {
		chat.tokens.delete(user);
		if (as === 'script') {
			if (chat.screens.has(user)) throwOut(chat, user, 'passwordChanged');
		} else if (chat.endScript(user)) {
			chat.told.push(`${user}: signedOut passwordChanged`);
		}

		return {};
	},
};

export const expected: Rows<Asked> = {
	...leaving,
	...messages,
	...changes,
	...talks,
	...circles,
	...rooms,
	...roomOperators,
	...conversationSettings,
	...presence,
	...privateTalks,
	...administration,
};
