/** Defines the commands of the sign-in: /whoami, /join-line and /logout. */
import {addressText} from '../../protocol/address.ts';
import type {InviteCode} from '../../protocol/invite-codes.ts';
import {safeText} from '../../protocol/text.ts';
import {say} from '../state/chats/saying.ts';
import {openDialog} from '../state/dialogs/dialogs.ts';
import {leaveServer} from '../state/dialogs/quitting.ts';
import type {Me, State} from '../state/model/state.ts';
import {step} from '../state/model/step.ts';
import {joinCommands, joinLineDialog, joinLines, whoJoins} from '../state/sign-in/join-commands.ts';
import {momentText} from '../state/text/time.ts';
import {defineCommand} from './command.ts';

export const whoami = defineCommand({
	name: 'whoami',
	group: 'yourself',
	isNoMessage: true,
	summary: safeText`show your name, the server and its key, and the line with which others join`,
	run(_args, {state, me}) {
		const {user, address, fingerprint, since, joinLines} = me;
		const said = say(state, [
			safeText`You are ${user} at ${addressText(address)}, signed in since ${momentText(since, state)}.`,
			fingerprint === undefined
				? safeText`The server has no key: your messages reach it unencrypted.`
				: safeText`The server's key is SHA256:${fingerprint}`,
			...(state.identity === undefined
				? []
				: [safeText`Your key for private chats is SHA256:${state.identity}`]),
			...(joinLines.length > 0 ? [] : [whoJoins(me), ...joinCommands(me)]),
		]);
		return step(withLines(said, me));
	},
});

/** Opens the line with which newcomers join: on the machine of the server its own, else that with the newest invite code of the user. */
function withLines(state: State, me: Me): State {
	const {joinLines} = me;
	if (joinLines.length > 0) return openDialog(state, {type: 'hosting', joinLines});
	const made = openCode(me, state.now);
	return made ? openDialog(state, {type: 'invited', made}) : state;
}

/** Returns the newest invite code of the user, unless it has expired. */
function openCode({inviteCode}: Me, now: number): InviteCode | undefined {
	return inviteCode && (inviteCode.expires ?? Infinity) > now ? inviteCode : undefined;
}

export const showJoinLine = defineCommand({
	name: 'join-line',
	aliases: ['qr'],
	group: 'the program',
	summary: safeText`show the line with which others join alone on the screen, to select it, and as a QR code`,
	run(_args, {state, me}) {
		const made = openCode(me, state.now);
		const [best] = me.joinLines.length > 0 ? me.joinLines : joinLines(me, made?.code);
		const whom = me.joinLines.length > 0 || made ? undefined : whoJoins(me);
		return step(best === undefined ? state : openDialog(state, joinLineDialog(best, whom)));
	},
});

export const logout = defineCommand({
	name: 'logout',
	aliases: ['signout', 'disconnect'],
	group: 'yourself',
	consequence: 'ends',
	isNoMessage: true,
	summary: safeText`sign out and return to the sign-in screen`,
	details: [safeText`Unsent messages are kept, and go out when you sign in again.`],
	run: (_args, {state, me}) => leaveServer(state, me),
});
