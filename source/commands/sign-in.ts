/** Defines the commands of the sign-in: /whoami and /logout. */
import {addressText} from '../../protocol/address.ts';
import {safeText} from '../../protocol/text.ts';
import {say} from '../state/chats/saying.ts';
import {ask} from '../state/dialogs/dialogs.ts';
import {step} from '../state/model/step.ts';
import {signOut} from '../state/sign-in/signing-out.ts';
import {momentText} from '../state/view/time.ts';
import {defineCommand} from './command.ts';

export const whoami = defineCommand({
	name: 'whoami',
	group: 'yourself',
	summary: safeText`your name, the server and its key, and the line with which others join`,
	run(_args, {state, me: {user, address, fingerprint, since, joinLines}}) {
		const said = say(state, [
			safeText`You are ${user} at ${addressText(address)}, signed in since ${momentText(since, state.now)}.`,
			fingerprint === undefined
				? safeText`It has no key: what you say goes there in the clear.`
				: safeText`The server's key is SHA256:${fingerprint}`,
		]);
		return step(joinLines.length > 0 ? ask(said, {type: 'hosting', joinLines}) : said);
	},
});

export const logout = defineCommand({
	name: 'logout',
	aliases: ['signout', 'disconnect'],
	group: 'yourself',
	consequence: 'ends',
	summary: safeText`sign out and return to the sign-in screen`,
	details: [safeText`What has not reached the server yet is kept, and goes out when you are back.`],
	run: (_args, {state, me}) => signOut(state, me),
});
