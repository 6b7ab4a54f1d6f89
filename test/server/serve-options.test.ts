/** What `serve` understands of its command line. */
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {COMMANDS} from '../../source/command-line/commands.ts';
import {serveOptions, UsageFault, type ServeFlags} from '../../server/options.ts';

test('without a word it listens on this machine alone, at port 10001, and everybody may sign up', () => {
	expect(serveOptions([], {})).toEqual({
		host: '127.0.0.1',
		port: 10_001,
		folder: undefined,
		users: undefined,
		signUp: 'open',
		memberInvites: false,
		admins: [],
		daily: {},
		blockFor: 60_000,
		idle: 0,
		retain: 0,
		files: {},
		screens: 1,
		announce: true,
		plaintext: false,
		stop: false,
	});
});

test('every option that serve takes is read', () => {
	const read = new Set<string>();
	const flags = new Proxy<ServeFlags>({}, {get: (_flags, name) => void read.add(String(name))});
	serveOptions([], flags);
	expect([...read].sort()).toEqual(Object.keys(COMMANDS.serve.options).sort());
});

test('the words port, block duration and timeout are the same as the options', () => {
	const words = serveOptions(['4000', '60', '120'], {});
	expect(words).toMatchObject({port: 4000, blockFor: 60_000, idle: 120_000});
	expect(serveOptions([], {port: '4000', blockDuration: '60', timeout: '120'})).toEqual(words);
});

test.each([
	['127.0.0.1', 'open'],
	['::1', 'open'],
	['localhost', 'open'],
	['0.0.0.0', 'invite'],
	['192.168.1.5', 'invite'],
])('who may sign up on %s: %s, unless it is said', (host, expected) => {
	expect(serveOptions([], {host}).signUp).toBe(expected);
	expect(serveOptions([], {host, signup: 'closed'}).signUp).toBe('closed');
});

test('admins are named in a list with commas, in any case', () => {
	expect(serveOptions([], {admin: ' Alice, bob,alice,'}).admins).toEqual(['alice', 'bob']);
});

test('daily quotas are numbers, with K, M or G for the powers of 1024', () => {
	const flags = {roomsPerDay: '5', messagesPerDay: '2k', bytesPerDay: '1M'};
	expect(serveOptions([], flags).daily).toEqual({rooms: 5, messages: 2048, text: 1_048_576});
});

test('the data folder is what --data says, seen from where one stands', () => {
	expect(serveOptions([], {data: 'chat'}).folder).toBe(path.resolve('chat'));
});

test('an account may be on one screen to ten', () => {
	expect(serveOptions([], {screens: '3'}).screens).toBe(3);
	for (const screens of ['0', '11', 'two'])
		expect(() => serveOptions([], {screens})).toThrow('--screens takes a whole number from 1 to 10');
});

test('messages are kept for as long as --retain says', () => {
	expect(serveOptions([], {retain: '90d'}).retain).toBe(90 * 24 * 3600_000);
	expect(serveOptions([], {retain: '12H'}).retain).toBe(12 * 3600_000);
});

describe('a mistake is named', () => {
	test.each<[string, string[], ServeFlags]>([
		['--port', ['65536'], {}],
		['--port', ['-1'], {}],
		['--port', ['http'], {}],
		['--port', [], {port: '1e3'}],
		['--block-duration', ['4000', '-1'], {}],
		['--block-duration', [], {blockDuration: '1000000000'}],
		['--timeout', ['4000', '60', 'soon'], {}],
		['--signup', [], {signup: 'maybe'}],
		['--admin', [], {admin: 'alice,no name'}],
		['--admin', [], {admin: 'operator'}],
		['--messages-per-day', [], {messagesPerDay: '0'}],
		['--rooms-per-day', [], {roomsPerDay: 'many'}],
		['--bytes-per-day takes a whole number from 16384', [], {bytesPerDay: '1K'}],
		['--bytes-per-day', [], {bytesPerDay: '2000G'}],
		['--retain', [], {retain: '90'}],
		['--retain', [], {retain: '0d'}],
		['name that with --record', [], {address: 'chat.example:10001'}],
		['--address takes HOST:PORT', [], {record: 'postgres://db/chat', address: 'chat:x'}],
		['--address takes HOST:PORT', [], {record: 'postgres://db/chat', address: 'a:1,b:2'}],
		['port is given twice', ['4000'], {port: '4000'}],
		['too many', ['4000', '60', '120', '5'], {}],
	])('%s, in %j %j', (named, words, flags) => {
		expect(() => serveOptions(words, flags)).toThrow(UsageFault);
		expect(() => serveOptions(words, flags)).toThrow(named);
	});
});

test('an IPv6 address may stand in brackets, as it does before a port', () => {
	expect(serveOptions([], {host: '[::1]'})).toMatchObject({host: '::1', signUp: 'open'});
});

test('how many bytes of files are kept, and for how long, is chosen in K, M and G, and in days', () => {
	const {files} = serveOptions([], {filesPerAccount: '0', filesTotal: '2G', fileLife: '7d'});
	expect(files).toEqual({perAccount: 0, total: 2 ** 31, life: 7 * 24 * 3600_000});
	expect(() => serveOptions([], {fileLife: 'soon'})).toThrow('--file-life takes a duration such as 90d');
});
