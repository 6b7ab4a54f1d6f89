/** Measures private chats of two clients, directly and by the server's relay: how soon one is open, texts, and a file. */
import {atLeast, atMost, plain, type Figure} from '../figure.ts';
import {median, percentile} from '../statistics.ts';
import {sent, writtenFile} from '../world/file-transfer.ts';
import {dataFolder} from '../world/data-folder.ts';
import {PrivateClient} from '../world/private-clients.ts';
import {startRaisedServer, type Server} from '../world/server.ts';

const OPENINGS = 20;
const TEXTS = 200;
/** Milliseconds between two texts: a client reads 20 a second. */
const APART = 50;
const MEBIBYTES = 512;

/** The two ways of a private chat, by the setting that leads to them. */
const ways = [
	{direct: 'lan', name: 'direct', least: 150},
	{direct: 'never', name: 'by the relay', least: 100},
] as const;

export async function* privateChats(): AsyncGenerator<Figure> {
	const file = await writtenFile(MEBIBYTES);
	for (const way of ways) {
		const {direct, name} = way;
		const server = await startRaisedServer(await dataFolder({people: 2}), false);
		const alice = await PrivateClient.start(server, 0, direct);
		const bob = await PrivateClient.start(server, 1, direct);
		yield* openingFigures(name, await openings(alice, bob));
		await opening(alice, bob);
		yield* textFigures(name, await alice.does({type: 'talk', texts: TEXTS, apart: APART}));
		yield* fileFigures(way, {alice, bob, server}, file);
		for (const part of [alice, bob, server]) await part.stop();
	}
}

async function openings(alice: PrivateClient, bob: PrivateClient): Promise<number[]> {
	const times: number[] = [];
	for (let count = 0; count < OPENINGS; count++) {
		times.push(await opening(alice, bob));
		await Promise.all([alice.does({type: 'end'}), bob.does({type: 'see the end'})]);
	}

	return times;
}

/** Opens a private chat. @returns the milliseconds from the partner's yes until it is open on both sides */
async function opening(alice: PrivateClient, bob: PrivateClient): Promise<number> {
	const accepted = bob.does({type: 'accept'});
	const [atAlice = 0] = await alice.does({type: 'invite', user: bob.user});
	const [yes = 0, atBob = 0] = await accepted;
	return Math.max(atAlice, atBob) - yes;
}

function* openingFigures(way: string, times: readonly number[]): Generator<Figure> {
	const how = `${times.length} private chats, until both sides have it open; TLS to the server`;
	const name = `from the yes to an open private chat, ${way}, median`;
	yield way === 'direct'
		? atMost(name, median(times), ' ms', 100, how)
		: plain(name, median(times), ' ms', how);
	yield plain('  the same, longest', Math.max(...times), ' ms', how);
}

function* textFigures(way: string, times: readonly number[]): Generator<Figure> {
	const how = `${times.length} texts, ${APART} ms apart, until the partner's client has acknowledged each`;
	yield plain(`a private text and back, ${way}, median`, median(times), ' ms', how);
	yield plain('  the same, p99', percentile(times, 0.99), ' ms', how);
}

async function* fileFigures(
	{name, least}: (typeof ways)[number],
	parts: {readonly alice: PrivateClient; readonly bob: PrivateClient; readonly server: Server},
	file: string,
): AsyncGenerator<Figure> {
	const {milliseconds, texts, costs} = await sent(parts, file);
	const how = `${MEBIBYTES} MiB, from the yes until the file is whole on the partner's disk`;
	yield atLeast(`a file, ${name}`, (MEBIBYTES * 1000) / milliseconds, ' MiB/s', least, how);
	yield plain('  a text and back meanwhile, median', median(texts), ' ms', `${texts.length} texts`);
	yield atMost('  the same, p99', percentile(texts, 0.99), ' ms', 50, `${texts.length} texts`);
	for (const {who, time, growth} of costs) {
		yield plain(
			`  processor time: ${who}`,
			time / MEBIBYTES,
			' ms/MiB',
			'of all its threads, with the texts',
		);
		yield plain(`  memory: ${who}`, growth, ' MB', 'its peak, above what it held before');
	}
}
