/** Measures the start of a server with many accounts: from its files, and from its journal alone. */
import {atMost, type Figure} from '../figure.ts';
import {median} from '../statistics.ts';
import {dataFolder} from '../world/data-folder.ts';
import {startServer} from '../world/server.ts';

const PEOPLE = 10_000;
const PAIRS = 1000;
const TIMES = 5;

export async function* crowd(): AsyncGenerator<Figure> {
	const folder = await dataFolder({people: PEOPLE, pairs: PAIRS, room: '#lobby'});
	const times: number[] = [];
	for (let time = 0; time < TIMES; time++) {
		const begun = performance.now();
		const server = await startServer(folder);
		times.push(performance.now() - begun);
		await server.stop();
	}

	const what = `${PEOPLE.toLocaleString('en')} accounts with tokens, ${(2 * PAIRS).toLocaleString('en')} of whom talk, all in one room`;
	yield atMost('start of a server with a crowd', median(times), ' ms', 2000, `median of ${TIMES}: ${what}`);
}
