/** Runs the server in its console, like `chat-tui serve` in a terminal, with raised limits: `console-server.mjs FOLDER`. */
import {DEFAULT_POLICY} from '../../server/chat/rule.ts';
import {runConsole} from '../../server/console/console.ts';
import {ServerHost} from '../../server/host.ts';
import {raisedLimits} from '../world/limits.ts';

const [folder = ''] = process.argv.slice(2);
const host = new ServerHost({
	folder,
	host: '127.0.0.1',
	port: 0,
	plaintext: true,
	policy: DEFAULT_POLICY,
	limits: raisedLimits,
	write: () => undefined,
});
const {why, code} = await runConsole(host);
await host.stop(why);
process.exitCode = code;
