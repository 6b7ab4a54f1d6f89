/** Checks whether a data folder holds a whole database: each file, then what they say of each other. */
import type {Disk} from '../../../lib/disk.ts';
import {failing, load, wrongFiles} from './files.ts';
import type {Finding} from './finding.ts';
import type {Loaded} from './loaded.ts';
import {wrongMessages} from './messages.ts';
import {wrongReferences} from './references.ts';

/** Yields what is wrong, and changes nothing. No server uses the folder. */
export async function* wrongInDatabase(disk: Disk, folder: string): AsyncGenerator<Finding> {
	let isWhole = true;
	for await (const finding of wrongFiles(disk, folder)) {
		isWhole = false;
		yield finding;
	}

	if (!isWhole) return; // what they say of each other would be guesswork
	let loaded: Loaded | undefined;
	const what = await failing(load(disk, folder).then(whole => (loaded = whole)));
	if (what !== undefined) yield {what};
	if (!loaded) return;
	for await (const what of wrongReferences(loaded.state)) yield {what};
	yield* wrongMessages(loaded);
}
