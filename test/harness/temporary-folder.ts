/** A folder of its own for a test, gone after it. */
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {onTestFinished} from 'vitest';

export async function temporaryFolder(): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), 'chat-tui-test-'));
	onTestFinished(async () => rm(folder, {recursive: true, force: true}));
	return folder;
}
