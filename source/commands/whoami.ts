/** `/whoami`: as whom one is signed in, where, and how others join. */
import {addressText} from '../../protocol/address.ts';
import {safeText} from '../../protocol/text.ts';
import {momentText} from '../state/time.ts';
import {defineCommand} from './command.ts';

export default defineCommand({
	name: 'whoami',
	group: 'yourself',
	summary: safeText`your name, the server and its key, and the line with which others join`,
	run: (_args, {state, me: {user, address, since, joinLines}}) => ({
		show: [
			safeText`You are ${user} at ${addressText(address)}, signed in since ${momentText(since, state.now)}.`,
			...(address.fingerprint === undefined
				? []
				: [safeText`The server's key is SHA256:${address.fingerprint}`]),
		],
		...(joinLines.length > 0 && {ask: {type: 'hosting', joinLines}}),
	}),
});
