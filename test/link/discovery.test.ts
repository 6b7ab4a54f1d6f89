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
import {manualClock} from '../harness/manual-clock.ts';

const fingerprint = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJ_-01234';
const open: Array<{close(): Promise<void>}> = [];

afterEach(async () => {
	await Promise.all(open.splice(0).map(async each => each.close()));
});

/** A UDP port of the loopback interface that no other test uses. */
async function loopback(): Promise<MulticastPlace> {
	const socket = createSocket('udp4').bind(0, '127.0.0.1');
	await once(socket, 'listening');
	const {port} = socket.address();
	socket.close();
	return {interface: '127.0.0.1', port};
}

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
	const labels = name.split('.').map(label => Buffer.concat([Buffer.of(label.length), Buffer.from(label)]));
	const header = Buffer.of(0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0);
	return Buffer.concat([header, ...labels, Buffer.of(0, 0, 12, 0, 1)]);
}

test('somebody who announces servers without end fills no memory, and no valid one is needed to read on', async () => {
	const place = await loopback();
	const until = look(place);
	const hostile = makeMulticast({...place, bind: '0.0.0.0'});
	open.push({close: async () => new Promise(resolve => hostile.destroy(resolve))});
	await once(hostile, 'ready');
	const flood = setInterval(() => {
		for (let at = 0; at < 5; at++) hostile.respond(records(`s${Math.random()}`, at % 2 === 0 ? 4000 : 0));
	}, 1);
	const servers = await until(({length}) => length >= 20);
	clearInterval(flood);
	expect(servers).toHaveLength(20);
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
