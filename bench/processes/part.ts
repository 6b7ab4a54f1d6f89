/** Measures a part, and tells the parent its figures as they come: `part.ts NAME FOLDER`. The folder is for temporary files. */
import {allParts} from '../parts/index.ts';
import type {Told} from '../part-process.ts';

const [name = '', folder] = process.argv.slice(2);
process.env['TMPDIR'] = folder;
try {
	for await (const figure of allParts[name]!()) await tell({figure}); // the parent knows the names
	await tell({problem: undefined});
} catch (error) {
	process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
	await tell({problem: String(error).split('\n')[0]});
}

process.disconnect(); // the parent ends what a failed part leaves

async function tell(told: Told): Promise<void> {
	return new Promise((resolve, reject) => {
		process.send?.(told, (error: Error | null) => (error ? reject(error) : resolve()));
	});
}
