/** Measures searches of ten users through the longest history, and pings of another user meanwhile. */
import {setTimeout as pause} from 'node:timers/promises';
import {atMost, plain, type Figure} from '../figure.ts';
import {median, percentile} from '../statistics.ts';
import {dataFolder, roomOf} from '../world/data-folder.ts';
import {Peer} from '../world/peer.ts';
import {startRaisedServer} from '../world/server.ts';

const SEARCHERS = 10;
const TIMES = 5;
/** Texts that take longest to normalize, by the words to search for. */
const MESSAGES = 1200;
const TEXT = '\ufdfa'.repeat(3990);

export async function* search(): AsyncGenerator<Figure> {
	const hoards = {people: SEARCHERS, messages: MESSAGES, text: TEXT};
	const server = await startRaisedServer(await dataFolder({people: SEARCHERS + 1, hoards}));
	const peers: Peer[] = [];
	for (let at = 0; at <= SEARCHERS; at++) peers.push(await Peer.start(server, at));
	const [bystander, ...searchers] = peers.toReversed();
	if (!bystander) throw new RangeError('Nobody is there.');
	const quiet = await bystander.pingsDuring(pause(2000));
	const pings: number[] = [];
	const alone: number[] = [];
	const together: number[] = [];
	for (let time = 0; time < TIMES; time++) {
		alone.push(await searched(searchers[0] ?? bystander, SEARCHERS - 1));
		const all = Promise.all(searchers.map((peer, at) => searched(peer, SEARCHERS - 1 - at)));
		pings.push(...(await bystander.pingsDuring(all)));
		together.push(...(await all));
	}

	for (const peer of peers) peer.stop();
	await server.stop();
	yield* pingFigures(quiet, pings);
	const past = `a past of ${MESSAGES} messages of 3,990 × U+FDFA`;
	yield plain('one person searches', median(alone), ' ms', `${past}, median of ${TIMES}`);
	yield plain(`${SEARCHERS} people search at once`, median(together), ' ms', `${past} each, median`);
	yield plain('  the slowest of them', Math.max(...together), ' ms', `${past} each`);
}

function* pingFigures(quiet: readonly number[], pings: readonly number[]): Generator<Figure> {
	const how = `${pings.length} pings of somebody else, 5 ms apart, in ${TIMES} searches by ${SEARCHERS} people at once`;
	yield plain('a ping while nobody searches, p99', percentile(quiet, 0.99), ' ms', `${quiet.length} pings`);
	yield plain(`a ping while ${SEARCHERS} people search, median`, median(pings), ' ms', how);
	yield atMost('  the same, p99', percentile(pings, 0.99), ' ms', 20, how);
	yield plain('  the same, longest', Math.max(...pings), ' ms', how);
}

/** Measures the milliseconds until a user's whole history has been searched. */
async function searched(peer: Peer, at: number): Promise<number> {
	const begun = performance.now();
	let places: unknown = [{conversation: roomOf(at), before: MESSAGES + 1}];
	while (Array.isArray(places) && places.length > 0) {
		const {left} = await peer.ask({type: 'search', text: 'nobody has said this', places});
		if (left === undefined) throw new Error('The search was refused.');
		places = left;
	}

	return performance.now() - begun;
}
