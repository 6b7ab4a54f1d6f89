/** Builds the join lines that the host sends to others: one for each address of this machine. */
import {isIPv4} from 'node:net';
import {networkInterfaces} from 'node:os';
import {addressText, isLoopback, joinLine} from '../protocol/address.ts';

type Interfaces = ReturnType<typeof networkInterfaces>;

/** Lists the addresses by which others may reach a server bound to `address`, likeliest first; on this machine, where nobody else can. */
export function reachableAt(address: string, interfaces: Interfaces = networkInterfaces()): string[] {
	if (address !== '0.0.0.0' && address !== '::') return [address];
	const outward = Object.values(interfaces)
		.flatMap(each => each ?? [])
		.filter(each => !each.internal);
	const of = (family: string) => outward.filter(each => each.family === family).map(each => each.address);
	const sixth = of('IPv6').filter(each => !each.startsWith('fe80:')); // those need a zone, which differs on each machine
	const others = [...of('IPv4'), ...(address === '::' ? sixth : [])];
	return others.length > 0 ? others : ['127.0.0.1'];
}

/** Lists those of the addresses that are announced on the local network: none of a server for this machine only. */
export function announcedAt(address: string, interfaces?: Interfaces): string[] {
	return reachableAt(address, interfaces).filter(host => isIPv4(host) && !isLoopback(host));
}

/** Formats the likeliest address by which others may reach a server bound to `address`. */
export function listeningAt(address: string, port: number): string {
	const [host = address] = reachableAt(address);
	return addressText({host, port});
}

/** Builds `HOST:PORT#fingerprint.code` for each host; the code is left out when none is needed. */
export function joinLines(
	hosts: readonly string[],
	server: {port: number; fingerprint?: string; code?: string},
): string[] {
	return hosts.map(host => joinLine({host, ...server}));
}
