/** How the tests run: against the current bundle, in one process more than there are cores, since they wait much; files that follow each other share one. */
import {statfsSync} from 'node:fs';
import {availableParallelism, tmpdir} from 'node:os';
import {defineConfig} from 'vitest/config';

/** Rules alone: no socket, no process, no terminal. `npm run test:fast` runs these. */
const PURE = ['chat', 'commands', 'protocol', 'state'].map(folder => `test/${folder}/**/*.test.{ts,tsx}`);

/**
 * Where the tests' files stand. In memory, where the machine offers that: servers write through to the disk, whose speed is no
 * matter of these tests. A gigabyte is several times what they need at once.
 */
const TMPDIR = roomOf('/dev/shm') > 2 ** 30 ? '/dev/shm' : tmpdir();

function roomOf(folder: string): number {
	try {
		const {bavail, bsize} = statfsSync(folder);
		return bavail * bsize;
	} catch {
		return 0; // no such folder on this machine
	}
}

const shared = {
	testTimeout: 20_000,
	hookTimeout: 20_000,
	pool: 'forks',
	isolate: false,
	env: {TMPDIR, CHAT_TUI_LAN: 'off'}, // the servers of other tests, and of the network, would stand on the screens
} as const;

export default defineConfig({
	test: {
		maxWorkers: availableParallelism() + 1,
		projects: [
			{test: {...shared, name: 'pure', include: PURE}},
			{
				test: {
					...shared,
					name: 'whole',
					globalSetup: ['test/global-setup.ts'],
					include: ['test/**/*.test.{ts,tsx}'],
					exclude: PURE,
				},
			},
		],
	},
});
