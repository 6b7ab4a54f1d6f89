/** Defines the commands of invite codes: /invite-code, /invite-codes and /revoke-code. */
import {MAX_WORD} from '../../protocol/bounds.ts';
import {safeText} from '../../protocol/text.ts';
import {optional} from '../../terminal/commands/arguments.ts';
import {inviteTerms} from '../../terminal/commands/invite-terms.ts';
import {shown} from '../../terminal/commands/shown-word.ts';
import {defineCommand, type ArgumentKind} from './command.ts';
import {sendRequest} from './request.ts';

function code(): ArgumentKind<string> {
	return {
		label: 'code',
		parse: word =>
			word.length <= MAX_WORD
				? {value: word}
				: {problem: safeText`${shown(word)} is not a valid invite code.`},
	};
}

export const inviteCode = defineCommand({
	name: 'invite-code',
	group: 'the program',
	summary: safeText`make a line with which a newcomer joins this server, once and within a week`,
	details: [
		safeText`Admins may say for how many newcomers and how long: /invite-code 5 for 30d, or any for ever.`,
		safeText`Other members may only where the operator lets them. /invite brings users of this server into a room.`,
	],
	args: {terms: optional(inviteTerms())},
	run: ({terms}, {state}) => sendRequest(state, {type: 'makeInviteCode', ...terms}),
});

export const inviteCodes = defineCommand({
	name: 'invite-codes',
	group: 'the program',
	summary: safeText`list the open invite codes: your own, or as an admin all`,
	run: (_args, {state}) => sendRequest(state, {type: 'listInviteCodes'}),
});

export const revokeCode = defineCommand({
	name: 'revoke-code',
	group: 'the program',
	consequence: 'ends',
	summary: safeText`end an invite code, so that it lets nobody in any more`,
	args: {code: code()},
	run: ({code}, {state}) => sendRequest(state, {type: 'revokeInviteCode', code}),
});
