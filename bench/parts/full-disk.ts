/** Fills the disk with broadcasts, and checks that the server refuses, serves reads and recovers. */
import {cp, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {broadcastsOf} from '../../protocol/names.ts';
import {atMost, plain, type Figure} from '../figure.ts';
import {dataFolder} from '../world/data-folder.ts';
import {Peer, type Answer} from '../world/peer.ts';
import {person} from '../world/people.ts';
import {startRaisedServer, type Server} from '../world/server.ts';
import {smallDisk} from '../world/small-disk.ts';

const PEOPLE = 30;
const DISK = 300;
/** MiB of a file that other programs put there, and later remove. */
const BALLAST = 100;
const TEXT = '\u{10fffd}'.repeat(3995);
const MOST = 20_000;
/** Milliseconds of refusals, one try each `PAUSE`, after which the disk counts as full. */
const PATIENCE = 4000;
const PAUSE = 50;
const MiB = 1024 * 1024;

export async function* fullDisk(): AsyncGenerator<Figure> {
	const disk = await smallDisk(DISK);
	if (!disk) {
		yield {name: 'a full disk', value: 'skipped', how: 'only root on Linux can mount a small disk for it'};
		return;
	}

	try {
		yield* filled(disk.path);
	} finally {
		await disk.unmount();
	}
}

async function* filled(disk: string): AsyncGenerator<Figure> {
	const folder = path.join(disk, 'data');
	await cp(await dataFolder({people: PEOPLE}), folder, {recursive: true});
	const ballast = path.join(disk, 'ballast');
	await writeFile(ballast, Buffer.alloc(BALLAST * MiB, 1));
	const first = await startRaisedServer(folder);
	const peers: Peer[] = [];
	for (let at = 0; at < PEOPLE; at++) peers.push(await Peer.start(first, at));
	const [writer, reader] = peers;
	if (!writer || !reader) throw new RangeError('Nobody is there.');
	const {taken, refusal} = await fill(writer);
	yield plain(
		'broadcasts taken until the disk was nearly full',
		taken,
		'',
		`${PEOPLE} people on, ${DISK} MiB`,
	);
	yield holds(
		'  the next is refused, with the reason',
		refusal === 'diskFull',
		`refused: ${String(refusal)}`,
	);
	yield holds('  the server stays, and serves reading', await reads(reader, 1), 'the newest page of notices');
	await end(first, peers);

	const again = await startRaisedServer(folder);
	const back = await Peer.start(again, 0);
	yield holds('  a start on the full disk serves reading', await reads(back, 0), 'after an orderly stop');
	const still = (await broadcast(back, 0)).refusal;
	yield holds('  and still refuses changes', still === 'diskFull', `refused: ${String(still)}`);
	await rm(ballast);
	const begun = performance.now();
	for (let count = 1; (await broadcast(back, count)).refusal !== undefined; count++) await pause(20);
	const how = `${BALLAST} MiB were made free`;
	yield atMost('  until it takes up again', performance.now() - begun, ' ms', 2000, how);
	await end(again, [back]);
}

function holds(name: string, isMet: boolean, how: string): Figure {
	return {name, value: isMet ? 'yes' : 'no', target: {text: 'yes', isMet}, how};
}

let run = 0;

async function broadcast(peer: Peer, count: number): Promise<Answer> {
	return peer.ask({type: 'broadcast', messageId: `${person(0).device}.full${run++}.${count}`, text: TEXT});
}

/** Sends until the server only refuses, so that no checkpoint makes room any more; returns the count and the last refusal. */
async function fill(peer: Peer): Promise<{taken: number; refusal: unknown}> {
	let taken = 0;
	let last: unknown;
	for (let refused = 0; refused < PATIENCE / PAUSE && taken < MOST;) {
		const {refusal} = await broadcast(peer, taken);
		if (refusal === undefined) {
			taken++;
			refused = 0;
			continue;
		}

		last = refusal;
		refused++;
		await pause(PAUSE);
	}

	return {taken, refusal: last};
}

async function reads(peer: Peer, at: number): Promise<boolean> {
	const {messages} = await peer.ask({type: 'history', conversation: broadcastsOf(person(at).user), limit: 5});
	return Array.isArray(messages) && messages.length > 0;
}

async function end(server: Server, peers: readonly Peer[]): Promise<void> {
	await server.stop();
	for (const peer of peers) peer.stop();
}
