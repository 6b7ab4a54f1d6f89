/** Bundles a fixture as the product is bundled, so that it starts in a tenth of the time and behaves as people's copy does. */
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {build, type Plugin} from 'esbuild';
import {root} from '../../scripts/project-files.ts';

type Bundle = {
	readonly file: string;
	remove(): Promise<void>;
};

/** @param fixture its name in test/fixtures/ */
export async function bundle(fixture: string): Promise<Bundle> {
	const {standIns} = (await import(path.join(root, 'scripts/bundle/stand-ins.mjs'))) as {standIns: Plugin};
	const folder = await mkdtemp(path.join(tmpdir(), 'fixture-'));
	const file = path.join(folder, 'fixture.mjs');
	await build({
		entryPoints: [path.join(root, 'test/fixtures', fixture)],
		absWorkingDir: root,
		outfile: file,
		bundle: true,
		format: 'esm',
		platform: 'node',
		target: 'node20.15',
		mainFields: ['module', 'main'],
		jsx: 'automatic',
		define: {'process.env.NODE_ENV': '"production"'},
		banner: {
			js: `import {createRequire as $require} from 'node:module';const require=$require(import.meta.url);`,
		},
		plugins: [standIns],
		logLevel: 'error',
	});
	return {file, remove: () => rm(folder, {recursive: true})};
}
