/** Defines the operator's commands of invite codes: /invite, /invitations and /revoke; and /join-line. */
import {OPERATOR} from '../../../protocol/names.ts';
import {isLoopback, joinLineWith} from '../../../protocol/address.ts';
import {MAX_WORD} from '../../../protocol/bounds.ts';
import {timeText} from '../../../protocol/clock-time.ts';
import {inviteTermsText} from '../../../protocol/invite-terms.ts';
import {isRefusal, sentence} from '../../../protocol/refusals.ts';
import {cleanLine, safeText, type SafeText} from '../../../protocol/text.ts';
import {optional} from '../../../terminal/commands/arguments.ts';
import type {ArgumentKind} from '../../../terminal/commands/command.ts';
import {inviteTerms} from '../../../terminal/commands/invite-terms.ts';
import {shown} from '../../../terminal/commands/shown-word.ts';
import {joinCommand, joinLineView} from '../../../terminal/layout/join-line.ts';
import type {Policy} from '../../chat/rule.ts';
import {visibleInviteCodes} from '../../chat/invite-codes/rules.ts';
import {defineOperatorCommand, type OperatorCommand, type OperatorContext} from '../command.ts';
import {columns, report} from '../report.ts';

const group = 'invitations' as const;
const HEAD = ['code', 'for', 'until', 'used', 'made by', 'on'] as const;

/** Accepts a code; completes to the open ones. */
function code(): ArgumentKind<string, OperatorContext> {
	return {
		label: 'code',
		parse: word =>
			word.length <= MAX_WORD
				? {value: word}
				: {problem: safeText`${shown(word)} is not a valid invite code.`},
		complete: ({server}) => visibleInviteCodes(server.state, OPERATOR, server).map(each => each.code),
	};
}

/** Why a code is of no use, by who may sign up. */
const uselessness: Readonly<Record<Policy['signUp'], readonly SafeText[]>> = {
	open: [safeText`Nobody needs it while the server runs with --signup open.`],
	invite: [],
	closed: [safeText`It lets nobody in while the server runs with --signup closed.`],
};

const invite = defineOperatorCommand({
	name: 'invite',
	group,
	summary: safeText`make a line with which newcomers join: for one of them within a week, or as you say`,
	details: [
		safeText`/invite 5 for 30d lets in five within 30 days, /invite any for ever everybody. The newcomers choose a name and a password.`,
	],
	args: {terms: optional(inviteTerms())},
	async run({terms}, {server}) {
		const reply = await server.operate({type: 'makeInviteCode', ...terms});
		if (isRefusal(reply)) return {problem: sentence(reply)};
		const {made} = reply;
		const joinLines = server.listening.joinLines.map(line => joinLineWith(line, made.code));
		const lines = joinLines.map(joinCommand);
		const said = safeText`The invite code ${made.code} ${inviteTermsText(made, at => safeText`${timeText(at)}`)}:`;
		return {
			lines: [said, ...lines, ...uselessness[server.policy.signUp]],
			json: {...made, joinLines: lines},
			...(joinLines[0] !== undefined && {copyView: joinLineView(joinLines[0], said)}),
		};
	},
});

const invitations = defineOperatorCommand({
	name: 'invitations',
	aliases: ['invites'],
	group,
	summary: safeText`list the open invite codes: for how many, until when, how often used, made by whom`,
	run(_args, {server}) {
		const codes = visibleInviteCodes(server.state, OPERATOR, server);
		const rows = codes.map(({code, left, expires, used, by, at}) => [
			code,
			left === undefined ? 'any number' : String(left),
			expires === undefined ? 'for ever' : timeText(expires),
			String(used),
			by,
			timeText(at),
		]);
		const lines =
			codes.length > 0 ? columns(HEAD, rows) : [safeText`No invite code is open; /invite makes one.`];
		return {lines, json: codes};
	},
});

const revoke = defineOperatorCommand({
	name: 'revoke',
	group,
	consequence: 'ends',
	summary: safeText`end an invite code, so that it lets nobody in any more`,
	args: {code: code()},
	async run({code}, {server}) {
		const reply = await server.operate({type: 'revokeInviteCode', code});
		if (isRefusal(reply)) return {problem: sentence(reply)};
		return report(safeText`The invite code ${code} lets nobody in any more.`);
	},
});

const showJoinLine = defineOperatorCommand({
	name: 'join-line',
	aliases: ['qr'],
	group,
	summary: safeText`show the line with which others join alone on the screen, to select it, and as a QR code`,
	run(_args, {server}) {
		const lines = server.listening.joinLines.map(line => cleanLine(line));
		const [best] = lines;
		const isLocal = isLoopback(server.listening.address);
		const whom = isLocal ? safeText`From this machine only, others join with this line:` : undefined;
		return {
			lines: lines.map(joinCommand),
			json: lines,
			...(best !== undefined && {copyView: joinLineView(best, whom)}),
		};
	},
});

export const inviteCodeCommands: readonly OperatorCommand[] = [invite, invitations, revoke, showJoinLine];
