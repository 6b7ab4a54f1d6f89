/** Defines the commands of the sign-in: /whoami and /logout. */
import {addressText} from '../../protocol/address.ts';
import {safeText} from '../../protocol/text.ts';
import {say} from '../state/chats/saying.ts';
import {openDialog} from '../state/dialogs/dialogs.ts';
import {leaveServer} from '../state/dialogs/quitting.ts';
import {step} from '../state/model/step.ts';
import {momentText} from '../state/text/time.ts';
import {defineCommand} from './command.ts';

export const whoami = defineCommand({
	name: 'whoami',
	group: 'yourself',
	summary: safeText`show your name, the server and its key, and the line with which others join`,
	run(_args, {state, me: {user, address, fingerprint, since, joinLines}}) {
		const said = say(state, [
			safeText`You are ${user} at ${addressText(address)}, signed in since ${momentText(since, state.now)}.`,
			fingerprint === undefined
				? safeText`The server has no key: your messages reach it unencrypted.`
				: safeText`The server's key is SHA256:${fingerprint}`,
			...(state.identity === undefined
				? []
				: [safeText`Your key for private chats is SHA256:${state.identity}`]),
		]);
		return step(joinLines.length > 0 ? openDialog(said, {type: 'hosting', joinLines}) : said);
	},
});

export const logout = defineCommand({
	name: 'logout',
	aliases: ['signout', 'disconnect'],
	group: 'yourself',
	consequence: 'ends',
	summary: safeText`sign out and return to the sign-in screen`,
	details: [safeText`Unsent messages are kept, and go out when you sign in again.`],
	run: (_args, {state, me}) => leaveServer(state, me),
});
