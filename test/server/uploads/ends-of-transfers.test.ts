/** How transfers end whatever happens to the disk or the record: told once, with the right reason; and how many run at once. */
import {createHash} from 'node:crypto';
import {once} from 'node:events';
import {PassThrough} from 'node:stream';
import type {Socket} from 'node:net';
import {expect, test, vi} from 'vitest';
import {RecordUnreachable} from '../../../server/journal/record-faults.ts';
import type {Log} from '../../../server/log/log-entry.ts';
import type {TransferSide} from '../../../server/net/session.ts';
import {LIMITS} from '../../../server/net/limits.ts';
import {preparation, type Tools} from '../../../server/core/prepare.ts';
import {Blobs} from '../../../server/uploads/blobs.ts';
import {Transfers} from '../../../server/uploads/transfers.ts';
import {manualClock} from '../../harness/manual-clock.ts';
import {temporaryFolder} from '../../harness/temporary-folder.ts';
import {until} from '../../harness/until.ts';

const content = Buffer.from('what alice sends');
const side = {
	direction: 'up',
	ticket: 'ticket',
	requestId: 1,
	user: 'alice',
	size: content.length,
	until: Infinity,
} as unknown as Extract<TransferSide, {direction: 'up'}>; // of the types of the protocol

/** Sends the content. @returns what the client is told, once the transfer is over */
async function sent(
	blobs: Blobs,
	onEnd: (ticket: string, sha256?: string) => Promise<void>,
): Promise<object> {
	const logged: string[] = [];
	const log: Log = ({type}) => void logged.push(type);
	const transfers = new Transfers({blobs, clock: manualClock(), uptime: () => 0, limits: LIMITS, log, onEnd});
	const [arriving, leaving] = [new PassThrough(), new PassThrough()];
	const socket = Object.assign(arriving, {end: (text: string) => leaving.end(text)}) as unknown as Socket;
	transfers.join(socket, '127.0.0.1', side);
	arriving.write(content);
	arriving.write(createHash('sha256').update(content).digest());
	const [told] = (await once(leaving, 'data')) as [Buffer];
	await until(() => logged.includes('transferred'));
	return JSON.parse(told.toString()) as object;
}

const systemError = (code: string) => Object.assign(new Error(code), {code});

test.each<[string, string, Error]>([
	['whose disk has no room', 'diskFull', systemError('ENOSPC')],
	['whose disk may not be written', 'diskFull', systemError('EROFS')],
	['whose record is out of reach', 'filesAway', new RecordUnreachable('no host')],
	['that makes another mistake', 'internal', new Error('a mistake')],
])('a server %s says so, and the upload is over once', async (_what, refusal, error) => {
	class Broken extends Blobs {
		override keep = async () => Promise.reject(error);
	}
	const onEnd = vi.fn(async () => Promise.resolve());
	const told = await sent(new Broken(await temporaryFolder()), onEnd);
	expect(told).toEqual({re: 1, refusal});
	expect(onEnd.mock.calls).toEqual([['ticket', undefined]]);
});

test('an upload is over once, also where to say so fails', async () => {
	const onEnd = vi.fn(async () => Promise.reject(new Error('a mistake')));
	const told = await sent(new Blobs(await temporaryFolder()), onEnd);
	expect(told).toEqual({re: 1, refusal: 'internal'});
	expect(onEnd).toHaveBeenCalledTimes(1);
});

test('a transfer must be over by the time of the rules, which on a record is not that of the server', async () => {
	const began = Date.UTC(2026, 10, 28);
	let time = began;
	const logged: unknown[] = [];
	const transfers = new Transfers({
		blobs: new Blobs(await temporaryFolder()),
		clock: manualClock(),
		uptime: () => time,
		limits: LIMITS,
		log: entry => logged.push(entry),
		onEnd: async () => Promise.resolve(),
	});
	transfers.join(new PassThrough() as unknown as Socket, '127.0.0.1', {...side, until: began + 60_000});
	transfers.check(0);
	expect(logged).toEqual([]);
	time += 60_000;
	transfers.check(0);
	await until(() => logged.length > 0);
	expect(logged).toMatchObject([{type: 'transferred', why: 'tooSlow'}]);
});

test('a server that cannot tell whether it has a file says so, and not that there is none', async () => {
	const ask = async (isThere: boolean | undefined) => {
		const blobs = {has: async () => Promise.resolve(isThere)};
		const state = {files: {at: () => ({sha256: 'a'.repeat(64), size: 1})}};
		const request = {type: 'requestFile', conversation: '#lobby', sequence: 1} as never;
		return preparation(request)?.({blobs, state} as unknown as Tools, {} as never);
	};
	expect(await ask(undefined)).toEqual({refusal: 'filesAway'});
	expect(await ask(false)).toEqual({refusal: 'noSuchFile'});
	expect(await ask(true)).toEqual({});
});

test('a server that carries 200 files refuses the next one in a sentence, before its ticket is used up', async () => {
	const blobs = new Blobs(await temporaryFolder());
	const options = {blobs, clock: manualClock(), uptime: () => 0, limits: LIMITS, log: () => undefined};
	const transfers = new Transfers({...options, onEnd: async () => Promise.resolve()});
	const ask = async () =>
		preparation({type: 'openTransfer', ticket: 't'.repeat(43)})?.(
			{transfers} as unknown as Tools,
			{} as never,
		);
	for (let at = 0; at < 200; at++) {
		expect(await ask()).toHaveProperty('presented');
		transfers.join(new PassThrough() as unknown as Socket, '127.0.0.1', side);
	}

	expect(await ask()).toEqual({refusal: 'transfersFull'});
	transfers.stop();
	await until(() => !transfers.isFull);
});
