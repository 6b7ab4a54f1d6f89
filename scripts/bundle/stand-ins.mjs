/** Replaces modules of packages in the bundle that leak, start slowly, or serve development only. */
import {readFile} from 'node:fs/promises';
import path from 'node:path';

/** Path below node_modules → the text that stands in for it, or a function of its own text. */
const replacements = {
	// Ink caches the measure and the wrapping of every text for ever; a chat may run for weeks.
	'ink/build/measure-text.js': standIn('measure-text.ts'),
	'ink/build/wrap-text.js': standIn('wrap-text.ts'),
	// Ink parses every text of a frame again, though a key changes one of them: half of the cost of a key.
	'ink/build/output.js': rememberingFrames,
	// The stock one makes an Intl.Segmenter as it loads: 10 ms before the first frame, even if all text is plain.
	'string-width/index.js': lazySegmenter,
	// The locales of zod's messages: 260 kB at the start of the client. Users read this program's own sentences.
	'zod/v4/locales/index.js': () => 'export {default as en} from "./en.js";',
	// React's developer tools are not part of the product (nor installed: without this line the build fails).
	'ink/build/reconciler.js': text => text.replaceAll('isDev()', 'false'),
	'yoga-layout/dist/binaries/yoga-wasm-base64-esm.js': wasmFromMemory,
};

/** The replacement of string-width. Only this module still imports the original, for text that is not plain. */
const ownWidth = path.join(import.meta.dirname, 'string-width.ts');

/** @type {import('esbuild').Plugin} */
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

function standIn(name) {
	return () => readFile(path.join(import.meta.dirname, name), 'utf8');
}

function rememberingFrames(text) {
	const perFrame = 'caches = new OutputCaches();';
	const maps = ' = new Map();';
	if (!text.includes(perFrame) || !text.includes(maps))
		throw new Error('ink has changed: look at rememberingFrames again');
	const bounded = `class Bounded extends Map {
		set(key, value) {
			if (this.size >= 500) this.clear(); // some screens of rows
			return super.set(key, value);
		}
	}
	let caches;`;
	return (
		bounded +
		text.replaceAll(maps, ' = new Bounded();').replace(perFrame, 'caches = (caches ??= new OutputCaches());')
	);
}

function lazySegmenter(text) {
	const eager = 'const segmenter = new Intl.Segmenter();';
	const lazy =
		'let made; const segmenter = {segment: text => (made ??= new Intl.Segmenter()).segment(text)};';
	if (!text.includes(eager)) throw new Error('string-width has changed: look at lazySegmenter again');
	return text.replace(eager, lazy);
}

/** Yoga fetches its WebAssembly from a data: address, which loads all of Node's HTTP client: 20 ms. Hand it the bytes. */
function wasmFromMemory(text) {
	const address = /"(data:application\/octet-stream;base64,)([^"]+)"/;
	const options = 'loadYoga = loadYoga || {};';
	const bytes = address.exec(text)?.[2];
	if (!bytes || !text.includes(options))
		throw new Error('yoga-layout has changed: look at wasmFromMemory again');
	return text
		.replace(address, '"$1"')
		.replace(options, `loadYoga = {wasmBinary: Buffer.from("${bytes}", "base64")};`);
}
