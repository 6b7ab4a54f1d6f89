/** Measures the program and prints a table: `npm run bench`, or `npm run bench -- keys memory` for some parts of it. */
import os from 'node:os';
import type {Part} from './figure.ts';
import {checkpoint} from './parts/checkpoint.ts';
import {connections} from './parts/connections.ts';
import {consoleCost} from './parts/console.ts';
import {flood} from './parts/flood.ts';
import {fullDisk} from './parts/full-disk.ts';
import {history} from './parts/history.ts';
import {keys} from './parts/keys.ts';
import {latency} from './parts/latency.ts';
import {memory} from './parts/memory.ts';
import {messages} from './parts/messages.ts';
import {crowd} from './parts/crowd.ts';
import {privateChats} from './parts/private.ts';
import {quick} from './parts/quick.ts';
import {room} from './parts/room.ts';
import {save} from './parts/save.ts';
import {search} from './parts/search.ts';
import {signIn} from './parts/sign-in.ts';
import {stalls} from './parts/stalls.ts';
import {start} from './parts/start.ts';
import {heading, row} from './table.ts';
import {raised} from './world/limits.ts';
import {cleanUp} from './world/scratch.ts';

const parts: Readonly<Record<string, Part>> = {
	messages,
	latency,
	keys,
	start,
	memory,
	history,
	room,
	crowd,
	'sign-in': signIn,
	connections,
	search,
	private: privateChats,
	checkpoint,
	save,
	stalls,
	console: consoleCost,
	flood,
	'full-disk': fullDisk,
};
/** Parts of others, in less time: only by name. */
const extracts: Readonly<Record<string, Part>> = {quick};

function print(line: string): void {
	process.stdout.write(`${line}\n`);
}

const chosen = process.argv.slice(2);
const all = {...parts, ...extracts};
const unknown = chosen.find(name => !Object.hasOwn(all, name));
if (unknown !== undefined) {
	print(`There is no part ${unknown}; there are ${Object.keys(all).join(', ')}.`);
	process.exit(2);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const)
	process.once(signal, () => void cleanUp().then(() => process.exit(1)));
const [cpu] = os.cpus();
const load = os.loadavg()[0] ?? 0;
print(
	`Node ${process.version}, ${os.cpus().length} × ${cpu?.model.trim() ?? 'cpu'}, load ${load.toFixed(1)} before`,
);
print(`Limits of the server raised where people send by the thousand: ${Object.keys(raised).join(', ')}`);
print(heading());
try {
	for (const [name, part] of Object.entries(chosen.length > 0 ? all : parts)) {
		if (chosen.length > 0 && !chosen.includes(name)) continue;
		for await (const figure of part()) print(row(figure));
	}
} finally {
	await cleanUp();
}

process.exit(0); // a pseudo-terminal that was closed keeps a process alive for a while
