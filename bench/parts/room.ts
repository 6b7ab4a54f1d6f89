/** Measures the delivery of a message to the last of a thousand online members of a room. */
import {setTimeout as pause} from 'node:timers/promises';
import {atMost, plain, type Figure} from '../figure.ts';
import {median, percentile} from '../statistics.ts';
import {dataFolder} from '../world/data-folder.ts';
import {Listeners} from '../world/listeners.ts';
import {startRaisedServer} from '../world/server.ts';

const MEMBERS = 1000;
const MESSAGES = 40;
const APART = 100;

export async function* room(): AsyncGenerator<Figure> {
	const folder = await dataFolder({people: MEMBERS, room: '#lobby'});
	for (const link of ['plain', 'TLS'] as const) {
		const server = await startRaisedServer(folder, link === 'plain');
		const listeners = await Listeners.start(server, MEMBERS);
		const times: number[] = [];
		for (let count = 0; count < MESSAGES; count++) {
			times.push(await listeners.tellAll('#lobby', `device000000.room.${count}`));
			await pause(APART);
		}

		await listeners.stop();
		await server.stop();
		const how = `${MESSAGES} messages, ${APART} ms apart; all ${MEMBERS} members in one process beside the server`;
		yield atMost(
			`a room of ${MEMBERS.toLocaleString('en')}, ${link}: until the last has it`,
			median(times),
			' ms',
			50,
			how,
		);
		yield plain('  the same, p99', percentile(Float64Array.from(times), 0.99), ' ms', how);
	}
}
