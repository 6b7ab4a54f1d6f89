/** Defines the commands of admins: /server-kick, /server-ban, /server-unban, /server-bans and /reset-password. */
import {MAX_REASON} from '../../protocol/bounds.ts';
import {refuse, sentence} from '../../protocol/refusals.ts';
import {safeText, type SafeText} from '../../protocol/text.ts';
import {optional, text} from '../../terminal/commands/arguments.ts';
import {banTerms} from '../../terminal/commands/ban-terms.ts';
import {openDialog} from '../state/dialogs/dialogs.ts';
import type {ModerationRequest} from '../state/model/dialog.ts';
import type {Me, State} from '../state/model/state.ts';
import {step, type Step} from '../state/model/step.ts';
import {anyUser, user} from './addressees.ts';
import {defineCommand, type Command, type Problem} from './command.ts';
import {sendRequest} from './request.ts';

const kick = defineCommand({
	name: 'server-kick',
	group: 'moderation',
	consequence: 'ends',
	summary: safeText`sign a user out of the server, with a reason; they may sign in again`,
	details: [safeText`Asks first. All their sessions end, and their saved sign-ins are void.`],
	args: {user: user(), reason: optional(text('reason'))},
	run: ({user, reason}, {state}) => ask(state, {type: 'kick', user, ...given(reason)}),
});

const ban = defineCommand({
	name: 'server-ban',
	group: 'moderation',
	consequence: 'ends',
	summary: safeText`keep a user out of the server: for a while (2h, 7d) or for good, with a reason`,
	details: [
		safeText`Asks first. The word network before the reason also keeps out everybody else who comes from where they are now.`,
		safeText`The invite codes of the user let nobody in any more.`,
		safeText`An example: /server-ban bob 7d too many links`,
	],
	args: {user: user(), terms: optional(banTerms())},
	run: ({user, terms: {reason, ...terms} = {}}, {state}) =>
		ask(state, {type: 'ban', user, ...terms, ...given(reason)}),
});

const unban = defineCommand({
	name: 'server-unban',
	group: 'moderation',
	summary: safeText`let a banned user into the server again`,
	args: {user: anyUser()},
	run: ({user}, {state}) => sendRequest(state, {type: 'unban', user}),
});

const bans = defineCommand({
	name: 'server-bans',
	group: 'moderation',
	summary: safeText`list who is banned from the server, until when, by whom and why`,
	run: (_args, {state}) => sendRequest(state, {type: 'bans'}),
});

const resetPassword = defineCommand({
	name: 'reset-password',
	group: 'moderation',
	consequence: 'ends',
	summary: safeText`give a user a one-time password, which they replace when they sign in`,
	details: [safeText`Asks first. All their sessions end, and their saved sign-ins are void.`],
	args: {user: user()},
	run: ({user}, {state}) => ask(state, {type: 'resetPassword', user}),
});

export const administration: readonly Command[] = [kick, ban, unban, bans, resetPassword];

/** Leaves out the commands of admins for a user who is none. */
export function commandsFor(me: Me | undefined, commands: readonly Command[]): readonly Command[] {
	return me?.isAdmin ? commands : commands.filter(command => !administration.includes(command));
}

/** Returns what is said of a command of admins to a user who is none. */
export function adminsOnly(word: string): SafeText | undefined {
	const isOne = administration.some(({name}) => name === word.toLowerCase());
	return isOne ? sentence(refuse('notAdmin')) : undefined;
}

/** Asks before the request is sent. */
function ask(state: State, request: ModerationRequest): Step | Problem {
	if ('reason' in request && request.reason !== undefined && request.reason.length > MAX_REASON)
		return {problem: safeText`The reason is too long; shorten it to ${MAX_REASON} characters.`};
	const {open} = state;
	return step(openDialog(state, {type: 'moderate', request, ...(open !== undefined && {shownIn: open})}));
}

const given = (reason: string | undefined) => (reason === undefined ? {} : {reason: reason.trim()});
