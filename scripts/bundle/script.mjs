/** Bundles the client as one script, whose compiled code can be kept between runs. */
import path from 'node:path';
import {standIns} from './stand-ins.mjs';

/** What the client seldom needs and is large: modules of their own. Name → file */
export const apart = {'self-signed': 'lib/self-signed.ts', demo: 'source/demo/demo.ts'};

/**
 * Leaves files out of a bundle that imports them dynamically, as modules beside it.
 * @param {Readonly<Record<string, string>>} files name of the module → file
 */
export function importedApart(files) {
	return {
		name: 'imported-apart',
		setup(build) {
			build.onResolve({filter: /\.ts$/}, ({kind, path: file, resolveDir}) => {
				if (kind !== 'dynamic-import') return undefined;
				const full = path.resolve(resolveDir, file);
				const name = Object.keys(files).find(each => full.endsWith(path.normalize(`/${files[each]}`)));
				return name && {path: `./${name}.js`, external: true};
			});
		},
	};
}

/** @type {import('esbuild').BuildOptions} */
export const scriptOptions = {
	format: 'cjs',
	// Names stay: they make a stack trace readable, and what they cost is in the compiled code.
	minifyWhitespace: true,
	minifySyntax: true,
	define: {'import.meta': '$meta'},
	plugins: [importedApart(apart), standIns],
};

/** Modules of Node that take long to load, and that the first frame does without: loaded when first used. */
const late = 'assert|child_process|crypto|dgram|fs/promises|tls';
const required = new RegExp(`=(__toESM\\()?require\\("(?:node:)?(${late})"\\)(?:,1\\))?(?=[,;}])`, 'g');
/** Node's other modules, and packages in CommonJS, whose every property esbuild would copy to add a default. */
const copied = /=__toESM\((require\("[\w:/]+"\)|require_\w+\(\)),1\)/g;
const helpers = `
const $late = name => {
	let made;
	const module = () => (made ??= require(name));
	return new Proxy({}, {get: (_, key) => (key === "default" ? module() : module()[key])});
};
const $whole = module => Object.create(module, {default: {value: module}});`;

/**
 * Wraps the text of a bundle into a function, as lib/cached-script.ts runs it, in ASCII: V8 keeps it in one byte a character.
 * @param {string} bundle
 */
export function asScript(bundle) {
	if (/String\.raw`[^`]*[^\0-\x7f]/.test(bundle))
		throw new Error('An escape would change the text of String.raw.');
	const ascii = bundle
		.replace(required, (_text, _copied, name) => `=$late("${name}")`)
		.replace(/\bimport\((?="\.\/[\w-]+\.js"\))/g, '$load(')
		.replace(copied, '=$whole($1)')
		.replace(/[^\0-\x7f]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
	return `((require,$meta,$load)=>{${helpers}${ascii}\n})`;
}
