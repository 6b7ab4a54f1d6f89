/** Measures a client that a hostile server floods: the latency of a key, and the exit after SIGTERM. */
import {setTimeout as pause} from 'node:timers/promises';
import {addressText} from '../../protocol/address.ts';
import {FLOODS, flood as send, hostileServer, type Flood} from '../../test/harness/floods.ts';
import {startTerminal, type PtyTerminal} from '../../test/harness/pty.ts';
import {atMost, plain, type Figure} from '../figure.ts';
import {median} from '../statistics.ts';
import {PASSWORD} from '../world/people.ts';
import {scratchFolder} from '../world/scratch.ts';
import {program} from '../world/server.ts';

const RUNS = 3;
/** Milliseconds of the flood before the key and the signal. */
const FLOODED = 2000;
const MAX_WAY_OUT = 1000;

export async function* flood(): AsyncGenerator<Figure> {
	for (const one of FLOODS) {
		const keys: number[] = [];
		const endings: number[] = [];
		for (let run = 0; run < RUNS; run++) {
			const {key, ending} = await flooded(one);
			keys.push(key);
			endings.push(ending);
		}

		const how = `${RUNS} runs, ${FLOODED / 1000} s into the flood; the server shares the processor`;
		yield atMost(`SIGTERM to the end, longest: ${one.name}`, Math.max(...endings), ' ms', MAX_WAY_OUT, how);
		yield plain('  key to screen, median', median(keys), ' ms', how);
	}
}

async function flooded({stream, rooms = 0}: Flood): Promise<{key: number; ending: number}> {
	const fake = await hostileServer(PASSWORD, rooms);
	const server = `${addressText(fake.address)}#${fake.fingerprint}`;
	const client = await startTerminal({
		command: process.execPath,
		args: [program, '--server', server, '--user', 'alice'],
		env: {CHAT_TUI_HOME: await scratchFolder(), CHAT_TUI_PASSWORD: PASSWORD},
	});
	await client.until('● connected');
	client.write('/msg bob\r');
	await client.until(/╭ bob /);
	send(fake, stream);
	await pause(FLOODED);
	const key = await timed(() => typed(client));
	const ending = await timed(async () => {
		client.signal('SIGTERM');
		await client.exit;
	});
	await client.stop();
	await fake.close();
	return {key, ending};
}

async function typed(client: PtyTerminal): Promise<void> {
	client.write('q');
	await client.until('› q');
}

async function timed(work: () => Promise<void>): Promise<number> {
	const begun = performance.now();
	await work();
	return performance.now() - begun;
}
