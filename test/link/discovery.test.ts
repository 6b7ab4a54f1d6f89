/** Do clients find the servers of their network, and can nobody there make them believe too much? */
import {createSocket} from 'node:dgram';
import {once} from 'node:events';
import makeMulticast from 'multicast-dns';
import {afterEach, expect, test, vi} from 'vitest';
import {systemClock as clock} from '../../lib/clock.ts';
import type {MulticastPlace} from '../../lib/multicast.ts';
import {machineName, parseNotice, SERVICE_TYPE} from '../../protocol/discovery.ts';
import {Announcer} from '../../server/announcer.ts';
import type {Log} from '../../server/log/log-entry.ts';
import {Discovery} from '../../source/link/discovery.ts';
import type {FoundServer} from '../../source/state/model/link.ts';
import {loopback} from '../harness/loopback.ts';
import {manualClock} from '../harness/manual-clock.ts';

const fingerprint = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJ_-01234';
const open: Array<{close(): Promise<void>}> = [];

afterEach(async () => {
	await Promise.all(open.splice(0).map(async each => each.close()));
});

function announce(
	place: MulticastPlace,
	more: Partial<ConstructorParameters<typeof Announcer>[0]> = {},
): Announcer {
	const announcer = new Announcer({
		name: 'lab',
		port: 10_001,
		fingerprint,
		hosts: ['127.0.0.1'],
		clock,
		log: () => undefined,
		place,
		...more,
	});
	open.push(announcer);
	return announcer;
}

/** Looks for servers. @returns a function that waits until those found satisfy the condition */
function look(place: MulticastPlace) {
	let newest: readonly FoundServer[] = [];
	let check: () => void = () => undefined;
	const found = (servers: readonly FoundServer[]): void => {
		newest = servers;
		check();
	};
	open.push(new Discovery({clock, found, place}));
	return async (condition: (servers: readonly FoundServer[]) => boolean) =>
		new Promise<readonly FoundServer[]>(resolve => {
			check = () => condition(newest) && resolve(newest);
			check();
		});
}

test('a server that runs already is found with its name, address and key, and so is one that starts later', async () => {
	const place = await loopback();
	announce(place);
	const until = look(place);
	expect(await until(({length}) => length === 1)).toEqual([
		{name: 'lab', address: {host: '127.0.0.1', port: 10_001}, fingerprint},
	]);
	announce(place, {port: 10_002});
	await until(({length}) => length === 2);
});

test('a server that stops is not listed any more', async () => {
	const place = await loopback();
	const server = announce(place);
	const until = look(place);
	await until(({length}) => length === 1);
	await server.close();
	await until(({length}) => length === 0);
});

test('a question from port 0, where nobody can be answered, is ignored, and the next one is answered', async () => {
	const [socket, asker] = [createSocket({type: 'udp4', reuseAddr: true}), createSocket('udp4').bind()];
	await once(asker, 'listening');
	const [clock, log] = [manualClock(), vi.fn<Log>()];
	announce({...(await loopback()), socket}, {clock, log});
	await once(socket, 'listening');
	const ask = (port: number) => {
		socket.emit('message', question(SERVICE_TYPE), {address: '127.0.0.1', family: 'IPv4', port, size: 0});
		clock.advance(1000);
	};
	const answered = once(asker, 'message');
	ask(0);
	ask(asker.address().port);
	await answered;
	asker.close();
	expect(log).not.toHaveBeenCalled();
});

test('a network that takes no packet is logged once, and the server goes on', async () => {
	const socket = createSocket({type: 'udp4', reuseAddr: true});
	socket.send = () => {
		throw Object.assign(new Error('send'), {code: 'EPERM'});
	};
	const [clock, log] = [manualClock(), vi.fn<Log>()];
	const server = announce({...(await loopback()), socket}, {clock, log});
	await vi.waitFor(() => expect(log).toHaveBeenCalled());
	await server.close();
	expect(log.mock.calls).toEqual([
		[{type: 'warning', what: 'the server cannot be announced on the network (EPERM)'}],
	]);
});

/** A packet that asks for the records of a name (RFC 1035, 4.1). */
function question(name: string): Buffer {
	const header = Buffer.of(0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0);
	return Buffer.concat([header, encoded(name), Buffer.of(0, 12, 0, 1)]);
}

/** A name, in labels. */
function encoded(name: string): Buffer {
	const labels = name.split('.').map(label => Buffer.concat([Buffer.of(label.length), Buffer.from(label)]));
	return Buffer.concat([...labels, Buffer.of(0)]);
}

/** A packet that announces servers of these names, for `ttl` seconds. */
function announcement(names: readonly string[], ttl: number): Buffer {
	const record = (name: string, type: number, data: Buffer): Buffer => {
		const head = Buffer.alloc(10);
		head.writeUInt16BE(type);
		head.writeUInt16BE(1, 2);
		head.writeUInt32BE(ttl, 4);
		head.writeUInt16BE(data.length, 8);
		return Buffer.concat([encoded(name), head, data]);
	};
	const text = Buffer.concat([Buffer.of(8), Buffer.from('name=lab')]);
	const records = names.flatMap(name => {
		const instance = `${name}.${SERVICE_TYPE}`;
		return [
			record(SERVICE_TYPE, 12, encoded(instance)),
			record(instance, 33, Buffer.concat([Buffer.of(0, 0, 0, 0, 15, 160), encoded('x.local')])),
			record(instance, 16, text),
		];
	});
	const header = Buffer.alloc(12);
	header.writeUInt16BE(0x84_00, 2);
	header.writeUInt16BE(records.length, 6);
	return Buffer.concat([header, ...records]);
}

/** A client that looks for servers by a clock that the test turns, and hears what the test says. */
async function listening() {
	const socket = createSocket({type: 'udp4', reuseAddr: true});
	const clock = manualClock();
	let found: readonly FoundServer[] = [];
	const place = {...(await loopback()), socket};
	open.push(new Discovery({clock, found: servers => (found = servers), place}));
	await once(socket, 'listening');
	const hosts = () => {
		clock.advance(100);
		return found.map(({address}) => address.host);
	};
	const hears = (address: string, names: readonly string[], ttl = 120) => {
		socket.emit('message', announcement(names, ttl), {address, family: 'IPv4', port: 5353, size: 0});
		clock.advance(1);
	};
	return {clock, hosts, hears};
}

const names = (count: number, of = 'x') => Array.from({length: count}, (_, at) => `${of}${at}`);
const machines = (count: number) => Array.from({length: count}, (_, at) => `10.0.0.${at + 1}`);

test('a server that says nothing for as long as it had announced is forgotten; one that goes on is not', async () => {
	const {clock, hears, hosts} = await listening();
	hears('10.0.0.1', ['lab']);
	hears('10.0.0.2', ['lab']);
	clock.advance(100_000);
	hears('10.0.0.2', ['lab']);
	clock.advance(30_000);
	expect(hosts()).toEqual(['10.0.0.2']);
	hears('10.0.0.2', ['lab'], 0);
	expect(hosts()).toEqual([]);
	hears('10.0.0.3', ['lab'], 4_000_000_000);
	clock.advance(3_500_000);
	expect(hosts()).toEqual(['10.0.0.3']);
	clock.advance(100_000);
	expect(hosts()).toEqual([]);
});

test('no machine can take the place of another one of the same name, nor end it', async () => {
	const {hears, hosts} = await listening();
	hears('10.0.0.66', ['lab']);
	hears('10.0.0.1', ['lab']);
	hears('10.0.0.66', ['lab'], 0);
	expect(hosts()).toEqual(['10.0.0.1']);
});

test('a machine that invents servers is listed with five, and crowds out nobody', async () => {
	const {hears, hosts} = await listening();
	for (const name of names(100)) hears('10.0.0.66', [name]);
	for (const host of machines(12)) hears(host, ['lab']);
	for (const name of names(100, 'y')) hears('10.0.0.66', [name]);
	expect(hosts().filter(host => host !== '10.0.0.66')).toEqual(machines(12));
	expect(hosts()).toHaveLength(17);
});

test('where more servers are announced than are listed, the oldest of the machine that has announced most goes', async () => {
	const {hears, hosts} = await listening();
	hears('10.0.1.1', names(4));
	hears('10.0.1.2', names(2));
	for (const host of machines(14)) hears(host, ['lab']);
	hears('10.0.2.1', ['lab']);
	hears('10.0.2.2', ['lab']);
	expect(hosts().filter(host => host.startsWith('10.0.1.'))).toEqual([
		'10.0.1.1',
		'10.0.1.1',
		'10.0.1.2',
		'10.0.1.2',
	]);
	hears('10.0.2.3', ['lab']);
	hears('10.0.2.4', ['lab']);
	hears('10.0.2.5', ['lab']);
	expect(hosts()).toEqual(['10.0.1.2', ...machines(14), ...[1, 2, 3, 4, 5].map(at => `10.0.2.${at}`)]);
});

test('the first fifty records of a packet are read, and no others', async () => {
	const {hears, hosts} = await listening();
	hears('10.0.0.1', [...Array<string>(16).fill('first'), 'last']); // three records each
	expect(hosts()).toHaveLength(1);
	hears('10.0.0.1', [...Array<string>(15).fill('first'), 'last']);
	expect(hosts()).toHaveLength(2);
});

test('somebody who announces servers without end fills no memory, and no valid one is needed to read on', async () => {
	const place = await loopback();
	const until = look(place);
	const hostile = makeMulticast({...place, bind: '0.0.0.0'});
	open.push({close: async () => new Promise(resolve => hostile.destroy(resolve))});
	await once(hostile, 'ready');
	const flood = setInterval(() => {
		for (let at = 0; at < 5; at++) hostile.respond(records(`s${Math.random()}`, at % 2 === 0 ? 4000 : 0));
	}, 1);
	const servers = await until(({length}) => length >= 5);
	clearInterval(flood);
	expect(servers).toHaveLength(5);
});

function records(name: string, port: number) {
	const instance = `${name}.${SERVICE_TYPE}`;
	return {
		answers: [
			{name: SERVICE_TYPE, type: 'PTR' as const, data: instance, ttl: 120},
			{name: instance, type: 'SRV' as const, data: {port, target: 'x.local'}, ttl: 120},
			{name: instance, type: 'TXT' as const, data: ['name=\u001b[31mred'], ttl: 120},
		],
	};
}

test('a name that another machine chose reaches the screen without control characters', async () => {
	const place = await loopback();
	const until = look(place);
	const hostile = makeMulticast({...place, bind: '0.0.0.0'});
	open.push({close: async () => new Promise(resolve => hostile.destroy(resolve))});
	await once(hostile, 'ready');
	const again = setInterval(() => hostile.respond(records('one', 4000)), 20);
	const [server] = await until(({length}) => length === 1);
	clearInterval(again);
	expect(server?.name).not.toContain('\u001b');
});

test.each([
	[4000, []],
	[0, ['name=lab']],
	[70_000, ['name=lab']],
	[4000, ['name=']],
	[4000, [`name=${'x'.repeat(64)}`]],
	[4000, ['name=lab', 'fingerprint=short']],
])('port %j with %j is no notice of a server', (port, text) => {
	expect(parseNotice(port, text)).toBeUndefined();
});

test('a machine without a usable name is called chat-tui', () => {
	expect([machineName('lab.example.org'), machineName('日本'), machineName('')]).toEqual([
		'lab',
		'chat-tui',
		'chat-tui',
	]);
});
