/** Chooses the own addresses that a partner is told, and those of a partner that are dialled. */
import {BlockList, isIP, SocketAddress} from 'node:net';
import type {NetworkInterfaceInfo} from 'node:os';
import {plainAddress} from '../../protocol/network.ts';
import {MAX_PEER_ADDRESSES, type PeerAddress} from '../../protocol/private-chats.ts';
import type {Direct} from '../state/model/peer.ts';

/** Maximum addresses of a partner that are dialled: a client must not become a port scanner. */
const MAX_DIALLED = 4;
const MIN_PORT = 1024;

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');

/** Networks that no route leads to from elsewhere. IPv6 link-local addresses are left out: they need the name of an interface. */
const privateNetworks = new BlockList();
privateNetworks.addSubnet('10.0.0.0', 8);
privateNetworks.addSubnet('172.16.0.0', 12);
privateNetworks.addSubnet('192.168.0.0', 16);
privateNetworks.addSubnet('169.254.0.0', 16);
privateNetworks.addSubnet('100.64.0.0', 10);
privateNetworks.addSubnet('fc00::', 7, 'ipv6');

/** Addresses of no single machine elsewhere, whatever is said of them. */
const unusable = new BlockList();
unusable.addSubnet('0.0.0.0', 8);
unusable.addSubnet('224.0.0.0', 3);
unusable.addSubnet('::', 96, 'ipv6');
unusable.addSubnet('fe80::', 10, 'ipv6');
unusable.addSubnet('ff00::', 8, 'ipv6');

/** Where the own server is: on this machine, its loopback addresses may be told and dialled. */
type Place = {readonly isServerLocal: boolean};

/**
 * Chooses the own addresses that a partner is told.
 * @param interfaces as `os.networkInterfaces()` lists them
 * @returns hosts, those of private networks first
 */
export function offeredHosts(
	interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>,
	direct: Direct,
	{isServerLocal}: Place,
): string[] {
	if (direct === 'never') return [];
	const hosts = Object.values(interfaces).flatMap(all =>
		all?.flatMap(({address}) => canonical(address) ?? []),
	);
	const known = [...new Set(hosts.filter(host => host !== undefined))];
	return [
		...known.filter(host => isServerLocal && isIn(loopback, host)),
		...known.filter(host => isIn(privateNetworks, host)),
		...known.filter(host => direct === 'always' && isPublic(host)),
	].slice(0, MAX_PEER_ADDRESSES);
}

/**
 * Chooses the addresses of a partner that are dialled: of private networks, or the one from which the server sees the partner.
 * @param seen the IP address from which the server sees the partner
 */
export function dialledAddresses(
	addresses: readonly PeerAddress[],
	seen: string,
	{isServerLocal}: Place,
): PeerAddress[] {
	const seenHost = canonical(seen);
	const dialled = new Map<string, PeerAddress>();
	for (const {host: given, port} of addresses) {
		const host = canonical(given);
		if (host === undefined || port < MIN_PORT) continue;
		const mayDial = isIn(loopback, host)
			? isServerLocal
			: isIn(privateNetworks, host) || (host === seenHost && isPublic(host));
		if (mayDial) dialled.set(`${host} ${port}`, {host, port});
	}

	return [...dialled.values()].slice(0, MAX_DIALLED);
}

/** Writes an address in its shortest form. @returns undefined if it is not an IP address, or names an interface */
function canonical(text: string): string | undefined {
	if (text.includes('%')) return undefined;
	const family = isIP(text);
	if (family === 0) return undefined;
	return plainAddress(new SocketAddress({address: text, family: family === 4 ? 'ipv4' : 'ipv6'}).address);
}

function isPublic(host: string): boolean {
	return ![loopback, privateNetworks, unusable].some(list => isIn(list, host));
}

function isIn(list: BlockList, host: string): boolean {
	return list.check(host, isIP(host) === 4 ? 'ipv4' : 'ipv6');
}
