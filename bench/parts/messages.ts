/** Measures the throughput of durable, acknowledged messages beside the bare relay. */
import {atLeast, type Figure} from '../figure.ts';
import {messageFigures, perSecond, type Targets} from '../message-figures.ts';
import {median} from '../statistics.ts';
import {dataFolder} from '../world/data-folder.ts';
import {SideBySide} from '../world/side-by-side.ts';

const COUNTS = [1, 100, 1000];
/** The count that a thousand are compared with, and that sends with many in flight. */
const MANY = 100;
const ROUNDS = 3;
const ORDER = {warmUp: 300, milliseconds: 1200};
const LINKS = ['plain', 'TLS'] as const;
type Link = (typeof LINKS)[number];

export async function* messages(): AsyncGenerator<Figure> {
	for (const link of LINKS) {
		const rates = new Map<number, number>();
		for (const count of COUNTS) {
			const folder = await dataFolder({people: Math.max(2, count)});
			const both = await SideBySide.start(folder, count, link === 'TLS');
			await both.measure({...ORDER, inFlight: 4}, 1); // until the code is compiled
			for (const inFlight of count === MANY ? [1, 16] : [1]) {
				for (const marks of [false, true]) {
					const measured = await both.measure({...ORDER, inFlight, marks}, ROUNDS);
					const receipts = marks ? ', each read' : '';
					const name = `messages/s: ${count} × ${inFlight} in flight, ${link}${receipts}`;
					yield* messageFigures(name, measured, targetsOf(link, count, inFlight, marks));
					if (inFlight === 1 && !marks) rates.set(count, median(measured.ours.map(perSecond)));
				}
			}

			await both.stop();
		}

		const share = rates.get(1000)! / rates.get(MANY)!;
		yield atLeast(`1,000 senders beside ${MANY}, ${link}`, share, '', 0.85, 'share of the rate');
	}
}

function targetsOf(link: Link, count: number, inFlight: number, marks: boolean): Targets {
	if (inFlight > 1) return link === 'plain' && !marks ? {rate: 90_000, cost: 11} : {};
	if (count !== MANY) return {};
	if (link === 'TLS') return marks ? {} : {rate: 28_000};
	return {rate: 45_000, share: 0.75, ...(!marks && {cost: 22})};
}
