/** The journal on a PostgreSQL record: its contract, several servers that take turns, and a database that fails. */
import {describe, expect, onTestFinished, test, vi} from 'vitest';
import type {Entry, JournalFailed} from '../../server/journal/journal.ts';
import {RecordJournal} from '../../server/journal/record-journal.ts';
import {recordPlace} from '../../server/journal/record-url.ts';
import {Proxy} from '../chaos/proxy.ts';
import {NO_POSTGRES, type Postgres} from '../harness/postgres.ts';
import {usePostgres} from '../harness/use-postgres.ts';
import {until} from '../harness/until.ts';
import {appended, entries, journalContract, seen} from './contract.ts';

let postgres: Postgres;

const databaseOf = (url: string) => url.split('/').at(-1);

describe.skipIf(NO_POSTGRES)('on a real PostgreSQL', () => {
	usePostgres(started => (postgres = started));

	/** A server's journal, and what it has heard of others and of its failure. */
	async function opened(url: string, home = String(Math.random())) {
		const heard: Entry[] = [];
		const failures: JournalFailed[] = [];
		const journal = await RecordJournal.open({
			place: recordPlace(url, () => ''),
			home,
			name: 'a server',
			after: 0,
			onEntry: entry => heard.push(entry),
			stored: () => Promise.resolve(),
			failed: error => failures.push(error),
		});
		onTestFinished(async () => {
			await journal.close();
			await journal.close();
		});
		return {journal, heard, failures};
	}

	journalContract('the journal on a record', async () => {
		const url = await postgres.database();
		return {open: async () => (await opened(url)).journal};
	});

	test('each of several servers hears what the others append, in the one order of the record', async () => {
		const url = await postgres.database();
		const all = await Promise.all([opened(url), opened(url), opened(url)]);
		await Promise.all(Array.from({length: 60}, async (_, at) => appended(all[at % 3]!.journal, seen(at))));
		await until(() => all.every(({journal}) => journal.durable === 60));
		const record = await entries(all[0].journal);
		expect(record.map(({position}) => position)).toEqual(Array.from({length: 60}, (_, at) => at + 1));
		for (const {heard} of all) {
			expect(heard).toHaveLength(40);
			expect(record).toEqual(expect.arrayContaining(heard));
		}
	});

	test('who decides has heard of everything that was appended before', async () => {
		const url = await postgres.database();
		const [one, other] = [await opened(url), await opened(url)];
		for (let round = 0; round < 20; round++) {
			await appended(one.journal, seen(round));
			await new Promise<void>(resolve => {
				other.journal.turn(() => {
					expect(other.heard).toHaveLength(round + 1);
					resolve();
				});
			});
		}
	});

	test('what others append while a turn is committed is heard once that is done, without waiting for a heartbeat', async () => {
		vi.useFakeTimers({toFake: ['setInterval']}); // no heartbeat comes
		onTestFinished(() => void vi.useRealTimers());
		const url = await postgres.database();
		const proxy = await Proxy.start(postgres.port);
		onTestFinished(() => proxy.stop());
		const {journal, heard} = await opened(url.replace(`:${postgres.port}/`, `:${proxy.port}/`));
		const passed: string[] = [];
		const entry = (each: Entry) => heard.push(each);
		journal.follow({entry, passed: text => passed.push(text), volatile: () => ''});
		proxy.holdAnswerTo('INSERT INTO chat_tui.entry');
		const done = appended(journal, seen(1));
		const other = (await opened(url)).journal;
		await until(() => other.last === 1);
		await appended(other, seen(2));
		other.shared.pass('after the entry');
		await until(() => passed.length === 1); // and so all notices of before
		expect(heard).toEqual([]);
		proxy.thaw();
		await done;
		await until(() => heard.length === 1);
		expect(heard).toEqual([{position: 2, events: [seen(2)]}]);
	});

	test('a server that comes back when the others have removed it, and what it has not read, is told to be started again', async () => {
		const url = await postgres.database();
		const proxy = await Proxy.start(postgres.port);
		onTestFinished(() => proxy.stop());
		const {journal: other} = await opened(url);
		const {failures} = await opened(url.replace(`:${postgres.port}/`, `:${proxy.port}/`), 'left behind');
		proxy.freeze();
		for (const at of [1, 2, 3]) await appended(other, seen(at));
		for (const gone of ["server WHERE home = 'left behind'", 'entry WHERE position < 3'])
			await postgres.query(`DELETE FROM chat_tui.${gone}`, databaseOf(url));
		proxy.thaw();
		await until(() => failures.length > 0);
		expect(failures[0]?.message).toContain('go on without it; start it again');
	});

	test('a server that has left, and whose connection is lost before it hears that, does not take itself for lost', async () => {
		const url = await postgres.database();
		const proxy = await Proxy.start(postgres.port);
		onTestFinished(() => proxy.stop());
		const {journal, failures} = await opened(url.replace(`:${postgres.port}/`, `:${proxy.port}/`));
		proxy.holdAnswerTo('DELETE FROM chat_tui.server');
		const closed = journal.close();
		const isThere = async () =>
			(await postgres.query('SELECT FROM chat_tui.server', databaseOf(url))).length > 0;
		while (await isThere());
		proxy.cut();
		proxy.thaw();
		await closed;
		expect(failures).toEqual([]);
	});

	test('a database that is killed and started again loses nothing, and no server ends', async () => {
		const url = await postgres.database();
		const [one, other] = [await opened(url), await opened(url)];
		const done: number[] = [];
		const work = Array.from({length: 200}, async (_, at) => {
			await appended(at % 2 === 0 ? one.journal : other.journal, seen(at));
			done.push(at);
		});
		await until(() => done.length > 5);
		await postgres.kill();
		await postgres.open();
		await Promise.all(work);
		const found = (await entries(one.journal)).flatMap(({events}) => events);
		expect(found.map(event => ('at' in event ? event.at : -1)).sort((a, b) => a - b)).toEqual(
			Array.from({length: 200}, (_, at) => at),
		);
		expect([...one.failures, ...other.failures]).toEqual([]);
	});
});
