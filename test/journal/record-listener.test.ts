/** On which connection a server reads what others append, and when. */
import {describe, expect, onTestFinished, test} from 'vitest';
import {RecordListener} from '../../server/journal/record-listener.ts';
import {RecordPump} from '../../server/journal/record-pump.ts';
import {RecordTime} from '../../server/journal/record-time.ts';
import {RecordTurns} from '../../server/journal/record-turns.ts';
import {recordPlace} from '../../server/journal/record-url.ts';
import {NO_POSTGRES, type Postgres} from '../harness/postgres.ts';
import {until} from '../harness/until.ts';
import {usePostgres} from '../harness/use-postgres.ts';

let postgres: Postgres;

function failed(error: Error): never {
	throw error;
}

describe.skipIf(NO_POSTGRES)('on a real PostgreSQL', () => {
	usePostgres(started => (postgres = started));
	const place = async () => recordPlace(await postgres.database(), () => '');

	test('nothing is read while a turn is committed, and at once afterwards', async () => {
		const onEntry = () => undefined;
		const turns = new RecordTurns({name: 'test', run: 1, time: new RecordTime(), after: 0, onEntry});
		let isUnsettled = true;
		let reads = 0;
		Object.defineProperty(turns, 'isUnsettled', {get: () => isUnsettled});
		turns.catchUp = async () => {
			reads++;
			turns.behind = 'no';
			return Promise.resolve();
		};
		turns.behind = 'little';
		const listener = new RecordListener({
			place: await place(),
			timeline: {highest: 0},
			turns,
			opened: async () => Promise.resolve(),
			onPassed: () => undefined,
			onJoining: () => undefined,
			failed,
		});
		onTestFinished(async () => listener.end());
		await listener.start();
		expect(reads).toBe(0);
		isUnsettled = false;
		listener.stir();
		await until(() => reads === 1);
	});

	test('a connection to a primary that was replaced, as another connection has seen, is used no more', async () => {
		const timeline = {highest: 0};
		let [steps, opened] = [0, 0];
		const pump = new RecordPump({
			place: await place(),
			timeline,
			opened: async () => {
				opened++;
				return Promise.resolve();
			},
			step: async () => Promise.resolve(steps++ < 0),
			failed,
		});
		onTestFinished(async () => {
			pump.end();
			await pump.ended();
		});
		await pump.start();
		await until(() => pump.isReachable && steps === 2);
		timeline.highest++;
		pump.stir();
		await until(() => !pump.isReachable);
		timeline.highest--;
		await until(() => opened === 2);
		expect(steps).toBe(3);
	});
});
