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
