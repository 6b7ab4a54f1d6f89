/** Defines /reload of the operator: what of the start may change while the server runs. */
import {counted} from '../../../protocol/counted.ts';
import {safeText} from '../../../protocol/text.ts';
import {oneOf, optional} from '../../../terminal/commands/arguments.ts';
import {defineOperatorCommand} from '../command.ts';

const SIGN_UPS = ['open', 'invite', 'closed'] as const;

export const reload = defineOperatorCommand({
	name: 'reload',
	group: 'people',
	summary: safeText`read the users file again; with a word: set who may sign up, until the next start`,
	details: [
		safeText`Users that are new in the file get an account; nobody else changes, neither their passwords nor their names.`,
		safeText`Names that were deleted, and those that look like another, get none.`,
		safeText`All other options need a restart: /stop, then start the server with others.`,
	],
	args: {signUp: optional(oneOf('open|invite|closed', SIGN_UPS))},
	async run({signUp}, {server}) {
		const users = await server.reloadUsers();
		if (users && 'problem' in users) return users;
		if (signUp !== undefined) server.setSignUp(signUp);
		const said = users
			? [safeText`${counted(users.added.length, 'account was', 'accounts were')} added from ${users.file}.`]
			: [safeText`No users file was named at the start, with --users.`];
		return {
			lines: [
				...said,
				...(users?.why ? [users.why] : []),
				safeText`Who may sign up: ${server.policy.signUp}.`,
			],
			json: {...users, signUp: server.policy.signUp},
		};
	},
});
