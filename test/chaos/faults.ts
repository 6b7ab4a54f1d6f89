/** Harms servers on one record, their database, and the connections between them, as numbers say that are drawn. */
import type {Postgres} from '../harness/postgres.ts';
import type {Cluster} from './cluster.ts';
import type {Proxy} from './proxy.ts';

type Harmed = {
	readonly cluster: Cluster;
	/** Between the servers and their database. */
	readonly proxy: Proxy;
	readonly postgres: Postgres;
	/** Returns a whole number from 0 up to this one, without it. */
	readonly below: (count: number) => number;
};

/** Milliseconds; a server that is silent for 8 s is lost to the others. */
const SHORT = 4000;
const LONG = 12_000;

const pause = async (milliseconds: number) => new Promise(resolve => setTimeout(resolve, milliseconds));

const FAULTS = {
	async kill({cluster, below}) {
		cluster.servers[below(cluster.servers.length)]?.signal('SIGKILL');
	},
	async 'kill and lose the disk'({cluster, below}) {
		cluster.servers[below(cluster.servers.length)]?.loseDisk();
	},
	stop: async harmed => stopped(harmed, SHORT),
	'stop for long': async harmed => stopped(harmed, LONG),
	async 'restart the database'({postgres}) {
		await postgres.kill();
		await postgres.open();
	},
	async 'cut all connections to the database'({proxy}) {
		proxy.cut();
	},
	async 'freeze all connections to the database'({proxy, below}) {
		proxy.freeze();
		await pause(500 + below(SHORT));
		proxy.thaw();
	},
} as const satisfies Record<string, (harmed: Harmed) => Promise<void>>;

type FaultName = keyof typeof FAULTS;

/** How often each is drawn, beside the others. */
const SHARES: Readonly<Record<FaultName, number>> = {
	kill: 4,
	'kill and lose the disk': 2,
	stop: 4,
	'stop for long': 1,
	'restart the database': 3,
	'cut all connections to the database': 3,
	'freeze all connections to the database': 2,
};

const DRAWN = (Object.keys(SHARES) as FaultName[]).flatMap(name =>
	new Array<FaultName>(SHARES[name]).fill(name),
);

/** Lets some time pass, then does something that was drawn, until it is over. @param say is told what, before it is done */
export async function harm(harmed: Harmed, say: (name: string) => void): Promise<void> {
	await pause(500 + harmed.below(3000));
	const name = DRAWN[harmed.below(DRAWN.length)] ?? 'kill';
	say(name);
	await FAULTS[name](harmed);
}

async function stopped({cluster, below}: Harmed, most: number): Promise<void> {
	const server = cluster.servers[below(cluster.servers.length)];
	server?.signal('SIGSTOP');
	await pause(500 + below(most));
	server?.signal('SIGCONT');
}
