/** Does everything that comes from outside have an end: every text and every list, from the wire and from files? */
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {readFile} from 'node:fs/promises';
import {expect, test} from 'vitest';
import {z} from 'zod';
import {projectFiles, root} from '../../scripts/project-files.ts';
import {list, listOf} from '../../protocol/bounded.ts';

type Check = {readonly _zod: {readonly def: {readonly check: string}}};
type Definition = {
	readonly type: string;
	readonly checks?: readonly Check[];
	readonly [name: string]: unknown;
};

/** The places below `schema` where a text, a list or a record may be of any length. */
function endless(schema: z.ZodType, place: string, seen = new Set<z.ZodType>()): string[] {
	if (seen.has(schema)) return [];
	seen.add(schema);
	const definition = schema._zod.def as unknown as Definition; // every schema has its own, of these fields
	const item = listOf(schema)?.item;
	return [
		...(isBounded(definition) ? [] : [place]),
		...(item ? endless(item, `${place}[]`, seen) : []),
		...schemasIn(definition).flatMap(([name, part]) => endless(part, `${place}.${name}`, seen)),
	];
}

/** A record has no maximum of its own: a refinement is to count its fields. */
function isBounded({type, checks = []}: Definition): boolean {
	const names = checks.map(({_zod}) => _zod.def.check);
	if (type === 'string' || type === 'array') return names.includes('max_length');
	return type !== 'record' || names.includes('custom');
}

/** The schemas that a value holds, each with its name. */
function schemasIn(value: unknown, name = ''): Array<[string, z.ZodType]> {
	if (value instanceof z.ZodType) return [[name, value]];
	if (typeof value !== 'object' || value === null || name === 'checks') return [];
	const inner = value instanceof Map ? [...value] : Object.entries(value);
	return inner.flatMap(([key, one]) => schemasIn(one, String(key)));
}

test('a walk through a schema finds every text, list and record without an end, however deep it lies', () => {
	const schema = z.object({
		short: z.string().max(5),
		long: z.string().optional(),
		few: z.array(z.object({text: z.string()})).max(3),
		many: list(z.array(z.string().max(2)), 5).default([]),
		either: z.union([z.literal('x'), z.record(z.string().max(3), z.int())]),
		changed: z.string().transform(text => text.length),
	});
	expect(endless(schema, 'it')).toEqual([
		'it.long.innerType',
		'it.few.element.text',
		'it.many.innerType[]',
		'it.either.1',
		'it.changed.in',
	]);
});

/** The modules that make schemas of texts and lists, with their source. */
async function schemaModules(): Promise<Array<{file: string; text: string}>> {
	const files = await projectFiles(['protocol', 'source', 'server'], ['.ts']);
	const all = await Promise.all(
		files.map(async file => ({file, text: await readFile(path.join(root, file), 'utf8')})),
	);
	return all.filter(
		({file, text}) => file !== HELPERS && KNOWS_SCHEMAS.test(text) && MAKES_SCHEMAS.test(text),
	);
}

const KNOWS_SCHEMAS = /from '(zod|.*stored-bounds\.ts)'/;
const MAKES_SCHEMAS = /\bz\s*\.(string|array|record)\(|\b(list|storedList)\(/;
/** Makes them in functions alone. */
const HELPERS = 'protocol/bounds.ts';
/** A text with all that is said of it in one go. */
const TEXT = /\bz\s*\.string\(\)(?:\s*\.\w+\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))*/g;

test('every text and every list of every schema has a maximum length', async () => {
	const found: string[] = [];
	for (const {file} of await schemaModules()) {
		const exported = (await import(pathToFileURL(path.join(root, file)).href)) as Record<string, unknown>;
		const schemas = schemasIn({...exported});
		expect(schemas, `${file} exports what it checks with`).not.toEqual([]);
		found.push(...schemas.flatMap(([name, schema]) => endless(schema, `${file} ${name}`)));
	}

	expect(found).toEqual([]);
});

test('no text is without a maximum length where it stands in the source, exported or not', async () => {
	const found = (await schemaModules()).flatMap(({file, text}) =>
		[...text.matchAll(TEXT)]
			.filter(([chain]) => !chain.includes('.max('))
			.map(([chain]) => `${file}: ${chain}`),
	);
	expect(found).toEqual([]);
});

test('a list is refused by its length alone, and by the first item that is not valid', () => {
	let read = 0;
	const item = z.int().refine(() => {
		read++;
		return true;
	});
	expect(list(item, 3).safeParse([1, 2, 3]).data).toEqual([1, 2, 3]);
	read = 0;
	expect(list(item, 3).safeParse([1, 2, 3, 4]).success).toBe(false);
	expect(read).toBe(0);
	const {error} = list(z.object({at: item}), 1000).safeParse([{at: 1}, ...new Array<number>(900).fill(0)]);
	expect(error?.issues).toHaveLength(1);
	expect(error?.issues[0]?.path).toEqual([1]);
});
