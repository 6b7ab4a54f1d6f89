/** `/whoami`: as whom one is signed in, where, and how others join. */
import {addressText} from '../../protocol/address.ts';
import {safeText} from '../../protocol/text.ts';
import {momentText} from '../state/view/time.ts';
import {defineCommand} from './command.ts';

export default defineCommand({
	name: 'whoami',
	group: 'yourself',
	summary: safeText`your name, the server and its key, and the line with which others join`,
	run: (_args, {state, me: {user, address, fingerprint, since, joinLines}}) => ({
		show: [
			safeText`You are ${user} at ${addressText(address)}, signed in since ${momentText(since, state.now)}.`,
			fingerprint === undefined
				? safeText`It has no key: what you say goes there in the clear.`
				: safeText`The server's key is SHA256:${fingerprint}`,
		],
		...(joinLines.length > 0 && {ask: {type: 'hosting', joinLines}}),
	}),
});
