/** Makes the figures of how long the server was held up in one piece. */
import {atMost, plain, type Figure} from './figure.ts';
import type {Turn} from './world/server.ts';

/** Most milliseconds of processor time in one turn of the event loop. */
const MOST = 20;

export function* turnFigures(what: string, turns: readonly Turn[], how: string): Generator<Figure> {
	const processor = Math.max(...turns.map(turn => turn.processor));
	const wall = Math.max(...turns.map(turn => turn.wall));
	yield atMost(`longest turn beside ${what}`, processor, ' ms', MOST, `processor time, ${how}`);
	yield plain('  by the clock', wall, ' ms', 'with what else the machine did');
}
