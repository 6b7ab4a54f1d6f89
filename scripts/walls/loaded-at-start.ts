/** Finds how a file comes to load a package at once, by the imports that the bundle has: neither of types nor dynamic. */
import {build} from 'esbuild';
import {root} from '../project-files.ts';

/** Returns the chain of imports from the file to the package, the shortest; empty where there is none. */
export async function chainTo(packageName: string, file: string): Promise<string[]> {
	const {metafile} = await build({
		absWorkingDir: root,
		entryPoints: [file],
		bundle: true,
		packages: 'external',
		platform: 'node',
		format: 'esm',
		outdir: 'dist',
		write: false,
		metafile: true,
		jsx: 'automatic',
	});
	const from = new Map<string, string | undefined>([[file, undefined]]);
	for (const each of from.keys())
		for (const {path, kind} of metafile.inputs[each]?.imports ?? [])
			if (kind === 'import-statement' && !from.has(path)) from.set(path, each);
	const chain: string[] = [];
	for (let at: string | undefined = from.has(packageName) ? packageName : undefined; at; at = from.get(at))
		chain.unshift(at);
	return chain;
}
