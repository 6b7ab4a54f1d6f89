/** Does a newcomer find the server of their network without a line that somebody has sent? */
import {describe, test} from 'vitest';
import {parseAddress} from '../../protocol/address.ts';
import {canMakeNetworks, startNetwork} from '../harness/network.ts';
import {startClient, startServer} from '../harness/program.ts';

describe.skipIf(!canMakeNetworks)('on a network of their own, which needs namespaces of Linux,', () => {
	test('a newcomer finds the server on the first screen, and is asked about its key as at any new server', async () => {
		const hosts = await startNetwork({forwards: false});
		const env = {CHAT_TUI_LAN: 'on', CHAT_TUI_PASSWORD: ''};
		const server = await startServer({on: hosts.server, env});
		const {port} = parseAddress(server.address)!;
		const alice = await startClient({on: hosts.alice, env});
		await alice.until(new RegExp(`Join \\S+ at ${hosts.alice.gateway}:${port}`));
		alice.write('\u001b[A'); // Host is chosen; the server stands above it
		await alice.until(/▸ Join \S+ at/);
		alice.write('\r');
		await alice.until('SHA256:');
	});
});
