/** Addresses of clients: which own ones is a partner told, and which of a partner's does a client dial? */
import type {NetworkInterfaceInfo} from 'node:os';
import {expect, test} from 'vitest';
import {dialledAddresses, offeredHosts} from '../../source/peer/candidates.ts';

const ELSEWHERE = {isServerLocal: false};
const HERE = {isServerLocal: true};

/** Interfaces as the system lists them. */
function machine(...addresses: string[]): NodeJS.Dict<NetworkInterfaceInfo[]> {
	return {eth0: addresses.map(address => ({address}) as NetworkInterfaceInfo)};
}

const PRIVATE = [
	'10.0.0.0',
	'10.255.255.255',
	'172.16.0.1',
	'172.31.255.255',
	'192.168.0.1',
	'192.168.255.255',
	'169.254.1.1',
	'100.64.0.1',
	'100.127.255.255',
	'fc00::1',
	'fdff:ffff::1',
];
const PUBLIC = [
	'9.255.255.255',
	'11.0.0.0',
	'172.15.255.255',
	'172.32.0.0',
	'192.167.255.255',
	'192.169.0.0',
	'169.253.255.255',
	'169.255.0.0',
	'100.63.255.255',
	'100.128.0.0',
	'8.8.8.8',
	'2001:db8::1',
	'fbff::1',
	'fe00::1',
];
const LOOPBACK = ['127.0.0.1', '127.255.255.254', '::1'];
/** Of this machine, of many machines, or usable only together with the name of an interface. */
const UNUSABLE = [
	'0.0.0.0',
	'0.1.2.3',
	'::',
	'224.0.0.1',
	'255.255.255.255',
	'ff02::1',
	'fe80::1',
	'febf::1',
	'::7f00:1',
];

test('by default a partner is told addresses of private networks alone', () => {
	for (const address of PRIVATE) expect(offeredHosts(machine(address), 'lan', ELSEWHERE)).toEqual([address]);
	for (const address of [...PUBLIC, ...LOOPBACK, ...UNUSABLE])
		expect(offeredHosts(machine(address), 'lan', ELSEWHERE), address).toEqual([]);
});

test('a user who allows it tells every address by which others can reach the machine', () => {
	for (const address of [...PRIVATE, ...PUBLIC])
		expect(offeredHosts(machine(address), 'always', ELSEWHERE)).toEqual([address]);
	for (const address of [...LOOPBACK, ...UNUSABLE])
		expect(offeredHosts(machine(address), 'always', ELSEWHERE), address).toEqual([]);
});

test('a user who allows no direct connection tells no address', () => {
	expect(offeredHosts(machine(...PRIVATE, ...PUBLIC, ...LOOPBACK), 'never', HERE)).toEqual([]);
});

test('loopback addresses are told only where the server is on the same machine', () => {
	expect(offeredHosts(machine('8.8.8.8', '10.0.0.1', '127.0.0.1'), 'lan', HERE)).toEqual([
		'127.0.0.1',
		'10.0.0.1',
	]);
});

test('at most eight addresses are told, each once, those of private networks first', () => {
	const many = Array.from({length: 20}, (_, at) => `8.8.8.${at}`);
	const told = offeredHosts(machine(...many, '10.0.0.1', '10.0.0.1'), 'always', ELSEWHERE);
	expect(told).toHaveLength(8);
	expect(told.slice(0, 2)).toEqual(['10.0.0.1', '8.8.8.0']);
});

const at = (...hosts: string[]) => hosts.map(host => ({host, port: 4000}));

test('a client dials addresses of private networks', () => {
	for (const host of PRIVATE) expect(dialledAddresses(at(host), '', ELSEWHERE)).toEqual(at(host));
});

test('a client dials a public address only if the server sees the partner there', () => {
	for (const host of PUBLIC) {
		expect(dialledAddresses(at(host), '1.2.3.4', ELSEWHERE), host).toEqual([]);
		expect(dialledAddresses(at(host), host, ELSEWHERE)).toEqual(at(host));
	}
});

test('a client dials no loopback, unspecified or multicast address, whatever the server sees', () => {
	for (const host of [...LOOPBACK, ...UNUSABLE])
		expect(dialledAddresses(at(host), host, ELSEWHERE), host).toEqual([]);
	for (const host of UNUSABLE) expect(dialledAddresses(at(host), host, HERE), host).toEqual([]);
});

test('a client dials loopback addresses if its server is on the same machine', () => {
	for (const host of LOOPBACK) expect(dialledAddresses(at(host), '', HERE)).toEqual(at(host));
});

test('an address in another notation counts as the address that it is', () => {
	for (const host of ['::ffff:127.0.0.1', '::ffff:7f00:1', '0:0:0:0:0:0:0:1', '::FFFF:0.0.0.0'])
		expect(dialledAddresses(at(host), host, ELSEWHERE), host).toEqual([]);
	expect(dialledAddresses(at('::ffff:10.0.0.1', '::ffff:a00:1', '10.0.0.1'), '', ELSEWHERE)).toEqual(
		at('10.0.0.1'),
	);
	expect(dialledAddresses(at('2001:DB8:0::1'), '2001:db8::1', ELSEWHERE)).toEqual(at('2001:db8::1'));
	expect(dialledAddresses(at('8.8.8.8'), '::ffff:8.8.8.8', ELSEWHERE)).toEqual(at('8.8.8.8'));
});

test('what is not an IP address, or names an interface, is not dialled', () => {
	for (const host of [
		'',
		'localhost',
		'10.1',
		'010.0.0.1',
		'167772161',
		'0x0a.0.0.1',
		'fd00::1%eth0',
		'10.0.0.1.',
		':::',
	])
		expect(dialledAddresses(at(host), host, HERE), host).toEqual([]);
});

test('ports of services of the system are not dialled', () => {
	const ports = [0, 22, 80, 1023, 1024, 65_535].map(port => ({host: '10.0.0.1', port}));
	expect(dialledAddresses(ports, '', ELSEWHERE).map(({port}) => port)).toEqual([1024, 65_535]);
});

test('at most four addresses are dialled, each once', () => {
	const many = ['10.0.0.1', '10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4', '10.0.0.5'];
	expect(dialledAddresses(at(...many), '', ELSEWHERE)).toEqual(
		at('10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4'),
	);
});
