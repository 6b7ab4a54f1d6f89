/** The line with which others join, and the addresses it names. */
import {expect, test} from 'vitest';
import {parseAddress} from '../../protocol/address.ts';
import {announcedAt, joinLines, reachableAt} from '../../server/join-line.ts';

const common = {netmask: '', mac: '', cidr: null};
const interfaces = {
	lo: [{...common, family: 'IPv4' as const, address: '127.0.0.1', internal: true}],
	eth0: [
		{...common, family: 'IPv6' as const, address: 'fe80::1', internal: false, scopeid: 2},
		{...common, family: 'IPv6' as const, address: '2001:db8::5', internal: false, scopeid: 0},
		{...common, family: 'IPv4' as const, address: '192.168.1.5', internal: false},
	],
};

test('a server for this machine alone is reached on this machine, and so is one on a machine without a network', () => {
	expect(reachableAt('127.0.0.1', interfaces)).toEqual(['127.0.0.1']);
	expect(reachableAt('::1', interfaces)).toEqual(['::1']);
	expect(reachableAt('0.0.0.0', {lo: interfaces.lo})).toEqual(['127.0.0.1']);
});

test('a server on every address is reached by those that others see, IPv4 first', () => {
	expect(reachableAt('0.0.0.0', interfaces)).toEqual(['192.168.1.5']);
	expect(reachableAt('::', interfaces)).toEqual(['192.168.1.5', '2001:db8::5']);
});

test('a server announces itself to those who can reach it, and one for this machine only to nobody', () => {
	expect(announcedAt('::', interfaces)).toEqual(['192.168.1.5']);
	expect(announcedAt('127.0.0.1', interfaces)).toEqual([]);
	expect(announcedAt('0.0.0.0', {lo: interfaces.lo})).toEqual([]);
});

test('a server on one address is reached there', () => {
	expect(reachableAt('192.168.1.5', interfaces)).toEqual(['192.168.1.5']);
});

test('the line holds address, fingerprint and code, and the client understands it', () => {
	const fingerprint = 'f'.repeat(43);
	const lines = joinLines(['192.168.1.5', '2001:db8::5'], {port: 10_001, fingerprint, code: 'k7mq-2xw9'});
	expect(lines[0]).toBe(`192.168.1.5:10001#${fingerprint}.k7mq-2xw9`);
	expect(lines.map(parseAddress)).toEqual([
		{host: '192.168.1.5', port: 10_001, fingerprint, code: 'k7mq-2xw9'},
		{host: '2001:db8::5', port: 10_001, fingerprint, code: 'k7mq-2xw9'},
	]);
	expect(joinLines(['192.168.1.5'], {port: 1, fingerprint})).toEqual([`192.168.1.5:1#${fingerprint}`]);
});
