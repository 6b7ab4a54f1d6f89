/** Runs a bundled script from V8's code cache, and makes the cache when there is none. */
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {Script} from 'node:vm';
import {crc32} from 'node:zlib';
import {setFlagsFromString} from 'node:v8';
import {CodeCache} from './code-cache.ts';

/** What a module has and a script has not: `load` imports a module beside it, which a script from the code cache cannot. */
type Run = (
	require: NodeJS.Require,
	meta: {readonly url: string},
	load: (name: string) => Promise<unknown>,
) => void;

/** Milliseconds until the start is over, and its code is kept: with it, that of functions which a start calls. */
const START = 10_000;

/** Lets V8 collect young objects in one thread: few of them survive, and threads that share so little cost more than they save. */
const COLLECTOR = '--no-parallel-scavenge';

/** How V8's space for young objects grows. In a start it would take 9 MB for objects that stay; V8's own value is for what comes after. */
const GROWTH = {start: '--semi-space-growth-factor=1', after: '--semi-space-growth-factor=2'} as const;

/**
 * Runs a script, which the build has made: a {@link Run} in ASCII.
 * @param folder where compiled code is kept; undefined: nowhere
 */
export function runScript(file: string, folder: string | undefined): void {
	setFlagsFromString(COLLECTOR);
	setFlagsFromString(GROWTH.start);
	const bytes = readFileSync(file);
	const cache = folder === undefined ? undefined : new CodeCache(folder, path.basename(file, '.js'));
	const checksum = crc32(bytes);
	const cachedData = cache?.read(checksum);
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
	const isKept = !cache || (isTaken && cache.isComplete);
	const kept = isKept ? undefined : keepOnce(cache, checksum, script, isTaken);
	setTimeout(() => {
		kept?.(); // first: V8 takes no code that was compiled with other settings
		setFlagsFromString(GROWTH.after);
	}, START).unref();
}

/** Keeps the compiled code once: when the program ends without a fault, or when the returned function is called before that. */
function keepOnce(cache: CodeCache, checksum: number, script: Script, isAdded: boolean): () => void {
	const keep = (): void => cache.write(checksum, script.createCachedData(), isAdded);
	const atEnd = (code: number): void => {
		if (code === 0) keep();
	};
	process.once('exit', atEnd);
	return () => {
		process.off('exit', atEnd);
		keep();
	};
}
