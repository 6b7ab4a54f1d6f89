/** Measures a sign-in among very many accounts, and a search for a part of a name: the time, the server's, and the bytes of the reply. */
import {atMost, plain, type Figure} from '../figure.ts';
import {processorTime} from '../world/cost.ts';
import {dataFolder} from '../world/data-folder.ts';
import {Peer} from '../world/peer.ts';
import {startRaisedServer, type Server} from '../world/server.ts';
import {signedIn} from '../world/sign-in.ts';

const CROWDS = [10_000, 100_000];
const PAIRS = 1000;
const WARM_UP = 5;
const TIMES = 20;
/** Most milliseconds. */
const MOST = 5;

export async function* signIn(): AsyncGenerator<Figure> {
	for (const people of CROWDS) {
		const server = await startRaisedServer(await dataFolder({people, pairs: PAIRS, room: '#lobby'}));
		const among = `among ${people.toLocaleString('en')} accounts`;
		yield* signInsAt(server, among);
		yield* findingAt(server, among);
		await server.stop();
	}
}

async function* signInsAt(server: Server, among: string): AsyncGenerator<Figure> {
	const times: number[] = [];
	const costs: number[] = [];
	const sizes: number[] = [];
	for (let at = 0; at < WARM_UP + TIMES; at++) {
		const before = processorTime(server.pid);
		const {socket, milliseconds, bytes} = await signedIn(server, at, fail);
		if (at >= WARM_UP) {
			times.push(milliseconds);
			costs.push(processorTime(server.pid) - before);
			sizes.push(bytes / 1000);
		}

		socket.destroy();
	}

	const how = `${TIMES} sign-ins by a token, one after the other, in plaintext`;
	yield atMost(`sign-in ${among}`, times, ' ms', MOST, how);
	yield atMost(
		'  processor time of the server for each',
		costs,
		' ms',
		MOST,
		'with the connection and its hello',
	);
	yield plain('  the reply', sizes, ' kB', 'with all its chunks');
}

async function* findingAt(server: Server, among: string): AsyncGenerator<Figure> {
	const peer = await Peer.start(server, 0);
	const times: number[] = [];
	for (let at = 0; at < WARM_UP + TIMES; at++) {
		const begun = performance.now();
		const {people} = await peer.ask({type: 'findPeople', name: `0${at}`});
		if (!Array.isArray(people)) throw new Error('The search was refused.');
		if (at >= WARM_UP) times.push(performance.now() - begun);
	}

	peer.stop();
	yield atMost(`a part of a name ${among}`, times, ' ms', MOST, `${TIMES} searches, one after the other`);
}

function fail(error: Error): never {
	throw error;
}
