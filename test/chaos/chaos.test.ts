/** Servers on one record are killed, stopped and cut off while people talk: is anything lost, said twice, or numbered wrongly? */
import {expect, test} from 'vitest';
import {ownFolder} from '../harness/program.ts';
import {NO_POSTGRES} from '../harness/postgres.ts';
import {chaos} from './run.ts';

/** Another one each time; `npm run chaos -- --seed N` repeats what it draws. */
const SEED = Math.floor(Math.random() * 1e6);
const SECONDS = 120;

test(`nothing that was acknowledged is lost, stands twice or has another number, and all servers say the same: seed ${SEED}`, async context => {
	context.skip(NO_POSTGRES !== undefined, NO_POSTGRES);
	const {problems, acknowledged, removed} = await chaos({
		seed: SEED,
		seconds: SECONDS,
		folder: await ownFolder(),
	});
	expect(problems).toEqual([]);
	expect(acknowledged).toBeGreaterThan(100);
	expect(removed).toBeGreaterThan(0);
}, 600_000);
