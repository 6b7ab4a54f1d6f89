/** Checks the messages of each conversation: all are there, in order, by people who could write them. */
import {basename, dirname, join} from 'node:path';
import {participants, traitsOf} from '../../../protocol/conversation-kind.ts';
import type {ConversationId} from '../../../protocol/names.ts';
import {UnusableFile} from '../../../lib/unusable-file.ts';
import {readDocument} from '../../store/json-file.ts';
import {SEGMENT, segmentOf} from '../../chat/segment.ts';
import {segmentPath, type Logs} from '../../store/logs.ts';
import {segment} from '../../store/segments.ts';
import {isReference, type Stored} from '../../store/stored.ts';
import type {Finding} from './finding.ts';
import type {Loaded, Range} from './loaded.ts';
import {mendMessages} from './salvage.ts';

/** Yields what is wrong with messages. The parts of the state and the journal are intact. */
export async function* wrongMessages(loaded: Loaded): AsyncGenerator<Finding> {
	const {state, filed, files, logs} = loaded;
	for (const {id, first: kept, last} of state.conversations.byId.values()) {
		const end = filed.get(id) ?? 0;
		for (let first = kept; first <= end; first = segmentOf(first) + SEGMENT) {
			const range = {id, first, last: Math.min(segmentOf(first) + SEGMENT - 1, end)};
			const what = await wrongIn(files, logs, range);
			if (what !== undefined) yield {what, mend: mendMessages(loaded, range)};
		}

		const unfiled = {id, first: Math.max(kept, end + 1), last};
		const what = unfiled.first <= last ? await wrongIn(logs, logs, unfiled) : undefined;
		if (what !== undefined) yield {what};
		const beyond = await beyondLast(loaded, id, last);
		if (beyond !== undefined) yield {what: beyond};
	}
}

/** Checks some messages. @param all finds what they refer to @returns a sentence, if they are wrong */
async function wrongIn(some: Logs, all: Logs, {id, first, last}: Range): Promise<string | undefined> {
	const path = segmentPath(id, segmentOf(first));
	try {
		for (const [at, item] of (await some.items(id, first, last)).entries()) {
			if (item.sequence !== first + at)
				return `${path} has message ${item.sequence} in the place of ${first + at}.`;
			if (isReference(item)) await all.shown(id, item);
			else if (!mayStandIn(id, item))
				return `${path} has message ${item.sequence} of ${item.from}, who cannot write there.`;
		}
	} catch (error) {
		if (!(error instanceof UnusableFile)) throw error;
		return error.message;
	}

	return undefined;
}

function mayStandIn(id: ConversationId, {from, to}: Exclude<Stored, {broadcast: unknown}>): boolean {
	if (traitsOf(id).hasMembers) return to === undefined;
	return traitsOf(id).isWritable || to !== undefined ? participants(id).includes(from) : true;
}

/** Finds messages after the last that the state knows: the server would write over them. */
async function beyondLast(
	{disk, folder}: Pick<Loaded, 'disk' | 'folder'>,
	id: ConversationId,
	last: number,
): Promise<string | undefined> {
	const newest = segmentPath(id, segmentOf(Math.max(1, last)));
	const names = await disk.list(join(folder, dirname(newest)));
	const later = names.find(
		name => /^[1-9]\d*\.json$/.test(name) && Number.parseInt(name, 10) > last && name !== basename(newest),
	);
	const path = later === undefined ? newest : join(dirname(newest), later);
	const document = await readDocument({disk, path: join(folder, path), schema: segment}).catch(
		() => undefined,
	); // told where it is read
	const found = document?.data.at(-1)?.sequence ?? 0;
	return later !== undefined || found > last
		? `${path} has messages after ${last}, the last that the state knows; restore the whole folder from one backup.`
		: undefined;
}
