/** Bundles a program of the benchmark, so that it runs without a loader, as the product does. */
import path from 'node:path';
import {build} from 'esbuild';
import {standIns} from '../../scripts/bundle/stand-ins.mjs';
import {root} from '../../scripts/project-files.ts';
import {scratchFolder} from './scratch.ts';

/** Returns the path of the bundle. @param name of a file in bench/processes/, without its ending */
export async function bundled(name: string): Promise<string> {
	const outfile = path.join(await scratchFolder(), `${name}.mjs`);
	await build({
		entryPoints: [path.join(root, 'bench/processes', `${name}.ts`)],
		outfile,
		bundle: true,
		format: 'esm',
		platform: 'node',
		target: 'node20.15',
		mainFields: ['module', 'main'],
		jsx: 'automatic',
		define: {'process.env.NODE_ENV': '"production"'},
		plugins: [standIns],
		banner: {
			js: `import {createRequire as $require} from 'node:module';const require=$require(import.meta.url);`,
		},
		logLevel: 'error',
	});
	return outfile;
}
