/** How the tests run: against the current bundle, in as many processes as there are cores; files that follow each other share one. */
import {defineConfig} from 'vitest/config';

/** Rules alone: no socket, no process, no terminal. `npm run test:fast` runs these. */
const PURE = ['chat', 'commands', 'protocol', 'state'].map(folder => `test/${folder}/**/*.test.{ts,tsx}`);

const shared = {testTimeout: 20_000, hookTimeout: 20_000, pool: 'forks', isolate: false} as const;

export default defineConfig({
	test: {
		maxWorkers: '100%',
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
