/** Runs `chat-tui forget-server`: forgets the key of a server after a real change. */
import {safeText} from '../../protocol/text.ts';
import {addressText, parseAddress} from '../../protocol/address.ts';
import {forgetServer as forget} from '../link/known-servers.ts';
import {print, runScript, ScriptFailure, usage, type ExitCode, type ScriptEnvironment} from './script.ts';

/** Forgets the key. Accounts and unsent messages stay. @param args the address */
export async function forgetServer(
	args: readonly string[],
	environment: ScriptEnvironment,
): Promise<ExitCode> {
	return runScript(environment, async () => {
		const address = parseAddress(args[0] ?? '');
		if (!address) throw usage(safeText`Name the server. Usage: chat-tui forget-server HOST:PORT`);
		const wasKnown = await forget(environment.home, address);
		if (!wasKnown) throw new ScriptFailure(safeText`${addressText(address)} is not known here.`);
		await print(
			environment.stdout,
			safeText`Forgot the key of ${addressText(address)}; the next contact asks again.`,
		);
	});
}
