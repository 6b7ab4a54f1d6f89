/** Runs servers on one record through faults drawn from a seed while clients talk, and audits what is left. */
import path from 'node:path';
import {recordPlace} from '../../server/journal/record-url.ts';
import {createServerClock} from '../../lib/clock.ts';
import {Store} from '../../server/store/store.ts';
import {storedText} from '../harness/state-text.ts';
import {Postgres} from '../harness/postgres.ts';
import {Cluster} from './cluster.ts';
import {Talker} from './talker.ts';
import {Wire} from './wire.ts';

type Orders = {
	readonly seed: number;
	readonly seconds: number;
	readonly folder: string;
	readonly servers?: number;
	readonly talkers?: number;
	readonly say?: (line: string) => void;
};

type Outcome = {
	readonly acknowledged: number;
	readonly faults: number;
	/** What must not be; empty where all is well. */
	readonly problems: readonly string[];
	/** Milliseconds. */
	readonly longestSilence: number;
	/** How servers ended by themselves. */
	readonly exits: readonly string[];
};

const ROOM = '#all';

/** Draws numbers from 0 up to 1 (mulberry32). */
function drawing(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d_2b_79_f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

const pause = async (milliseconds: number) => new Promise(resolve => setTimeout(resolve, milliseconds));

export async function chaos({
	seed,
	seconds,
	folder,
	servers = 3,
	talkers = 6,
	say = () => undefined,
}: Orders): Promise<Outcome> {
	const draw = drawing(seed);
	const below = (count: number) => Math.floor(draw() * count);
	const postgres = await Postgres.start();
	const url = await postgres.database();
	const database = url.split('/').at(-1) ?? '';
	const cluster = await Cluster.start(servers, folder, postgres.port, database);
	const names = Array.from({length: talkers}, (_, at) => `talker${String.fromCharCode(97 + at)}`);
	const anyPort = () => cluster.servers[Math.floor(Math.random() * servers)]?.port ?? 0;
	const all = names.map((name, at) => {
		const other = names[(at + 1) % talkers] ?? name;
		return new Talker(name, [ROOM, [name, other].sort().join('+')], anyPort);
	});
	for (const talker of all) await talker.begin(ROOM);
	const talking = all.map(async talker => talker.talk());
	let faults = 0;
	const end = performance.now() + 1000 * seconds;
	while (performance.now() < end) {
		await pause(500 + below(3000));
		faults++;
		const server = cluster.servers[below(servers)];
		const kind = below(4);
		say(`fault ${faults}: ${['kill', 'stop', 'database', 'cut'][kind]} ${server?.port}`);
		if (kind === 0) server?.signal('SIGKILL');
		else if (kind === 1) {
			server?.signal('SIGSTOP');
			await pause(500 + below(4000));
			server?.signal('SIGCONT');
		} else if (kind === 2) {
			await postgres.kill();
			await postgres.open();
		} else cluster.cut();
	}

	for (const talker of all) talker.finish();
	await Promise.all(talking);
	const problems = all.flatMap(talker => talker.faults);
	for (const {port} of cluster.servers) {
		await answering(port);
		problems.push(...(await audited(port, all)));
	}

	const exits = cluster.servers.flatMap(server => server.exits);
	await cluster.stop();
	problems.push(...(await comparedFolders(servers, folder, url)));
	await postgres.stop();
	return {
		acknowledged: all.reduce((sum, {acknowledged}) => sum + acknowledged.size, 0),
		faults,
		problems,
		longestSilence: Math.max(...all.map(talker => talker.longestSilence)),
		exits,
	};
}

/** Waits until the server answers: it may be starting. */
async function answering(port: number): Promise<void> {
	for (let isThere = false; !isThere;) {
		const wire = new Wire(port);
		isThere = (await wire.ask('hello', {protocol: 1})) !== undefined;
		wire.close();
		if (!isThere) await pause(100);
	}
}

/** Compares what a server tells of each conversation with what was acknowledged: nothing lost, nothing twice, no gap. */
async function audited(port: number, talkers: readonly Talker[]): Promise<string[]> {
	const problems: string[] = [];
	const expected = new Map<string, Map<string, number>>();
	for (const {acknowledged} of talkers)
		for (const [id, {conversation, sequence}] of acknowledged)
			expected.set(conversation, (expected.get(conversation) ?? new Map<string, number>()).set(id, sequence));
	for (const [conversation, messages] of expected) {
		const reader = talkers.find(({user}) => conversation === ROOM || conversation.split('+').includes(user));
		const found = await historyOf(port, reader, conversation);
		const ids = new Map(found.map(({id, sequence}) => [id, sequence]));
		if (ids.size !== found.length) problems.push(`${conversation} on ${port} has a message twice`);
		if (found.some(({sequence}, at) => sequence !== at + 1))
			problems.push(`${conversation} on ${port} has a gap`);
		if (found.length !== messages.size)
			problems.push(
				`${conversation} on ${port} has ${found.length} messages, and ${messages.size} were acknowledged`,
			);
		for (const [id, sequence] of messages)
			if (ids.get(id) !== sequence)
				problems.push(
					`${id} was acknowledged as ${sequence} and is ${ids.get(id)} in ${conversation} on ${port}`,
				);
	}

	return problems;
}

type Found = {readonly id: string; readonly sequence: number};

async function historyOf(port: number, reader: Talker | undefined, conversation: string): Promise<Found[]> {
	const found: Found[] = [];
	const wire = new Wire(port);
	await wire.ask('hello', {protocol: 1});
	await wire.ask('resume', reader?.entrance ?? {});
	for (let last = Infinity; found.length < last;) {
		const page = await wire.ask('history', {conversation, after: found.length, limit: 100});
		const {messages = [], last: newest = 0} = (page ?? {}) as {messages?: Found[]; last?: number};
		found.push(...messages);
		last = messages.length === 0 ? 0 : newest;
	}

	wire.close();
	return found;
}

/** Compares the states that the servers would start with. */
async function comparedFolders(servers: number, folder: string, url: string): Promise<string[]> {
	const texts: string[] = [];
	for (let at = 0; at < servers; at++) {
		const record = {place: recordPlace(url, () => ''), name: 'audit', failed: () => undefined};
		const store = await Store.open({
			folder: path.join(folder, `server${at}`),
			clock: createServerClock(),
			record,
		});
		texts.push(storedText(store.state));
		await store.abandon();
	}

	return texts.flatMap((text, at) =>
		text === texts[0] ? [] : [`server ${at} has ${differing(text, texts[0])}`],
	);
}

/** Names the first line that differs. */
function differing(text: string, other = ''): string {
	const [lines, others] = [text.split('\n'), other.split('\n')];
	const at = lines.findIndex((line, index) => line !== others[index]);
	const [line = '', another = ''] = [lines[at], others[at]];
	const from = Math.max(0, [...line].findIndex((character, index) => character !== another[index]) - 100);
	return `${line.slice(0, 40)}: …${line.slice(from, from + 200)}, and server 0 has …${another.slice(from, from + 200)}`;
}
