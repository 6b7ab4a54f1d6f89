/** Compares the server with IRC servers, where they are installed: messages a second and their cost, from the same senders. */
import {plain, shown, type Figure} from '../figure.ts';
import {dataFolder} from '../world/data-folder.ts';
import {installed, versionOf} from '../world/installed.ts';
import {ircServers, startIrcServer} from '../world/irc-servers.ts';
import {Senders, type Rate} from '../world/senders.ts';
import {startRaisedServer, type Endpoint} from '../world/server.ts';

const COUNT = 100;
const ROUNDS = 5;
const ORDER = {warmUp: 300, milliseconds: 1500};
const IN_FLIGHT = [1, 16];

type Rival = {
	readonly name: string;
	readonly server: Endpoint;
	readonly senders: Senders;
	readonly how: string;
};

export async function* irc(): AsyncGenerator<Figure> {
	const server = await startRaisedServer(await dataFolder({people: COUNT}));
	const how = 'on disk, acknowledged and delivered';
	const rivals: Rival[] = [{name: 'chat-tui', server, senders: await Senders.start(server, COUNT), how}];
	for (const each of ircServers) {
		const program = await installed(each.name);
		if (program === undefined) yield {name: each.name, value: 'left out', how: 'it is not installed'};
		else rivals.push(await ircRival(each, program));
	}

	for (const inFlight of IN_FLIGHT) {
		for (const {senders} of rivals) await senders.send({...ORDER, inFlight}); // until the code is compiled
		const rates = rivals.map((): Rate[] => []);
		for (let round = 0; round < ROUNDS; round++) {
			for (const [at, {senders}] of rivals.entries())
				rates[at]!.push(await senders.send({...ORDER, inFlight}));
		}

		for (const [at, rival] of rivals.entries()) yield* figures(rival, inFlight, rates[at]!);
	}

	for (const {senders, server} of rivals) {
		await senders.stop();
		await server.stop();
	}
}

async function ircRival(each: (typeof ircServers)[number], program: string): Promise<Rival> {
	const server = await startIrcServer(each, program);
	const senders = await Senders.start(server, {count: COUNT, senders: COUNT, protocol: 'IRC'});
	const name = `${each.name} ${await versionOf(program)}`;
	return {name, server, senders, how: 'delivered; nothing is stored or acknowledged'};
}

function* figures({name, how}: Rival, inFlight: number, rates: readonly Rate[]): Generator<Figure> {
	const perSecond = rates.map(rate => rate.perSecond);
	yield plain(`messages/s: ${COUNT} × ${inFlight} in flight, ${name}`, perSecond, '/s', how);
	const costs = rates.map(({serverCost}) => 1000 * serverCost);
	const senders = rates.map(({senderCost}) => 1000 * senderCost);
	const beside = `senders: ${shown(senders, ' µs')}`;
	yield plain('  processor time of the server for each', costs, ' µs', beside);
}
