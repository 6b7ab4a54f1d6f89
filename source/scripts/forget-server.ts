/** `chat-tui forget-server`: forgets the key of a server that really has a new one. */
import {safeText} from '../../protocol/text.ts';
import {addressText, parseAddress} from '../../protocol/address.ts';
import {forgetServer as forget} from '../link/known-servers.ts';
import {print, runScript, ScriptFailure, usage, type ExitCode, type World} from './script.ts';

/** `args`: the address. Accounts and unsent messages stay; the next contact is a first contact. */
export async function forgetServer(args: readonly string[], world: World): Promise<ExitCode> {
	return runScript(world, async () => {
		const address = parseAddress(args[0] ?? '');
		if (!address) throw usage(safeText`Say which server: chat-tui forget-server HOST:PORT.`);
		const wasKnown = await forget(world.home, address);
		if (!wasKnown) throw new ScriptFailure(safeText`${addressText(address)} is not known here.`);
		await print(
			world.stdout,
			safeText`Forgot the key of ${addressText(address)}; the next contact asks again.`,
		);
	});
}
