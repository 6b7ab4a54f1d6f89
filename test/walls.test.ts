/** The walls of the house: which part may know which, read from the imports of every file. */
import {readFile} from 'node:fs/promises';
import {isBuiltin} from 'node:module';
import path from 'node:path';
import ts from 'typescript';
import {describe, expect, test} from 'vitest';
import {projectFiles, root} from '../scripts/project-files.ts';

/** Patterns match a path from the top of the project, `node:net`, or the name of a package. */
type Wall = {
	readonly rule: string;
	readonly inside: RegExp;
	readonly except?: RegExp;
	readonly imports: 'only' | 'never';
	readonly what: RegExp;
};

const network = 'node:(net|tls|dgram|dns|http|https|http2)(/|$)';
const files = 'node:fs(/|$)|lib/';
const react = '(ink|ink-text-input|react|react-dom)(/|$)';
/** All of the outside world. What terminal/ knows of widths and events is not. */
const outside = `${react}|${network}|${files}|source/(link|peer|client|ui)/|terminal/(?!(width|event|editor)\\.ts$)`;

const walls: Wall[] = [
	{
		rule: 'protocol/ imports neither side, only the schema library',
		inside: /^protocol\//,
		imports: 'only',
		what: /^(protocol\/|zod$)/,
	},
	{
		rule: 'lib/ imports neither side, only protocol/, packages and Node',
		inside: /^lib\//,
		imports: 'never',
		what: /^(source|server)\//,
	},
	{
		rule: 'source/ never imports server/, but for the command line, which starts it',
		inside: /^source\//,
		except: /^source\/cli\.tsx$/,
		imports: 'never',
		what: /^server\//,
	},
	{
		rule: 'server/ never imports source/',
		inside: /^server\//,
		imports: 'never',
		what: /^source\//,
	},
	{
		rule: 'the product never imports its tests, scripts or benchmarks',
		inside: /^(protocol|lib|terminal|source|server)\//,
		imports: 'never',
		what: /^(test|scripts|bench)\//,
	},
	{
		rule: 'server/chat/ is rules alone: it imports nothing but itself, protocol/, schemas and hashes',
		inside: /^server\/chat\//,
		imports: 'only',
		what: /^((server\/chat|protocol)\/|(zod|node:crypto)$)/,
	},
	{
		rule: 'source/commands/ never imports the screen, the network or the disk',
		inside: /^source\/commands\//,
		imports: 'never',
		what: new RegExp(`^(${outside})`),
	},
	{
		rule: 'source/state/ never imports the screen, the network or the disk',
		inside: /^source\/state\//,
		imports: 'never',
		what: new RegExp(`^(${outside})`),
	},
	{
		rule: 'source/ui/ never imports the link, peers, the network or the disk',
		inside: /^source\/ui\//,
		imports: 'never',
		what: new RegExp(`^(${network}|${files}|source/(link|peer)/)`),
	},
	{
		rule: 'terminal/ knows no React, no state and no protocol',
		inside: /^terminal\//,
		imports: 'never',
		what: new RegExp(`^(${react}|(source|server|protocol)/)`),
	},
	{
		rule: 'only server/store/ knows lowdb, behind the adapter that makes it durable',
		inside: /^(protocol|lib|terminal|source|server)\//,
		except: /^server\/store\//,
		imports: 'never',
		what: /^lowdb(\/|$)/,
	},
];

type Import = {readonly target: string; readonly typesOnly: boolean};

const imports = await readImports();

describe('the walls', () => {
	for (const wall of walls) {
		test(wall.rule, () => {
			expect([...imports].flatMap(([file, targets]) => breaches(wall, file, targets))).toEqual([]);
		});
	}

	test('server/chat/ reads no clock and draws no random numbers: they are passed in', async () => {
		const passedIn =
			/\bnew Date\(\)|\b(Date\.now|performance|Math\.random|random[A-Z]\w+|set(Timeout|Interval|Immediate))\b/;
		const rules = [...imports.keys()].filter(file => file.startsWith('server/chat/'));
		const guilty = await Promise.all(
			rules.map(async file => (passedIn.test(await code(file)) ? [file] : [])),
		);
		expect(guilty.flat()).toEqual([]);
	});

	test('dependencies run one way: there are no circles between files, but of types alone', () => {
		expect(circle()).toEqual([]);
	});
});

function breaches(wall: Wall, file: string, targets: readonly Import[]): string[] {
	if (!wall.inside.test(file) || wall.except?.test(file)) return [];
	return targets
		.filter(({target}) => wall.what.test(target) === (wall.imports === 'never'))
		.map(({target}) => `${file} imports ${target}`);
}

/** The first chain of imports that ends where it began, or an empty list. */
function circle(): string[] {
	const done = new Set<string>();
	const visit = (file: string, trail: string[]): string[] => {
		if (trail.includes(file)) return [...trail.slice(trail.indexOf(file)), file];
		if (done.has(file)) return [];
		for (const {target, typesOnly} of imports.get(file) ?? []) {
			const found = typesOnly ? [] : visit(target, [...trail, file]);
			if (found.length > 0) return found;
		}
		done.add(file);
		return [];
	};
	for (const file of imports.keys()) {
		const found = visit(file, []);
		if (found.length > 0) return found;
	}
	return [];
}

async function readImports(): Promise<Map<string, Import[]>> {
	const all = await projectFiles([
		'protocol',
		'lib',
		'terminal',
		'source',
		'server',
		'test',
		'bench',
		'scripts',
	]);
	return new Map(await Promise.all(all.map(async file => [file, await importsOf(file)] as const)));
}

/** Static and dynamic imports, those of types included: a type is knowledge too. */
async function importsOf(file: string): Promise<Import[]> {
	const text = await readFile(path.join(root, file), 'utf8');
	return ts.preProcessFile(text, true, true).importedFiles.map(({fileName, pos}) => {
		const typesOnly = /^(import|export) type [^;]*$/m.test(text.slice(text.lastIndexOf(';', pos) + 1, pos));
		return {target: resolve(file, fileName), typesOnly};
	});
}

/** `../a/b.ts` as seen from a file → the path from the top; `net` → `node:net`; a package → its name. */
function resolve(file: string, name: string): string {
	if (name.startsWith('.')) return path.posix.join(path.posix.dirname(file), name);
	return isBuiltin(name) && !name.startsWith('node:') ? `node:${name}` : name;
}

/** A file's text without its comments. */
async function code(file: string): Promise<string> {
	const text = await readFile(path.join(root, file), 'utf8');
	return text.replace(/\/\*[\s\S]*?\*\/|(?<![:'"])\/\/.*/g, '');
}
