/** Defines the operator's commands of moderation: putting users out, bans, one-time passwords, admins and deleted accounts. */
import {banText} from '../../../protocol/administration-refusals.ts';
import {MAX_REASON} from '../../../protocol/bounds.ts';
import {counted} from '../../../protocol/counted.ts';
import type {ReplyOf, RequestOf} from '../../../protocol/index.ts';
import {userName, type UserName} from '../../../protocol/names.ts';
import {networkOf} from '../../../protocol/network.ts';
import {isRefusal, sentence} from '../../../protocol/refusals.ts';
import {cleanLine, safeText, type SafeText} from '../../../protocol/text.ts';
import {optional, text} from '../../../terminal/commands/arguments.ts';
import {banTerms} from '../../../terminal/commands/ban-terms.ts';
import type {ArgumentKind} from '../../../terminal/commands/command.ts';
import {shown} from '../../../terminal/commands/shown-word.ts';
import {banOf, bansInForce} from '../../chat/roles.ts';
import type {State} from '../../chat/state.ts';
import {defineOperatorCommand, type OperatorCommand, type OperatorContext} from '../command.ts';
import type {OperatedServer} from '../operated-server.ts';
import {report, type Outcome} from '../report.ts';

type Acting = 'kick' | 'ban' | 'unban' | 'resetPassword' | 'deleteUser' | 'appointAdmin' | 'dismissAdmin';
const group = 'people' as const;

/** Accepts a user who has an account, or is among these, to whom it completes: by default all who have one. */
function user(
	among: (server: OperatedServer) => Iterable<UserName> = ({state}) => state.accounts.byName.keys(),
): ArgumentKind<UserName, OperatorContext> {
	return {
		label: 'user',
		parse(word, {server}) {
			const name = userName(word.replace(/^@/, ''));
			const isKnown = (user: UserName) =>
				server.state.accounts.byName.has(user) || [...among(server)].includes(user);
			return name !== undefined && isKnown(name)
				? {value: name}
				: {problem: safeText`There is no user called ${shown(word)}.`};
		},
		complete: ({server}) => [...among(server)].sort(),
	};
}

/** Carries out a request, and reports a refusal as a problem. */
async function act<T extends Acting>(
	server: OperatedServer,
	request: RequestOf<T>,
	said: (reply: ReplyOf<T>) => readonly SafeText[],
): Promise<Outcome> {
	const reply = await server.operate<T>(request);
	return isRefusal(reply) ? {problem: sentence(reply)} : report(...said(reply));
}

/** Checks the reason for a kick or a ban. */
function reasonOf(reason: string | undefined): {reason?: string; problem?: SafeText} {
	const given = reason?.trim() ?? '';
	if (given.length > MAX_REASON)
		return {problem: safeText`The reason is too long; shorten it to ${MAX_REASON} characters.`};
	return given === '' ? {} : {reason: given};
}

const kick = defineOperatorCommand({
	name: 'kick',
	group,
	consequence: 'ends',
	summary: safeText`sign a user out, with a reason; they may sign in again with their password`,
	args: {user: user(), reason: optional(text('reason'))},
	run({user, reason}, {server}) {
		const {problem, ...given} = reasonOf(reason);
		if (problem) return {problem};
		return act(server, {type: 'kick', user, ...given}, () => [safeText`${user} is signed out.`]);
	},
});

/** Says whom a ban also keeps out, who may be very many behind one address. */
function networkLines(state: State, networks: readonly string[]): readonly SafeText[] {
	if (networks.length === 0) return [];
	const sessions = [...state.presence.sessions.values()];
	const others = new Set(
		sessions.filter(({address}) => networks.includes(networkOf(address))).map(({user}) => user),
	);
	const who =
		others.size === 0
			? ''
			: safeText`; ${counted(others.size, 'other user')} signed in from there can stay, but not come back`;
	return [safeText`Nor does anybody else but admins get in from ${networks.join(', ')}${who}.`];
}

const ban = defineOperatorCommand({
	name: 'ban',
	group,
	consequence: 'ends',
	summary: safeText`keep a user out: for a while (2h, 7d) or for good, with a reason`,
	details: [
		safeText`The invite codes of the user let nobody in any more.`,
		safeText`The word network before the reason also keeps out everybody else, except admins, who comes from where they are now.`,
	],
	args: {user: user(), terms: optional(banTerms())},
	run({user, terms: {reason, ...terms} = {}}, {server}) {
		const {problem, ...given} = reasonOf(reason);
		if (problem) return {problem};
		return act(server, {type: 'ban', user, ...terms, ...given}, banned => [
			banText(safeText`${user} is banned`, banned.until ?? 0, ''),
			...networkLines(server.state, banned.networks),
		]);
	},
});

const unban = defineOperatorCommand({
	name: 'unban',
	group,
	summary: safeText`let a banned user in again`,
	args: {user: user(({state, now}) => bansInForce(state, now).map(each => each.user))},
	run: ({user}, {server}) =>
		act(server, {type: 'unban', user}, () => [safeText`${user} is no longer banned.`]),
});

const bans = defineOperatorCommand({
	name: 'bans',
	group,
	summary: safeText`list who is banned, until when, by whom and why`,
	run(_args, {server: {state, now}}) {
		const listed = bansInForce(state, now);
		const lines = listed.map(({user, by, until = 0, reason = '', networks}) =>
			banText(safeText`${[user, ...networks].join(', ')}: by ${by}`, until, reason),
		);
		return {lines: lines.length > 0 ? lines : [safeText`Nobody is banned.`], json: listed};
	},
});

const admin = defineOperatorCommand({
	name: 'admin',
	group,
	summary: safeText`let a user put others out, ban them and reset their passwords`,
	args: {user: user()},
	run: ({user}, {server}) =>
		act(server, {type: 'appointAdmin', user}, () => [safeText`${user} is an admin now.`]),
});

const unadmin = defineOperatorCommand({
	name: 'unadmin',
	group,
	summary: safeText`make an admin an ordinary user again`,
	details: [safeText`The invite codes of the user let nobody in any more; /invite makes others.`],
	args: {user: user(({state}) => state.administration.admins.keys())},
	run: ({user}, {server}) =>
		act(server, {type: 'dismissAdmin', user}, () => [safeText`${user} is no longer an admin.`]),
});

const admins = defineOperatorCommand({
	name: 'admins',
	group,
	summary: safeText`list the admins`,
	run(_args, {server: {state}}) {
		const listed = [...state.administration.admins.keys()].sort();
		const none = safeText`Nobody is an admin; /admin <user> makes one.`;
		return {lines: listed.length > 0 ? listed.map(each => safeText`${each}`) : [none], json: listed};
	},
});

const resetPassword = defineOperatorCommand({
	name: 'reset-password',
	group,
	consequence: 'ends',
	summary: safeText`give a user a one-time password, which they replace when they sign in`,
	args: {user: user()},
	run: ({user}, {server}) =>
		act(server, {type: 'resetPassword', user}, ({password}) => [
			safeText`The one-time password of ${user} is ${cleanLine(password)}`,
			safeText`It is shown this once. Tell it to ${user} alone: it lets them choose a new password.`,
		]),
});

const deleteUser = defineOperatorCommand({
	name: 'delete-user',
	group,
	consequence: 'ends',
	summary: safeText`delete an account for good; its messages stay, and its name is never given again`,
	args: {user: user()},
	run: ({user}, {server}) => ({
		confirm: safeText`Delete the account of ${user} for good? What they wrote stays, marked as deleted.`,
		go: async () => {
			const reply = await server.operate<'deleteUser'>({type: 'deleteUser', user});
			if (isRefusal(reply)) return {problem: sentence(reply)};
			const stays = banOf(server.state, user, server.now) !== undefined;
			return report(
				safeText`${user} is deleted.`,
				...(stays ? [safeText`The ban of their network stays; /unban ${user} lifts it.`] : []),
			);
		},
	}),
});

export const moderation: readonly OperatorCommand[] = [
	kick,
	ban,
	unban,
	bans,
	resetPassword,
	admin,
	unadmin,
	admins,
	deleteUser,
];
