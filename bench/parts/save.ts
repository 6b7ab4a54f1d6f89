/** Measures how long the server is held up in one piece while its database is saved, copied, and checked before it is loaded. */
import path from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {MAX_OPERATOR_ANSWER} from '../../protocol/control.ts';
import {askControl} from '../../server/control/ask.ts';
import {plain, type Figure} from '../figure.ts';
import {median, percentile} from '../statistics.ts';
import {turnFigures} from '../turn-figures.ts';
import {dataFolder} from '../world/data-folder.ts';
import {Peer} from '../world/peer.ts';
import {pairOf, person} from '../world/people.ts';
import {scratchFolder} from '../world/scratch.ts';
import {startWatchedServer, type Turn, type WatchedServer} from '../world/server.ts';

const CONTENTS = {people: 10_000, messages: 200_000, pairs: 2000, room: '#all'};
const TIMES = 3;
const BOUNDS = {patience: 600_000, longest: MAX_OPERATOR_ANSWER};

/** What is done, and what is named on its command line: a new file or folder each time, or the file that was saved last. */
const WORKS = [
	['/save', 'chat', '.json'],
	['/backup', 'copy', ''],
	['/load', 'chat', '.json'],
] as const;

export async function* save(): AsyncGenerator<Figure> {
	const folder = await dataFolder(CONTENTS);
	const place = await scratchFolder();
	const server = await startWatchedServer(folder);
	const [writer, bystander] = [await Peer.start(server, 0), await Peer.start(server, 2)];
	const ending = new AbortController();
	const writing = write(writer, ending.signal);
	const {people, messages} = CONTENTS;
	for (const [command, name, ending] of WORKS) {
		const rounds: Round[] = [];
		for (let time = 0; time < TIMES; time++) {
			const line = `${command} ${path.join(place, `${name}${time}${ending}`)}`;
			rounds.push(await measured(server, bystander, async () => asked(folder, line)));
		}

		const how = `${TIMES} times with ${people} accounts and ${messages} messages`;
		const pings = rounds.flatMap(round => round.pings);
		yield* turnFigures(
			command,
			rounds.map(({turn}) => turn),
			how,
		);
		yield plain(
			'  a ping meanwhile, p99',
			percentile(pings, 0.99),
			' ms',
			`${pings.length} pings, 5 ms apart`,
		);
		yield plain('  it takes', median(rounds.map(({length}) => length)), ' ms', 'median');
	}

	ending.abort();
	await writing;
	for (const peer of [writer, bystander]) peer.stop();
	await server.stop();
}

/** Pings and length in milliseconds. */
type Round = {readonly turn: Turn; readonly pings: readonly number[]; readonly length: number};

async function measured(server: WatchedServer, bystander: Peer, work: () => Promise<void>): Promise<Round> {
	await server.longestTurn(); // of what was before
	const begun = performance.now();
	const pings = await bystander.pingsDuring(work());
	return {turn: await server.longestTurn(), pings, length: performance.now() - begun};
}

/** Asks the operator's command. `/load` checks the file, and asks before it goes on, since people are connected. */
async function asked(folder: string, line: string): Promise<void> {
	const said = await askControl(folder, {ask: 'operator', line, json: false, yes: false}, BOUNDS);
	const {problem} = (said?.answer ?? {problem: 'no answer'}) as {problem?: string};
	if (problem !== undefined) throw new Error(`${line}: ${problem}`);
}

/** Writes a message every few milliseconds. */
async function write(peer: Peer, signal: AbortSignal): Promise<void> {
	for (let count = 1; !signal.aborted; count++) {
		const messageId = `${person(0).device}.saved.${count}`;
		await peer.ask({type: 'send', conversation: pairOf(0), messageId, text: 'so many words as people write'});
		await pause(5);
	}
}
