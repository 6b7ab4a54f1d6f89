/** Makes the figures of messages at the product's server, beside those of the bare relay. */
import {atLeast, atMost, plain, shown, withOthers, type Figure} from './figure.ts';
import type {Rate} from './world/senders.ts';
import type {Rates} from './world/side-by-side.ts';

export type Targets = {
	/** Least messages a second. */
	readonly rate?: number;
	/** Least share of the relay's rate. */
	readonly share?: number;
	/** Most microseconds of the server's processor time for a message. */
	readonly cost?: number;
};

export function* messageFigures(name: string, {ours, bare}: Rates, targets: Targets): Generator<Figure> {
	const {rate = 0, share = 0, cost = Infinity} = targets;
	const beside = (figure: Figure, of: (rate: Rate) => number, unit: string) =>
		withOthers(figure, [['bare relay', bare.map(of)]], unit);
	const how = 'on disk and acknowledged';
	yield beside(atLeastOrPlain(name, ours.map(perSecond), '/s', rate, how), perSecond, '/s');
	const shares = ours.map((each, at) => perSecond(each) / perSecond(bare[at]!));
	yield atLeastOrPlain('  share of the bare relay’s rate', shares, '', share, 'of each pair of runs');
	const costs = ours.map(serverCost);
	const costName = '  processor time of the server for each';
	const costHow = `senders: ${shown(ours.map(senderCost), ' µs')}`;
	const costFigure =
		cost < Infinity ? atMost(costName, costs, ' µs', cost, costHow) : plain(costName, costs, ' µs', costHow);
	yield beside(costFigure, serverCost, ' µs');
}

function atLeastOrPlain(name: string, values: number[], unit: string, least: number, how: string): Figure {
	return least > 0 ? atLeast(name, values, unit, least, how) : plain(name, values, unit, how);
}

export function perSecond(rate: Rate): number {
	return rate.perSecond;
}

function serverCost(rate: Rate): number {
	return 1000 * rate.serverCost;
}

function senderCost(rate: Rate): number {
	return 1000 * rate.senderCost;
}
