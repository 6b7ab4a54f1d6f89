/** Runs a bundled script from V8's code cache, and makes the cache when there is none. */
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {Script} from 'node:vm';
import {setFlagsFromString} from 'node:v8';
import {CodeCache} from './code-cache.ts';

/** What a module has and a script has not: `load` imports a module beside it, which a script from the code cache cannot. */
type Run = (
	require: NodeJS.Require,
	meta: {readonly url: string},
	load: (name: string) => Promise<unknown>,
) => void;

/** Milliseconds after the start until the code is kept: with it, that of functions which a start calls. */
const KEPT_AFTER = 10_000;

/**
 * Runs a script, which the build has made: a {@link Run} in ASCII.
 * @param folder where compiled code is kept; undefined: nowhere
 */
export function runScript(file: string, folder: string | undefined): void {
	setFlagsFromString('--semi-space-growth-factor=4'); // a start allocates much that stays: fewer scavenges copy it; 8 keeps 6 MB more
	const bytes = readFileSync(file);
	const cache = folder === undefined ? undefined : new CodeCache(folder, path.basename(file, '.js'));
	const cachedData = cache?.read(bytes);
	const script = new Script(bytes.toString('latin1'), {
		filename: file,
		...(cachedData && {cachedData}),
	});
	const run = script.runInThisContext() as Run; // as the build has made it
	run(
		createRequire(file),
		{url: pathToFileURL(file).href},
		async name => import(pathToFileURL(path.resolve(file, '..', name)).href),
	);
	// Not before: a run that has ended by now, such as with --version, has compiled next to nothing.
	const isTaken = script.cachedDataRejected === false;
	if (cache && !(isTaken && cache.isComplete)) keepOnce(cache, bytes, script, isTaken);
}

/** Keeps the compiled code once: some time after the start, or when the program ends without a fault before that. */
function keepOnce(cache: CodeCache, bytes: Buffer, script: Script, isAdded: boolean): void {
	// Apart from the function that runs the script, which lives as long as the program, and would keep the bytes as long.
	const keep = (): void => cache.write(bytes, script.createCachedData(), isAdded);
	const atEnd = (code: number): void => {
		if (code === 0) keep();
	};
	process.once('exit', atEnd);
	setTimeout(() => {
		process.off('exit', atEnd);
		keep();
	}, KEPT_AFTER).unref();
}
