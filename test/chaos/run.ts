/** Runs servers on one record through faults drawn from a seed while clients talk, and audits what is left. */
import {bundle} from '../harness/bundle.ts';
import {Postgres} from '../harness/postgres.ts';
import {Audit, comparedFolders} from './audit.ts';
import {Cluster} from './cluster.ts';
import {drawing} from './drawing.ts';
import {harm} from './faults.ts';
import {Proxy} from './proxy.ts';
import {Talker} from './talker.ts';

type Orders = {
	readonly seed: number;
	readonly seconds: number;
	/** For the data folders of the servers. */
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
	/** Entries that the record has removed, behind snapshots. */
	readonly removed: number;
	/** How servers ended by themselves. */
	readonly exits: readonly string[];
};

const FIRST = 'SELECT min(position) AS position FROM chat_tui.entry';
const ROOM = '#all';
/** Milliseconds between two audits. */
const ROUND = 120_000;
/** Milliseconds after the last fault in which everything must be acknowledged. */
const PATIENCE = 180_000;

export async function chaos({
	seed,
	seconds,
	folder,
	servers = 3,
	talkers: count = 6,
	say = () => undefined,
}: Orders): Promise<Outcome> {
	const draw = drawing(seed);
	const below = (most: number) => Math.floor(draw() * most);
	const postgres = await Postgres.start();
	const url = await postgres.database();
	const proxy = await Proxy.start(postgres.port);
	const program = await bundle('small-server.ts');
	const record = url.replace(`:${postgres.port}/`, `:${proxy.port}/`);
	const cluster = await Cluster.startSmall(servers, folder, record, program.file);
	const {ports} = cluster;
	const names = Array.from({length: count}, (_, at) => `talker${String.fromCharCode(97 + at)}`);
	const talkers = names.map((name, at) => {
		const other = names[(at + 1) % count] ?? name;
		return new Talker(name, [ROOM, [name, other].sort().join('+')], drawing(seed + at + 1), ports);
	});
	const audit = new Audit(talkers);
	for (const talker of talkers) await talker.begin(ROOM);
	const problems: string[] = [];
	const end = performance.now() + 1000 * seconds;
	let faults = 0;
	const isWell = () => problems.length === 0 && cluster.mistakes.length === 0;
	while (performance.now() < end && isWell()) {
		const talking = talkers.map(async talker => talker.talk());
		const until = Math.min(end, performance.now() + ROUND);
		while (performance.now() < until && isWell()) {
			await harm({cluster, proxy, postgres, below}, name => say(`fault ${faults + 1}: ${name}`));
			faults++;
		}

		for (const talker of talkers) talker.finish();
		const giveUp = setTimeout(
			() => {
				const lost = talkers.reduce((sum, talker) => sum + talker.abandon(), 0);
				problems.push(`${lost} messages were not acknowledged since the last fault`);
			},
			isWell() ? PATIENCE : 0,
		);
		await Promise.all(talking);
		clearTimeout(giveUp);
		problems.push(...talkers.flatMap(talker => talker.faults));
		if (isWell()) problems.push(...(await audit.between(ports)));
	}

	await cluster.stop();
	await program.remove();
	proxy.stop();
	problems.push(...cluster.mistakes);
	if (problems.length === 0) problems.push(...(await comparedFolders(cluster.folders, url)));
	const [first] = await postgres.query(FIRST, url.split('/').at(-1));
	await postgres.stop();
	return {
		acknowledged: talkers.reduce((sum, {total}) => sum + total, 0),
		faults,
		problems,
		longestSilence: Math.max(...talkers.map(talker => talker.longestSilence)),
		removed: Number(first?.['position']) - 1,
		exits: cluster.exits,
	};
}
