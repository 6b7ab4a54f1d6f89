/** Measures what the console costs the server: beside few messages, where little else disturbs, and beside many. */
import {atMost, plain, type Figure} from '../figure.ts';
import {median} from '../statistics.ts';
import {dataFolder} from '../world/data-folder.ts';
import {Senders} from '../world/senders.ts';
import {startConsoleServer, startRaisedServer} from '../world/server.ts';

const COUNT = 100;
/** Messages per second. */
const RATES = [200, 10_000];
const PAIRS = 4;
const ORDER = {warmUp: 1000, milliseconds: 3000};
/** Percent of a core. */
const MOST = 2;

export async function* consoleCost(): AsyncGenerator<Figure> {
	const people = {people: COUNT};
	const bare = await startRaisedServer(await dataFolder(people));
	const shown = await startConsoleServer(await dataFolder(people));
	const [toBare, toShown] = [await Senders.start(bare, COUNT), await Senders.start(shown, COUNT)];
	for (const rate of RATES) yield* costAt(rate, toBare, toShown);
	for (const senders of [toBare, toShown]) await senders.stop();
	for (const server of [bare, shown]) await server.stop();
}

async function* costAt(rate: number, bare: Senders, shown: Senders): AsyncGenerator<Figure> {
	const order = {...ORDER, apart: (1000 * COUNT) / rate};
	const rates: number[] = [];
	const differences: number[] = [];
	for (let pair = 0; pair < PAIRS; pair++) {
		const without = await bare.send(order);
		const within = await shown.send(order);
		rates.push(without.perSecond, within.perSecond);
		differences.push(share(within) - share(without));
	}

	const each = median(rates).toFixed(0);
	const how = `80x24, median of ${PAIRS} alternating pairs of ${ORDER.milliseconds / 1000} s, with and without it`;
	yield atMost(`the console, beside ${each} messages/s`, median(differences), ' % of a core', MOST, how);
	yield plain('  the least', Math.min(...differences), ' % of a core', 'of the pairs');
	yield plain('  the most', Math.max(...differences), ' % of a core', 'of the pairs');
}

/** Returns the percentage of a core that the server takes. */
function share({serverCost, perSecond}: {serverCost: number; perSecond: number}): number {
	return (serverCost * perSecond) / 10;
}
