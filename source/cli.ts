/** Starts the program: the client from one script with V8's code cache, every other command from modules of its own. */
import path from 'node:path';
import {codeCacheFolder} from '../lib/code-cache.ts';
import {runScript} from '../lib/cached-script.ts';
import {commandOf} from './command-line/words.ts';

process.umask(0o077); // all files of this program are for their owner alone
// A closed pipe or a full disk behind stdout does not end the program.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

const word = commandOf(process.argv.slice(2));
if (word === 'client' || word === 'demo')
	runScript(path.join(import.meta.dirname, 'on-screen.js'), codeCacheFolder(process.env));
else void import('./off-screen.ts');
