/** Measures the program and prints a table: `npm run bench`, or `npm run bench -- keys memory` for some parts of it. */
import type {Figure, Part} from './figure.ts';
import {machine} from './machine.ts';
import {checkpoint} from './parts/checkpoint.ts';
import {connections} from './parts/connections.ts';
import {consoleCost} from './parts/console.ts';
import {flood} from './parts/flood.ts';
import {fullDisk} from './parts/full-disk.ts';
import {history} from './parts/history.ts';
import {irc} from './parts/irc.ts';
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
import {terminals} from './parts/terminals.ts';
import {writeReport, type Section} from './report.ts';
import {heading, row} from './table.ts';
import {raised} from './world/limits.ts';
import {cleanUp} from './world/scratch.ts';

const parts: Readonly<Record<string, Part>> = {
	messages,
	latency,
	keys,
	start,
	terminals,
	memory,
	history,
	room,
	irc,
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

/** The word that asks for a file with the figures. */
const REPORT = 'report';

function print(line: string): void {
	process.stdout.write(`${line}\n`);
}

const words = process.argv.slice(2);
const chosen = words.filter(word => word !== REPORT);
const all: Readonly<Record<string, Part>> = {...parts, ...extracts};
const unknown = chosen.find(name => !Object.hasOwn(all, name));
if (unknown !== undefined) {
	print(
		`There is no part ${unknown}; there are ${Object.keys(all).join(', ')}, and ${REPORT} for all in a file.`,
	);
	process.exit(2);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const)
	process.once(signal, () => void cleanUp().then(() => process.exit(1)));

/** Measures a part, and prints its figures. One that fails is a figure too, so that the others are not lost. */
async function measured(name: string): Promise<Section> {
	const figures: Figure[] = [];
	try {
		for await (const figure of all[name]!()) add(figure);
	} catch (error) {
		add({name: `${name} failed`, value: '', target: {text: 'no error', isMet: false}, how: String(error)});
		process.exitCode = 1;
	}

	return {part: name, figures};

	function add(figure: Figure): void {
		figures.push(figure);
		print(row(figure));
	}
}

const where = await machine();
for (const [what, is] of where) print(`${what}: ${is}`);
print(`Limits of the server raised where users are simulated: ${Object.keys(raised).join(', ')}`);
print(heading());
try {
	const sections: Section[] = [];
	for (const name of chosen.length > 0 ? chosen : Object.keys(parts)) sections.push(await measured(name));
	if (words.includes(REPORT)) print(await writeReport(where, sections));
} finally {
	await cleanUp();
}

process.exit(); // a pseudo-terminal that was closed keeps a process alive for a while
