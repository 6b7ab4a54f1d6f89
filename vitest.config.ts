/** How the tests run: against the current bundle, each file in a process of its own. */
import {defineConfig} from 'vitest/config';

export default defineConfig({
	test: {
		include: ['test/**/*.test.{ts,tsx}'],
		globalSetup: ['test/global-setup.ts'],
		pool: 'forks',
		testTimeout: 20_000,
		hookTimeout: 20_000,
	},
});
