/** The primary of a record is killed while people talk, its standby is promoted, and the old primary comes back. */
import {expect, onTestFinished, test} from 'vitest';
import {ownFolder} from '../harness/program.ts';
import {NO_STANDBY, Postgres} from '../harness/postgres.ts';
import {until} from '../harness/until.ts';
import {Audit, comparedFolders} from './audit.ts';
import {Cluster} from './cluster.ts';
import {drawing} from './drawing.ts';
import {Talker} from './talker.ts';

const NEWEST = 'SELECT max(position) AS newest FROM chat_tui.entry';
const END_SESSIONS =
	"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'chat-tui'";

test('servers go on with a promoted standby, nothing that was acknowledged is lost, and the old primary is refused', async context => {
	context.skip(NO_STANDBY !== undefined, NO_STANDBY);
	const primary = await Postgres.start();
	onTestFinished(async () => primary.stop());
	const url = await primary.database();
	const database = url.split('/').at(-1) ?? '';
	const standby = await primary.standby();
	onTestFinished(async () => standby.stop());
	const hosts = `127.0.0.1:${primary.port},127.0.0.1:${standby.port}`;
	const cluster = await Cluster.start(2, await ownFolder(), `postgres://postgres@${hosts}/${database}`);
	onTestFinished(async () => cluster.stop());
	const talkers = ['anna', 'bert', 'cora'].map(
		(name, at) => new Talker(name, ['#all'], drawing(at), cluster.ports),
	);
	for (const talker of talkers) await talker.begin('#all');
	const talking = Promise.all(talkers.map(async talker => talker.talk()));
	const allHear = async () => {
		const before = talkers.map(({total}) => total);
		await until(() => talkers.every(({total}, at) => total > before[at]! + 20));
	};
	await allHear();
	await primary.kill();
	await standby.promote();
	await allHear();
	await primary.open(); // which knows of no other, and would take writes
	const [old] = await primary.query(NEWEST, database);
	await standby.query(END_SESSIONS); // each server looks for the primary again
	cluster.servers[0]?.signal('SIGKILL'); // and one that starts anew knows nothing of what was before
	await allHear();
	for (const talker of talkers) talker.finish();
	await talking;
	expect(talkers.flatMap(({faults}) => faults)).toEqual([]);
	expect(await new Audit(talkers).between(cluster.ports)).toEqual([]);
	await cluster.stop();
	expect(cluster.mistakes).toEqual([]);
	expect(await comparedFolders(cluster.folders, standby.url(database))).toEqual([]);
	expect(await primary.query(NEWEST, database)).toEqual([old]);
	expect(Number((await standby.query(NEWEST, database))[0]?.['newest'])).toBeGreaterThan(
		Number(old?.['newest']),
	);
}, 180_000);
