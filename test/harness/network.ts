/** Makes a network of hosts, by namespaces of Linux: no program on it reaches anything of this machine's own network. */
import {execFileSync, spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {onTestFinished} from 'vitest';

export type Host = {
	/** The IP address of the server's host, as this host reaches it. */
	readonly gateway: string;
	/** The words that run a command on this host, when they stand before it. */
	readonly prefix: readonly [string, ...string[]];
};

type Network = {readonly server: Host; readonly alice: Host; readonly bob: Host};

/** Makes a namespace in which an ordinary user may set up a network. */
const NEW = ['unshare', '--user', '--map-root-user', '--net'] as const;
/** Holds a namespace until its input ends, at the latest with this process. */
const HOLD = ['sh', '-c', 'echo ready; exec cat'];
const FORWARDING = '/proc/sys/net/ipv4/ip_forward';

/** Whether this machine lets the user make networks: Linux does, unless a container or its administrator forbids it. */
export const canMakeNetworks = works([
	...NEW,
	'sh',
	'-c',
	`ip link add name one type veth peer name other && echo 0 > ${FORWARDING}`,
]);

/**
 * Joins two hosts to the host of a server; the network goes away after the test.
 * @param forwards whether the server's host passes packets on between the two; else it drops them without a word
 */
export async function startNetwork({forwards}: {readonly forwards: boolean}): Promise<Network> {
	const holder = await hold(NEW);
	const server = {gateway: '127.0.0.1', prefix: into(holder)};
	const alice = await joined(server, 'alice', '10.77.1');
	const bob = await joined(server, 'bob', '10.77.2');
	run(server, 'sh', '-c', `echo ${forwards ? 1 : 0} > ${FORWARDING}`);
	return {server, alice, bob};
}

/** Makes a host, with a cable to the server's. @param subnet the first three numbers of its addresses */
async function joined(server: Host, name: string, subnet: string): Promise<Host> {
	const holder = await hold([...server.prefix, 'unshare', '--net']);
	const host = {gateway: `${subnet}.1`, prefix: into(holder)};
	const plug = ['type', 'veth', 'peer', 'name', 'cable', 'netns', String(holder.pid)];
	run(server, 'ip', 'link', 'add', 'name', name, ...plug);
	run(server, 'ip', 'address', 'add', `${host.gateway}/24`, 'dev', name);
	run(server, 'ip', 'link', 'set', 'dev', name, 'up');
	run(host, 'ip', 'address', 'add', `${subnet}.2/24`, 'dev', 'cable');
	run(host, 'ip', 'link', 'set', 'dev', 'cable', 'up');
	run(host, 'ip', 'route', 'add', 'default', 'via', host.gateway);
	return host;
}

/** Makes a namespace that lasts until the test is over. */
async function hold([command, ...args]: Host['prefix']): Promise<ChildProcess> {
	const holder = spawn(command, [...args, ...HOLD], {stdio: ['pipe', 'pipe', 'inherit']});
	const exit = once(holder, 'exit');
	onTestFinished(async () => {
		holder.stdin.end();
		await exit;
	});
	await Promise.race([once(holder.stdout, 'data'), exit]);
	return holder;
}

function into({pid}: ChildProcess): Host['prefix'] {
	return ['nsenter', '--target', String(pid), '--user', '--net', '--preserve-credentials'];
}

function run({prefix}: Host, ...command: readonly string[]): void {
	const [first, ...words] = prefix;
	execFileSync(first, [...words, ...command], {stdio: ['ignore', 'ignore', 'inherit']});
}

function works([command, ...args]: Host['prefix']): boolean {
	try {
		execFileSync(command, args, {stdio: 'ignore'});
		return true;
	} catch {
		return false; // there is no such program, or it may not
	}
}
