/** Two friends, each at a terminal of their own. */
import {parseAddress} from '../../protocol/address.ts';
import {DirectLines} from './direct-lines.ts';
import {keysAt} from './private-chat-screens.ts';
import {ownFolder, signIn, startServer, type RunningServer} from './program.ts';
import type {PtyTerminal} from './pty.ts';
import {RecordingProxy} from './recording-proxy.ts';

type Sizes = {readonly columns?: number; readonly rows?: number};

type Friends = {
	readonly server: RunningServer;
	readonly alice: PtyTerminal;
	readonly bob: PtyTerminal;
	/** The folders of their clients. */
	readonly homes: {readonly alice: string; readonly bob: string};
};

/** Starts a server, and two clients of friends who stand in the chat. */
export async function friends(sizes: Sizes = {}): Promise<Friends> {
	return befriended(await startServer({people: ['alice', 'bob', 'carol']}), sizes);
}

/** As {@link friends}, with a proxy between the server and both, and no direct connections. @param bytesPerSecond of each of its connections */
export async function relayedFriends(bytesPerSecond?: number): Promise<Friends & {proxy: RecordingProxy}> {
	const server = await startServer({people: ['alice', 'bob']});
	const proxy = await RecordingProxy.start(parseAddress(server.address)!.port, bytesPerSecond);
	const together = await befriended({...server, address: `127.0.0.1:${proxy.port}`});
	for (const client of [together.alice, together.bob]) {
		client.write('/set direct never\r');
		await client.until('Direct connections: never');
	}

	return {...together, proxy};
}

/** As {@link friends}, with a proxy on each direct connection between the two. @param bytesPerSecond of each of them */
export async function directFriends(bytesPerSecond: number): Promise<Friends & {lines: DirectLines}> {
	const server = await startServer({people: ['alice', 'bob'], plaintext: true});
	const lines = await DirectLines.start(parseAddress(server.address)!.port, bytesPerSecond);
	const args = ['--insecure-plaintext'];
	return {...(await befriended({...server, address: `127.0.0.1:${lines.port}`}, {args})), lines};
}

async function befriended(
	server: RunningServer,
	options: Sizes & {readonly args?: readonly string[]} = {},
): Promise<Friends> {
	const homes = {alice: await ownFolder(), bob: await ownFolder()};
	const alice = await signIn(server, 'alice', {...options, home: homes.alice});
	const bob = await signIn(server, 'bob', {...options, home: homes.bob});
	await keysAt(server, 2);
	await alice.until(/● bob|bob is here/);
	await befriend({alice, bob});
	return {server, alice, bob, homes};
}

/** The second of two clients asks the first one, which accepts. @param clients by the names of their users */
export async function befriend(clients: Readonly<Record<string, PtyTerminal>>): Promise<void> {
	const [[asked, answering], [asker, asking]] = Object.entries(clients) as [
		[string, PtyTerminal],
		[string, PtyTerminal],
	];
	asking.write(`/friend ${asked}\r`);
	await asking.until(`Friend request sent to ${asked}`);
	answering.write(`/friend ${asker}\r`);
	await answering.until(`${asker} and you are friends now`);
	await asking.until(`${asked} and you are friends now`);
}
