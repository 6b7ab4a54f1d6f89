/** Runs senders at the product's server and at the bare relay in turn, so that what else the machine does affects both alike. */
import {startBareServer} from './bare-server.ts';
import {Senders, type Crowd, type Order, type Rate} from './senders.ts';
import {startRaisedServer} from './server.ts';

/** The rates of each round, by the server. */
export type Rates = {readonly ours: readonly Rate[]; readonly bare: readonly Rate[]};

export class SideBySide {
	private readonly ours: Senders;
	private readonly bare: Senders;
	private readonly stops: ReadonlyArray<() => Promise<void>>;

	private constructor(ours: Senders, bare: Senders, stops: ReadonlyArray<() => Promise<void>>) {
		this.ours = ours;
		this.bare = bare;
		this.stops = stops;
	}

	/** @param folder with the accounts of the senders */
	static async start(folder: string, crowd: Crowd | number, secure: boolean): Promise<SideBySide> {
		const [server, relay] = [await startRaisedServer(folder, !secure), await startBareServer(secure)];
		const [ours, bare] = [await Senders.start(server, crowd), await Senders.start(relay, crowd)];
		return new SideBySide(
			ours,
			bare,
			[ours, bare, server, relay].map(each => async () => each.stop()),
		);
	}

	async measure(order: Order, rounds: number): Promise<Rates> {
		const rates = {ours: [] as Rate[], bare: [] as Rate[]};
		for (let round = 0; round < rounds; round++) {
			const both = ['ours', 'bare'] as const;
			for (const which of round % 2 === 0 ? both : both.toReversed())
				rates[which].push(await this[which].send(order));
		}

		return rates;
	}

	async stop(): Promise<void> {
		for (const stop of this.stops) await stop();
	}
}
