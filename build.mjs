/** Bundles the program and the library into dist/: all they need at run time in a few files, so that they start fast. */
import {mkdir, readdir, readFile, rename, rm, stat, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {build} from 'esbuild';
import {licenceTexts} from './scripts/bundle/licences.mjs';
import {apart, asScript, importedApart, scriptOptions} from './scripts/bundle/script.mjs';
import {standIns} from './scripts/bundle/stand-ins.mjs';

const root = import.meta.dirname;
const dist = path.join(root, 'dist');
const minute = 60_000;

const options = {
	absWorkingDir: root,
	outdir: 'dist',
	bundle: true,
	platform: 'node',
	target: 'node20.15',
	mainFields: ['module', 'main'], // of a package in both forms the module: a CommonJS one imported dynamically has no names
	jsx: 'automatic',
	legalComments: 'none', // dist/licenses.txt holds the texts in full
	define: {'process.env.NODE_ENV': '"production"'},
	metafile: true,
	write: false,
	logLevel: 'warning',
};
/** The client and its demo. */
const script = await build({
	...options,
	...scriptOptions,
	define: {...options.define, ...scriptOptions.define},
	entryPoints: {'on-screen': 'source/on-screen.ts'},
});
const readable = {minify: true, keepNames: true}; // the stack trace in a report must be readable
/** All other commands, the library, and what the client seldom needs. */
const modules = await build({
	...options,
	...readable,
	entryPoints: {'off-screen': 'source/off-screen.ts', index: 'source/library/index.ts', ...apart},
	chunkNames: '[name]-[hash]',
	splitting: true, // a command loads only what it needs
	format: 'esm',
	// Packages written as CommonJS ask for Node's own modules with require(), which a module does not have.
	banner: {
		js: `import {createRequire as $require} from 'node:module';const require=$require(import.meta.url);`,
	},
	plugins: [standIns],
});
/** The start of the program: one file, since each one more takes a millisecond; CommonJS, since modules take Node 6 ms more to start. */
const start = await build({
	...options,
	...readable,
	entryPoints: {cli: 'source/cli.ts'},
	outExtension: {'.js': '.cjs'},
	format: 'cjs',
	define: {...options.define, 'import.meta.dirname': '__dirname'},
	plugins: [importedApart({'off-screen': 'source/off-screen.ts'})],
});

const outputs = [...start.outputFiles, ...modules.outputFiles];
const files = new Map(outputs.map(file => [path.basename(file.path), file.text]));
for (const file of script.outputFiles) files.set(path.basename(file.path), asScript(file.text));
const inputs = [script, modules, start].flatMap(({metafile}) => Object.keys(metafile.inputs));
files.set('licenses.txt', await licenceTexts(root, [...new Set(inputs)]));
files.set('index.d.ts', await readFile(path.join(root, 'source/library/api.ts'), 'utf8'));
const program = 'cli.cjs';
files.set(program, `#!/usr/bin/env node\n${files.get(program)}`);
/** Where scripts of users look for the program. */
const module = 'cli.js';
files.set(module, `#!/usr/bin/env node\nimport './${program}';\n`);

await mkdir(dist, {recursive: true});
const entries = ['index.js', program, module]; // last: what they import stands already
for (const name of [...[...files.keys()].filter(name => !entries.includes(name)), ...entries])
	await put(name, files.get(name), name === program || name === module ? 0o755 : 0o644);
await sweep(new Set(files.keys()));

/** A file appears whole or not at all, since a test or a person may be starting the program right now. */
async function put(name, text, mode) {
	const temporary = path.join(dist, `.${name}.${process.pid}`);
	await writeFile(temporary, text, {mode});
	await rename(temporary, path.join(dist, name));
}

/** Removes what earlier builds left; not the newest files, which another build may be writing at this moment. */
async function sweep(keep) {
	for (const name of await readdir(dist)) {
		const file = path.join(dist, name);
		const age = Date.now() - ((await stat(file).catch(() => undefined))?.mtimeMs ?? Date.now());
		if (!keep.has(name) && age > minute) await rm(file, {force: true, recursive: true});
	}
}
