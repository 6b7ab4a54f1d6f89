/** Replaces modules of packages in the bundle that leak, start slowly, or serve development only. */
import {readFile} from 'node:fs/promises';
import path from 'node:path';

/** Path below node_modules → the text that stands in for it, or a function of its own text. */
const replacements = {
	// Ink caches the measure and the wrapping of every text for ever; a chat may run for weeks.
	'ink/build/measure-text.js': own('measure-text.ts'),
	'ink/build/wrap-text.js': own('wrap-text.ts'),
	// Ink makes an object for each cell, and text with escape sequences of them: half of the cost of a key.
	'ink/build/output.js': own('output.ts'),
	'ink/build/ink.js': text =>
		replaced(text, [
			['this.options.stdout.write(this.fullStaticOutput + output)', 'this.options.stdout.write(output)'],
		]),
	// Of a fault it draws an overview, for which it reads the source; here a fault ends the program with its stack.
	'ink/build/components/ErrorOverview.js': () => 'export default () => null;',
	// It hooks into the end of the process for each root of Ink, which write into memory, and loads Node's assertions for that.
	'signal-exit/index.js': () => 'module.exports = () => () => undefined;',
	// The stock one makes an Intl.Segmenter and sets of emoji as it loads: 20 ms before the first frame, even if all text is plain.
	'string-width/index.js': text => lazyExpressions(lazySegmenter(text)),
	'slice-ansi/tokenize-ansi.js': text => lazyExpressions(lazySegmenter(text)),
	// What reads and checks a package.json makes tables as it loads. The program names its version itself.
	'meow/build/options.js': withoutPackageFiles,
	'meow/build/dependencies.js': text =>
		text
			.replace(/= (?=(require(Normalize|Lib\$1)|getDefaultExportFromCjs)\()/g, '= /* @__PURE__ */ ')
			.replace(/^(const \w+ = )?(?=promisify\(execFile\))/m, '$1/* @__PURE__ */ '),
	// The locales of zod's messages: 260 kB at the start of the client. Users read this program's own sentences.
	'zod/v4/locales/index.js': () => 'export {default as en} from "./en.js";',
	// Of an object's schema zod compiles a function at the first use; most schemas of a client are used a few times.
	'zod/v4/core/schemas.js': text =>
		replaced(text, [
			['let fastpass;', 'let fastpass, uses = 0;'],
			[
				'jit && fastEnabled && ctx?.async === false && ctx.jitless !== true',
				'jit && fastEnabled && ctx?.async === false && ctx.jitless !== true && (fastpass || ++uses > 4)',
			],
		]),
	// Schemas are never turned into JSON Schema: 30 kB in each bundle, and a function for each schema that is made.
	'zod/v4/classic/schemas.js': withoutJsonSchema,
	// Of each emoji only its names are used, and only once somebody asks for one.
	'gemoji/index.js': namesOfEmoji,
	// Of pg the client is used: no pool of connections, and no native library, which would need a compiler.
	'pg-pool/index.js': () => 'module.exports = class {};',
	'pg/lib/native/index.js': () => 'module.exports = class {};',
	// The password file and the URL of a record are read by lib/pgpass-file.ts and server/journal/record-url.ts.
	'pgpass/lib/index.js': () => 'module.exports = (asking, found) => found(undefined);',
	'pg-connection-string/index.js': () => 'exports.parse = () => ({});',
	// React's developer tools are not part of the product (nor installed: without this line the build fails).
	'ink/build/reconciler.js': text =>
		replaced(text, [
			['isDev()', 'false'],
			["await import('./devtools.js');", ''],
		]),
	'yoga-layout/dist/binaries/yoga-wasm-base64-esm.js': wasmFromMemory,
	'yoga-layout/dist/src/index.js': text => replaced(text, [['await loadYoga()', 'loadYoga()']]),
};

/** The replacement of string-width. Only this module still imports the original, for text that is not plain. */
const ownWidth = path.join(import.meta.dirname, 'string-width.ts');

/**
 * What is used of zod is imported by name, since esbuild keeps an exported namespace whole.
 * @type {import('esbuild').Plugin}
 */
export const standIns = {
	name: 'stand-ins',
	setup(build) {
		const used = new Set();
		build.onResolve({filter: /^string-width$/}, ({importer}) =>
			importer === ownWidth ? undefined : {path: ownWidth},
		);
		build.onLoad({filter: /[/\\]node_modules[/\\].*\.js$/}, async ({path: file}) => {
			const name = afterLast('node_modules/', file.split(path.sep).join('/'));
			const replace = replacements[name];
			if (!replace) return undefined;
			used.add(name);
			const contents = await replace(await readFile(file, 'utf8'));
			return {contents, loader: 'ts', resolveDir: path.dirname(file)};
		});
		build.onLoad({filter: /[/\\](lib|protocol|server|source)[/\\].*\.ts$/}, async ({path: file}) => {
			if (file.includes('node_modules')) return undefined;
			const text = await readFile(file, 'utf8');
			return {contents: text.replace("import {z} from 'zod'", "import * as z from 'zod'"), loader: 'ts'};
		});
		build.onEnd(({metafile}) => ({errors: unused(metafile, used)}));
	},
};

/** Fails when a new version of a package has moved a replaced module, which would silently return to the bundle. */
function unused(metafile, used) {
	const inputs = Object.keys(metafile?.inputs ?? {});
	const packages = new Set(inputs.map(input => afterLast('node_modules/', input).split('/')[0]));
	return Object.keys(replacements)
		.filter(name => !used.has(name) && packages.has(name.split('/')[0]))
		.map(name => ({text: `Nothing was replaced at ${name}: look at scripts/bundle/stand-ins.mjs again.`}));
}

function afterLast(mark, text) {
	return text.slice(text.lastIndexOf(mark) + mark.length);
}

function own(name) {
	return () => `export {default} from ${JSON.stringify(path.join(import.meta.dirname, name))};`;
}

function lazySegmenter(text) {
	const eager = /^const (\w+) = (new Intl\.Segmenter\(.*\));$/m;
	if (!eager.test(text)) throw new Error('a package has changed: look at lazySegmenter again');
	return text.replace(eager, 'let made; const $1 = {segment: text => (made ??= $2).segment(text)};');
}

/** Regular expressions that know the properties of all characters take milliseconds to make: they are made when first used. */
function lazyExpressions(text) {
	const constants = /^const (\w+) = (\/.*\\p\{.*\/[gimsuvy]*);$/gm;
	const names = [...text.matchAll(constants)].map(([, name]) => name);
	if (names.length === 0) throw new Error('a package has changed: look at lazyExpressions again');
	const lazy = text.replace(constants, 'const $1 = () => ($1.made ??= $2);');
	const uses = new RegExp(`\\b(${names.join('|')})\\b(?! = \\(\\) =>|\\.made)`, 'g');
	return lazy.replace(uses, '$1()');
}

function withoutJsonSchema(text) {
	const made = /^\s*inst\._zod\.processJSONSchema = .*$/gm;
	if (!made.test(text)) throw new Error('zod has changed: look at withoutJsonSchema again');
	return replaced(text.replace(made, ''), [
		['createStandardJSONSchemaMethod(this, ', '(() => undefined)(this, '],
		['createToJSONSchemaMethod(this, {})(params)', 'undefined'],
	]);
}

function withoutPackageFiles(text) {
	const imports = "import { a as readPackageUpSync, n as normalizePackageData } from './dependencies.js';";
	return replaced(text, [
		[imports, 'const readPackageUpSync = () => undefined, normalizePackageData = () => undefined;'],
	]);
}

/**
 * Yoga fetches its WebAssembly from a data: address, which loads all of Node's HTTP client: 20 ms. Hand it the bytes, and take it at
 * once: a script cannot wait for a module.
 */
function wasmFromMemory(text) {
	const address = /"(data:application\/octet-stream;base64,)([^"]+)"/;
	const bytes = address.exec(text)?.[2];
	if (!bytes) throw new Error('yoga-layout has changed: look at wasmFromMemory again');
	const given = `loadYoga = {
		wasmBinary: Buffer.from("${bytes}", "base64"),
		instantiateWasm(imports, receive) {
			const instance = new WebAssembly.Instance(new WebAssembly.Module(loadYoga.wasmBinary), imports);
			receive(instance);
			return instance.exports;
		},
	};`;
	return replaced(text.replace(address, '"$1"'), [
		['loadYoga = loadYoga || {};', given],
		['return loadYoga.ready', 'return loadYoga'],
	]);
}

/** @throws if the text does not hold what is to be replaced: a new version of the package needs a look */
function replaced(text, pairs) {
	return pairs.reduce((before, [from, to]) => {
		if (!before.includes(from))
			throw new Error(`A package has changed: ${from} is gone; look at its stand-in again`);
		return before.replaceAll(from, to);
	}, text);
}

/** Keeps the names in one string, which is read when they are asked for. */
async function namesOfEmoji() {
	const {gemoji} = await import('gemoji');
	const lines = gemoji.map(({emoji, names}) => [emoji, ...names].join(' ')).join('\n');
	return `const lines = ${JSON.stringify(lines)};
		export const gemoji = {
			*[Symbol.iterator]() {
				for (const line of lines.split('\\n')) {
					const [emoji, ...names] = line.split(' ');
					yield {emoji, names};
				}
			},
		};`;
}
