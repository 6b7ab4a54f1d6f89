/** The walls between the parts: which folder may know which, read from the imports of every file. */
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {projectFiles, root} from '../scripts/project-files.ts';
import {ARROWS, OUTSIDE} from '../scripts/walls/arrows.ts';
import {circleIn, folderOf, readImports} from '../scripts/walls/imports.ts';
import {chainTo} from '../scripts/walls/loaded-at-start.ts';

const PRODUCT = ['protocol', 'lib', 'terminal', 'source', 'server'];
const AROUND = ['test', 'bench', 'scripts'];

const imports = await readImports([...PRODUCT, ...AROUND]);
const product = [...imports].filter(([file]) => PRODUCT.some(folder => file.startsWith(`${folder}/`)));
/** The arrows that the imports draw between the folders of the product. */
const drawn = product.flatMap(([file, targets]) =>
	targets.flatMap(target => {
		const [from, to] = [folderOf(file), folderOf(target)];
		return from === undefined || to === undefined || from === to ? [] : [{file, target, from, to}];
	}),
);

describe('a folder', () => {
	test('imports only the folders that the table of arrows allows', () => {
		const forbidden = drawn.filter(({from, to}) => !ARROWS[from]?.includes(to));
		expect(forbidden.map(({file, target}) => `${file} imports ${target}`)).toEqual([]);
	});

	test('has no arrow in the table that no file uses', () => {
		const used = new Set(drawn.map(({from, to}) => `${from} → ${to}`));
		const allowed = Object.entries(ARROWS).flatMap(([from, all]) => all.map(to => `${from} → ${to}`));
		expect(allowed.filter(arrow => !used.has(arrow))).toEqual([]);
	});

	test('stands in no circle of folders', () => {
		expect(circleIn(new Map(Object.entries(ARROWS)))).toEqual([]);
	});

	test('of a topic of the chat stands in no circle of topics', () => {
		const topics = new Map<string, Set<string>>();
		for (const [file, targets] of imports) {
			const topic = topicOf(file);
			if (topic === undefined) continue;
			const known = targets.flatMap(target => topicOf(target) ?? []).filter(other => other !== topic);
			topics.set(topic, new Set([...(topics.get(topic) ?? []), ...known]));
		}

		expect(topics.size).toBeGreaterThan(5);
		expect(circleIn(topics)).toEqual([]);
	});

	test('reaches the network, files, other programs and the screen only where the table says so', () => {
		const breaches = product.flatMap(([file, targets]) =>
			targets.filter(target => isForbidden(file, target)).map(target => `${file} imports ${target}`),
		);
		expect(breaches).toEqual([]);
	});
});

describe('a file', () => {
	test('stands in no circle of files, of types neither', () => {
		expect(circleIn(imports)).toEqual([]);
	});

	test('of the product imports no test, script or benchmark', () => {
		const around = new RegExp(`^(${AROUND.join('|')})/`);
		const breaches = product.filter(([, targets]) => targets.some(target => around.test(target)));
		expect(breaches.map(([file]) => file)).toEqual([]);
	});

	test('of the state or of a command knows of the terminal only what draws nothing', () => {
		const pure =
			/^terminal\/((background|edit-keys|editor|event|own-theme|palette|width)\.ts|(commands|layout)\/.*)$/;
		const breaches = product
			.filter(([file]) => /^source\/(state|commands)\//.test(file))
			.flatMap(([file, targets]) =>
				targets
					.filter(target => target.startsWith('terminal/') && !pure.test(target))
					.map(target => `${file} imports ${target}`),
			);
		expect(breaches).toEqual([]);
	});

	test('of server/chat/ imports no module of Node but hashes', () => {
		const known = product
			.filter(([file]) => file.startsWith('server/chat/'))
			.flatMap(([, targets]) => targets.filter(target => folderOf(target) === undefined));
		expect(new Set(known)).toEqual(new Set(['zod', 'node:crypto']));
	});

	test('of server/chat/ reads no clock and draws no random numbers: they are passed in', async () => {
		const passedIn =
			/\bnew Date\(\)|\b(Date\.now|performance|Math\.random|random[A-Z]\w+|set(Timeout|Interval|Immediate))\b/;
		const rules = await projectFiles(['server/chat']);
		const guilty = await Promise.all(
			rules.map(async file => (passedIn.test(await code(file)) ? [file] : [])),
		);
		expect(guilty.flat()).toEqual([]);
	});
});

/** `rooms` for `server/chat/rooms/rules.ts`. */
function topicOf(file: string): string | undefined {
	return /^server\/chat\/([^/]+)\//.exec(file)?.[1];
}

function isForbidden(file: string, target: string): boolean {
	const folder = folderOf(file);
	return OUTSIDE.some(({what, folders}) => what.test(target) && !folders.some(known => known === folder));
}

/** A file's text without its comments. */
async function code(file: string): Promise<string> {
	const text = await readFile(path.join(root, file), 'utf8');
	return text.replace(/\/\*[\s\S]*?\*\/|(?<![:'"])\/\/.*/g, '');
}

test('the first frame waits for no schema: none is loaded at once by what shows it', async () => {
	expect(await chainTo('zod', 'source/on-screen.ts')).toEqual([]);
	expect(await chainTo('zod', 'source/link/link.ts')).not.toEqual([]); // what connects needs schemas
});
