/** How a server knows that others have appended: by notices, which may come while it reads. */
import {expect, test} from 'vitest';
import {RecordTime} from '../../server/journal/record-time.ts';
import {RecordTurns} from '../../server/journal/record-turns.ts';
import type {RecordConnection} from '../../server/journal/record-connection.ts';

/** Finds no rows; `meanwhile` happens before the answer. */
function answering(meanwhile: () => void): RecordConnection {
	const ask = async () => {
		meanwhile();
		return Promise.resolve([{rows: []}, {rows: []}, {rows: []}]);
	};
	return {ask} as unknown as RecordConnection; // of a connection only questions are needed
}

const rowAt = (position: number) => ({position, count: 1, run: 2, at: 0, events: '[[]]'});

/** Turns of a server that hears entries, whose positions it notes. */
function hearing() {
	const heard: number[] = [];
	const onEntry = ({position}: {position: number}) => heard.push(position);
	const turns = new RecordTurns({name: 'test', run: 1, time: new RecordTime(), after: 0, onEntry});
	return {turns, heard};
}

/** Answers each question when it is told to. */
function slow() {
	const answers: Array<(rows: object[]) => void> = [];
	const ask = async () =>
		new Promise(resolve =>
			answers.push(rows => resolve([{rows}, {rows}, {rows}, {rows: []}, {rows, command: 'COMMIT'}])),
		);
	return {connection: {ask} as unknown as RecordConnection, answers};
}

test('what is read while a server waits for the pen, and again with it, happens once', async () => {
	const {turns, heard} = hearing();
	const [pen, reader] = [slow(), slow()];
	turns.add(() => undefined);
	const taken = turns.take(pen.connection);
	const read = turns.catchUp(reader.connection);
	reader.answers[0]?.([rowAt(1), rowAt(2)]);
	await read;
	expect(heard).toEqual([1, 2]);
	pen.answers[0]?.([rowAt(1), rowAt(2), rowAt(3)]);
	await new Promise(setImmediate);
	pen.answers[1]?.([]);
	await taken;
	expect(heard).toEqual([1, 2, 3]);
});

test('what is read while the outcome of a turn is unknown is left until it is known', async () => {
	const {turns, heard} = hearing();
	const [pen, reader] = [slow(), slow()];
	turns.add(() => void turns.append([]));
	const taken = turns.take(pen.connection);
	const read = turns.catchUp(reader.connection);
	pen.answers[0]?.([]);
	await new Promise(setImmediate);
	expect(turns.isUnsettled).toBe(true);
	reader.answers[0]?.([rowAt(2)]);
	await read;
	expect(heard).toEqual([]);
	expect(turns.behind).toBe('little');
	pen.answers[1]?.([]);
	await taken;
	expect(turns.isUnsettled).toBe(false);
});

test.each(['little', 'far'] as const)(
	'a notice that comes while a server reads is followed by another read, where it was %s behind',
	async behind => {
		const turns = new RecordTurns({
			name: 'test',
			run: 1,
			time: new RecordTime(),
			after: 0,
			onEntry: () => undefined,
		});
		turns.behind = behind;
		await turns.catchUp(
			answering(() => {
				if (turns.behind === 'no') turns.behind = 'little'; // as the journal does with a notice
			}),
		);
		expect(turns.behind).toBe('little');
		await turns.catchUp(answering(() => undefined));
		expect(turns.behind).toBe('no');
	},
);

test.each([
	['was left behind, whose entries are removed, says so', [], 'go on without it; start it again'],
	['is still one of the servers says that an entry is missing', [{run: 1}], 'has no entry 1'],
] as const)('a server that %s', async (_what, known, why) => {
	const {turns, heard} = hearing();
	const ask = async (sql: string) =>
		Promise.resolve(sql.includes('chat_tui.server') ? [{rows: []}, {rows: known}] : [{rows: [rowAt(2)]}]);
	const reader = {ask} as unknown as RecordConnection;
	await expect(turns.catchUp(reader)).rejects.toThrow(why);
	expect(heard).toEqual([]);
});

test('a mistake of the program in an entry is thrown as it is, and nothing is asked after it', async () => {
	let asked = 0;
	const ask = async () => Promise.resolve(asked++ === 0 ? [{rows: [rowAt(1)]}] : [{rows: []}, {rows: []}]);
	const onEntry = () => {
		throw new TypeError('a mistake');
	};
	const turns = new RecordTurns({name: 'test', run: 1, time: new RecordTime(), after: 0, onEntry});
	await expect(turns.catchUp({ask} as unknown as RecordConnection)).rejects.toThrow('a mistake');
	expect(asked).toBe(1);
});
