/** Measures the start of a server with many accounts, and with a long journal alone, until its first answer. */
import {cp} from 'node:fs/promises';
import {atMost, type Figure} from '../figure.ts';
import {dataFolder} from '../world/data-folder.ts';
import {scratchFolder} from '../world/scratch.ts';
import {startServer} from '../world/server.ts';

/** Accounts, and most milliseconds of a start. */
const CROWDS = [
	[10_000, 700],
	[100_000, 5000],
] as const;
const PAIRS = 1000;
const EVENTS = 1_000_000;
const MOST_OF_JOURNAL = 3000;
const TIMES = 5;
const FEW_TIMES = 3;

export async function* crowd(): AsyncGenerator<Figure> {
	for (const [people, most] of CROWDS) {
		const folder = await dataFolder({people, pairs: PAIRS, room: '#lobby'});
		const times: number[] = [];
		for (let time = 0; time < TIMES; time++) times.push(await started(folder));
		const how = `${TIMES} starts; ${(2 * PAIRS).toLocaleString('en')} of them talk, all are in one room`;
		yield atMost(`start of a server with ${people.toLocaleString('en')} accounts`, times, ' ms', most, how);
	}

	const folder = await dataFolder({people: 2, messages: EVENTS, isJournalOnly: true});
	const times: number[] = [];
	for (let time = 0; time < FEW_TIMES; time++) {
		const copy = await scratchFolder();
		await cp(folder, copy, {recursive: true}); // a server writes a checkpoint before it ends
		times.push(await started(copy));
	}

	const how = `${FEW_TIMES} starts; ${EVENTS.toLocaleString('en')} messages, none of them in a checkpoint`;
	yield atMost('start of a server from its journal alone', times, ' ms', MOST_OF_JOURNAL, how);
}

async function started(folder: string): Promise<number> {
	const begun = performance.now();
	const server = await startServer(folder);
	const time = performance.now() - begun;
	await server.stop();
	return time;
}
