/** Measures a sign-in among very many accounts: how long it takes, what it costs the server, and how long the reply is. */
import {atMost, plain, type Figure} from '../figure.ts';
import {processorTime} from '../world/cost.ts';
import {dataFolder} from '../world/data-folder.ts';
import {startRaisedServer} from '../world/server.ts';
import {signedIn} from '../world/sign-in.ts';

const PEOPLE = 100_000;
const PAIRS = 1000;
const WARM_UP = 5;
const TIMES = 20;
/** Most milliseconds. */
const MOST = 5;

export async function* signIn(): AsyncGenerator<Figure> {
	const server = await startRaisedServer(await dataFolder({people: PEOPLE, pairs: PAIRS, room: '#lobby'}));
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

	await server.stop();
	const how = `${TIMES} sign-ins by a token, one after the other, in plaintext`;
	yield atMost(`sign-in among ${PEOPLE.toLocaleString('en')} accounts`, times, ' ms', MOST, how);
	yield atMost(
		'  processor time of the server for each',
		costs,
		' ms',
		MOST,
		'with the connection and its hello',
	);
	yield plain('  the reply', sizes, ' kB', 'with all its chunks');
}

function fail(error: Error): never {
	throw error;
}
