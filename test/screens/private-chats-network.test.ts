/** Two people on hosts of their own: which way does a private chat take through the network between them? */
import {describe, test} from 'vitest';
import {parseAddress} from '../../protocol/address.ts';
import {canMakeNetworks, startNetwork, type Host} from '../harness/network.ts';
import {invite, keysAt} from '../harness/private-chat-screens.ts';
import {signIn, startServer, type RunningServer} from '../harness/program.ts';
import type {PtyTerminal} from '../harness/pty.ts';

describe.skipIf(!canMakeNetworks)('on a network of their own, which needs namespaces of Linux,', () => {
	test('two who reach the server, but not each other, talk via the server, and it is still encrypted end to end', async () => {
		const [alice, bob] = await onHosts({forwards: false});
		await talk(alice, bob, 'via the server, end-to-end encrypted');
	});

	test('two who reach each other talk directly', async () => {
		const [alice, bob] = await onHosts({forwards: true});
		await talk(alice, bob, 'direct, end-to-end encrypted');
	});
});

async function talk(alice: PtyTerminal, bob: PtyTerminal, way: string): Promise<void> {
	await invite(alice, bob, '/private bob can you hear me');
	await alice.until(way);
	await bob.until(way);
	await bob.until('can you hear me');
	bob.write('as if you were here\r');
	await alice.until(/bob {4}as if you were here/);
	await alice.until(/can you hear me +✓✓/);
	await bob.until(/as if you were here +✓✓/);
}

/** Alice and bob at the server, each on another host. */
async function onHosts(options: {
	readonly forwards: boolean;
}): Promise<[alice: PtyTerminal, bob: PtyTerminal]> {
	const hosts = await startNetwork(options);
	const server = await startServer({people: ['alice', 'bob'], on: hosts.server});
	const alice = await signInOn(hosts.alice, server, 'alice');
	await keysAt(server, 1);
	const bob = await signInOn(hosts.bob, server, 'bob');
	await keysAt(server, 2);
	await alice.until('● bob');
	return [alice, bob];
}

async function signInOn(host: Host, server: RunningServer, user: string): Promise<PtyTerminal> {
	const address = `${host.gateway}:${parseAddress(server.address)!.port}`;
	return signIn({...server, address}, user, {on: host});
}
