/** Measures opening a conversation: requests its newest page repeatedly. */
import {connect} from 'node:net';
import {createInterface} from 'node:readline';
import {once} from 'node:events';
import {pairOf, person} from './people.ts';
import type {Server} from './server.ts';

/** Measures the milliseconds of `count` requests for the newest page of the first two users' conversation. */
export async function openings(server: Server, count: number): Promise<number[]> {
	const socket = connect(server.port, '127.0.0.1').setNoDelay(true);
	const lines = createInterface({input: socket});
	const ask = async (request: object): Promise<string> => {
		const answered = once(lines, 'line') as Promise<[string]>;
		socket.write(`${JSON.stringify({id: 1, ...request})}\n`);
		return (await answered)[0];
	};
	const {token, device} = person(0);
	await ask({type: 'hello', protocol: 1});
	await ask({type: 'resume', token, device, as: 'script'});
	const times: number[] = [];
	for (let at = 0; at < count; at++) {
		const before = performance.now();
		const page = await ask({type: 'history', conversation: pairOf(0), limit: 200});
		times.push(performance.now() - before);
		if (!page.includes('"messages":[{')) throw new Error(`There is no page: ${page}`);
	}

	socket.destroy();
	return times;
}
