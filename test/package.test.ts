/** What people get from the registry: the program and nothing else, working in an empty folder. */
import {execFile} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {promisify} from 'node:util';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {root} from '../scripts/project-files.ts';

const run = promisify(execFile);

type Packed = {
	readonly filename: string;
	readonly size: number;
	readonly files: readonly {readonly path: string}[];
};

describe('the package', () => {
	let folder: string;
	let packed: Packed;

	beforeAll(async () => {
		folder = await mkdtemp(path.join(tmpdir(), 'chat-tui-package-'));
		// dist/ is current already, and a build in the middle of other tests would take it away from them.
		const {stdout} = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
			cwd: root,
		});
		packed = (JSON.parse(stdout) as [Packed])[0];
	});

	afterAll(() => rm(folder, {recursive: true, force: true}));

	test('holds the program, the library with its types, the sample roster and what the law asks for: no sources, no tests', () => {
		const names = packed.files.map(file => file.path);
		const top = [
			'LICENSE',
			'README.md',
			'package.json',
			'users.json',
			'dist/cli.cjs',
			'dist/index.js',
			'dist/index.d.ts',
			'dist/licenses.txt',
		];
		expect(names).toEqual(expect.arrayContaining(top));
		expect(names.filter(name => !top.includes(name) && !/^dist\/[\w.-]+\.js$/.test(name))).toEqual([]);
	});

	test('is a small download', () => {
		expect(packed.size).toBeLessThan(1_050_000);
	});

	test('installs nothing else and starts in an empty folder', async () => {
		const empty = await mkdtemp(path.join(folder, 'empty-'));
		const options = ['--yes', '--offline', '--cache', path.join(folder, 'cache')];
		// npx takes an absolute path for a program to run, not for a package.
		const {stdout} = await run('npx', [...options, `../${packed.filename}`, '--version'], {cwd: empty});
		expect(stdout.trim()).toMatch(/^\d+\.\d+\.\d+$/);
	});
});
