/** Which contents of files that servers on one record share are removed. */
import {expect, test} from 'vitest';
import {FileKeeper} from '../../../server/core/file-keeper.ts';
import {until} from '../../harness/until.ts';

test('contents that no message has are removed in a turn, but one that gets a message meanwhile; then their room is freed', async () => {
	const files = new Set(['wanted']);
	const done: unknown[] = [];
	const contents = {
		old: async () => Promise.resolve(['wanted', 'unwanted', 'late']),
		remove: (sha256s: readonly string[]) => done.push(sha256s),
		sweep: async () => Promise.resolve(done.push('swept')),
	};
	const commitLog = {
		state: {files, transfers: {uploads: new Map()}},
		commitUnasked: () => undefined,
		afterDurable: ({onLeft}: {onLeft: () => void}) => onLeft(),
		async takeTurn(work: () => void) {
			files.add('late');
			work();
			return Promise.resolve();
		},
	};
	const blobs = {collect: async () => Promise.resolve(0)};
	const parts = {blobs, contents, commitLog, log: () => undefined, moment: () => ({})};
	new FileKeeper(parts as never).tick();
	await until(() => done.length === 2);
	expect(done).toEqual([['unwanted'], 'swept']);
});
