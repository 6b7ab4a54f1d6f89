/** Is what people type, paste or read aloud understood as the address of a server? */
import {expect, test} from 'vitest';
import {addressText, isCutOff, isLoopback, joinLine, parseAddress} from '../../protocol/address.ts';

const fingerprint = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJ_-01234';
const host = '192.168.1.5';

test.each([
	['example.org', {host: 'example.org', port: 10_001}],
	['  Example.ORG:4000 ', {host: 'example.org', port: 4000}],
	['my_machine:1', {host: 'my_machine', port: 1}],
	['127.0.0.1:65535', {host: '127.0.0.1', port: 65_535}],
	['::1', {host: '::1', port: 10_001}],
	['[::1]', {host: '::1', port: 10_001}],
	['[FE80::1]:99', {host: 'fe80::1', port: 99}],
	[`${host}:7#${fingerprint}`, {host, port: 7, fingerprint}],
	[`${host}:7#SHA256:${fingerprint}`, {host, port: 7, fingerprint}],
	[`${host}:7#${fingerprint}.blue-whale-7`, {host, port: 7, fingerprint, code: 'blue-whale-7'}],
	[`npx chat-tui ${host}:7#${fingerprint}.c`, {host, port: 7, fingerprint, code: 'c'}],
	[`npx -y chat-tui@latest ${host}`, {host, port: 10_001}],
	[`chat-tui ${host}`, {host, port: 10_001}],
	[`\`npx chat-tui ${host}\`.`, {host, port: 10_001}],
	[
		`│ npx chat-tui ${host}:7#${fingerprint.slice(0, 20)} │\n│ ${fingerprint.slice(20)}.blue-whale-7     │`,
		{host, port: 7, fingerprint, code: 'blue-whale-7'},
	],
	[
		`> npx chat-tui ${host}:7#${fingerprint}.blue-\n> whale-7`,
		{host, port: 7, fingerprint, code: 'blue-whale-7'},
	],
	[
		`npx\r\nchat-tui ${host}:7#\n${fingerprint.slice(0, 9)} ${fingerprint.slice(9)}`,
		{host, port: 7, fingerprint},
	],
	[`— npx chat-tui ${host}:7#${fingerprint}.c`, {host, port: 7, fingerprint, code: 'c'}],
	[`Come and join us: npx chat-tui ${host}:7#${fingerprint}.c`, {host, port: 7, fingerprint, code: 'c'}],
	[
		`> npx chat-tui ${host}:7#${fingerprint}.blue- > whale-7`,
		{host, port: 7, fingerprint, code: 'blue-whale-7'},
	],
	[`"${host}:7#${fingerprint}.c",`, {host, port: 7, fingerprint, code: 'c'}],
	[
		`a:7,[::1],b:8#${fingerprint}`,
		{
			host: 'a',
			port: 7,
			others: [
				{host: '::1', port: 10_001},
				{host: 'b', port: 8},
			],
			fingerprint,
		},
	],
])('%s is an address', (text, address) => {
	expect(parseAddress(text)).toEqual(address);
});

test.each([
	'',
	'host:0',
	'host:65536',
	'host:port',
	'a b',
	'-flag',
	'[::1',
	'[host]:1',
	'host/path',
	'host..org',
	`host#${fingerprint.slice(1)}`,
	`host#${fingerprint}.CODE`,
	`host#${fingerprint}.a.b`,
	'host#',
	'host#.',
	`host#${fingerprint}.`,
	`npx chat-tui host#${fingerprint}.`,
	'host#code',
	'a:7,,b:8',
	'a:7,b:x',
	Array.from({length: 17}, (_, at) => `host${at}`).join(),
	`host#${fingerprint}#x`,
	'x'.repeat(201),
])('%j is none', text => {
	expect(parseAddress(text)).toBeUndefined();
});

test.each([
	'example.org:10001',
	'[::1]:4000',
	`10.0.0.1:7#${fingerprint}.code`,
	'10.0.0.1:7#.code',
	'a:1,b:2#.code',
])('%s is written as it was read', text => {
	const address = parseAddress(text)!;
	expect(joinLine(address)).toBe(text);
	expect(addressText(address)).toBe(text.split(/[#,]/)[0]);
});

test('only this machine is loopback', () => {
	const names = ['localhost', '127.0.0.1', '127.8.8.8', '::1', '128.0.0.1', '127.evil.org', '10.0.0.1'];
	expect(names.filter(isLoopback)).toEqual(['localhost', '127.0.0.1', '127.8.8.8', '::1']);
});

test.each([
	[`${host}:7#`, true],
	[`${host}:7#${fingerprint.slice(0, 20)}`, true],
	[`npx chat-tui ${host}:7#SHA256:${fingerprint.slice(0, 42)}`, true],
	[`│ npx chat-tui ${host}:7#${fingerprint}. │`, true],
	[`${host}:7#${fingerprint}`, false],
	[`${host}:7#${fingerprint}.blue-whale-7`, false],
	[`${host}:7#.blue-whale-7`, false],
	[`${host}:7`, false],
	['example.org.', false],
])('of %s it is said whether its end is missing: %s', (text, cut) => {
	expect(isCutOff(text)).toBe(cut);
	if (cut) expect(parseAddress(text)).toBeUndefined();
});
