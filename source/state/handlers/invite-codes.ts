/** Handles invite codes: a code that was made, the list of them, and newcomers who came by one. */
import type {InviteCode} from '../../../protocol/invite-codes.ts';
import {inviteTermsText} from '../../../protocol/invite-terms.ts';
import {safeText, type SafeText} from '../../../protocol/text.ts';
import {answer, say, shortened} from '../chats/saying.ts';
import type {State} from '../model/state.ts';
import {step} from '../model/step.ts';
import {joinCommands} from '../sign-in/join-commands.ts';
import {momentText} from '../text/time.ts';
import type {Announced, Replies} from './tables.ts';

function codeText(code: InviteCode, state: State): SafeText {
	const who = code.by === state.me?.user ? 'you' : code.by;
	const used = code.used === 0 ? '' : `, ${code.used} in so far`;
	return safeText`${code.code} ${inviteTermsText(code, at => momentText(at, state))}${used} (made by ${who})`;
}

/** Keeps the newest code of the user, which /whoami shows. */
function withInviteCode(state: State, inviteCode: InviteCode | undefined): State {
	if (!state.me) return state;
	const {inviteCode: _before, ...me} = state.me;
	return {...state, me: {...me, ...(inviteCode && {inviteCode})}};
}

export const inviteCodeAnnouncements: Announced<'inviteCodeUsed'> = {
	inviteCodeUsed(state, {code, user, left}) {
		const isOver = left === 0 && state.me?.inviteCode?.code === code;
		const kept = isOver ? withInviteCode(state, undefined) : state;
		return step(say(kept, [safeText`${user} has joined the server with your invite code ${code}`], 'good'));
	},
};

export const inviteCodeReplies: Replies<'makeInviteCode' | 'listInviteCodes' | 'revokeInviteCode'> = {
	makeInviteCode(state, {reply: {made}, shownIn}) {
		const {me} = state;
		if (!me) return step(state);
		const lines = [
			safeText`Invite code ${codeText(made, state)}; send this line, /whoami copies it:`,
			...joinCommands(me, made.code).slice(0, 1),
		];
		return step(answer(withInviteCode(state, made), lines, 'info', shownIn));
	},
	listInviteCodes(state, {reply: {codes, more}, shownIn}) {
		const none = safeText`No invite code is open; /invite-code makes one.`;
		const lines = codes.map(code => codeText(code, state));
		return step(answer(state, lines.length > 0 ? shortened(lines, more) : [none], 'info', shownIn));
	},
	revokeInviteCode(state, {request: {code}, shownIn}) {
		const isOwn = state.me?.inviteCode?.code === code.trim().toLowerCase();
		const kept = isOwn ? withInviteCode(state, undefined) : state;
		return step(answer(kept, [safeText`The invite code ${code} lets nobody in any more.`], 'info', shownIn));
	},
};
