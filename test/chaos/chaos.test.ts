/** Servers on one record are killed, stopped and cut off while people talk: is anything lost, said twice, or numbered wrongly? */
import {expect, test} from 'vitest';
import {ownFolder} from '../harness/program.ts';
import {NO_POSTGRES} from '../harness/postgres.ts';
import {chaos} from './run.ts';

const SECONDS = 20;

test.skipIf(NO_POSTGRES)(
	'nothing that was acknowledged is lost, stands twice or has another number, and all servers say the same',
	async () => {
		const {problems, acknowledged} = await chaos({seed: 7, seconds: SECONDS, folder: await ownFolder()});
		expect(problems).toEqual([]);
		expect(acknowledged).toBeGreaterThan(100);
	},
	180_000,
);
