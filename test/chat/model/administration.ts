/** What the simple chat answers to admins, and to those who are none. */
import type {Ban} from '../../../protocol/administration.ts';
import type {UserName} from '../../../protocol/names.ts';
import {refuse, type Refusal} from '../../../protocol/refusals.ts';
import {throwOut} from './comings-and-goings.ts';
import type {Asker, Rows} from './rows.ts';
import type {SimpleChat} from './simple-chat.ts';

function fault(chat: SimpleChat, by: UserName, user: UserName): Refusal | undefined {
	if (!chat.admins.has(by)) return refuse('notAdmin');
	if (by === user) return refuse('notYourself');
	if (!chat.accounts.includes(user)) return refuse('noSuchUser', {user});
	return chat.admins.has(user) ? refuse('notOnAdmin', {user}) : undefined;
}

/** Ends all sessions of a person, and the wait for one whose link broke. */
function putOut(chat: SimpleChat, user: UserName, why: string): number {
	const sessions = Number(chat.scripts.has(user)) + Number(chat.screens.has(user));
	if (chat.endScript(user)) chat.told.push(`${user}: signedOut ${why}`);
	if (chat.screens.has(user)) throwOut(chat, user, why);
	else if (chat.on.has(user)) chat.goOffline(user, 'signedOut');
	return sessions;
}

function bansInForce({bans, now}: SimpleChat): Ban[] {
	return [...bans.values()].filter(({until = Infinity}) => now < until);
}

/** What a person who has the right password or token is answered; undefined where they may come in. */
export function keptOut(chat: SimpleChat, user: UserName): object | undefined {
	const ban = bansInForce(chat).find(each => each.user === user);
	return ban && {refusal: 'banned', until: ban.until ?? 0, reason: ''};
}

function operatorOnly({admins}: SimpleChat, {user}: Asker): Refusal {
	return refuse(admins.has(user) ? 'notOperator' : 'notAdmin');
}

type Administration =
	| 'kick'
	| 'ban'
	| 'unban'
	| 'bans'
	| 'resetPassword'
	| 'deleteUser'
	| 'appointAdmin'
	| 'dismissAdmin'
	| 'deleteRoom';

export const administration: Rows<Administration> = {
	kick(chat, {user: by}, {user}) {
		const refusal = fault(chat, by, user);
		if (refusal) return refusal;
		if (!chat.on.has(user) && !chat.scripts.has(user)) return refuse('notConnected', {user});
		chat.tokens.delete(user);
		return {sessions: putOut(chat, user, 'kicked')};
	},
	ban(chat, {user: by}, {user, milliseconds, network}) {
		const refusal = fault(chat, by, user);
		if (refusal) return refusal;
		const isHere = chat.scripts.has(user) || chat.screens.has(user);
		if (network) return refuse(isHere ? 'ownNetwork' : 'addressUnknown', {user});
		const until = milliseconds === undefined ? {} : {until: chat.now + milliseconds};
		const ban = {user, by, at: chat.now, ...until, networks: []};
		chat.bans.set(user, ban);
		putOut(chat, user, 'banned');
		return ban;
	},
	unban(chat, {user: by}, {user}) {
		if (!chat.admins.has(by)) return refuse('notAdmin');
		if (by === user) return refuse('notYourself');
		if (keptOut(chat, user) === undefined) return refuse('notBanned', {user});
		chat.bans.delete(user);
		return {};
	},
	bans: (chat, {user: by}) => (chat.admins.has(by) ? {bans: bansInForce(chat)} : refuse('notAdmin')),
	resetPassword(chat, {user: by}, {user}) {
		const refusal = fault(chat, by, user);
		if (refusal) return refusal;
		chat.tokens.delete(user);
		chat.wrong.delete(user);
		chat.oneTime.add(user);
		putOut(chat, user, 'passwordReset');
		return {password: 'once'};
	},
	deleteUser: operatorOnly,
	appointAdmin: operatorOnly,
	dismissAdmin: operatorOnly,
	deleteRoom: operatorOnly,
};
