/** Mends damaged files: writes anew what can still be read, and what can be made again. */
import {dirname, join} from 'node:path';
import {z} from 'zod';
import type {Disk} from '../../../lib/disk.ts';
import {participants} from '../../../protocol/conversation-kind.ts';
import {fromJson} from '../../../protocol/json.ts';
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import type {Slice} from '../../chat/slice.ts';
import {slices, type SliceName, type State} from '../../chat/state.ts';
import {FORMAT, upgraded, writeDocument} from '../../store/json-file.ts';
import {segmentOf} from '../../chat/segment.ts';
import {segmentPath} from '../../store/logs.ts';
import {PART_FILES} from '../../store/part-files.ts';
import type {Part} from '../../store/parts.ts';
import {segment} from '../../store/segments.ts';
import {isReference, stored, type Stored} from '../../store/stored.ts';
import type {Mend} from './finding.ts';
import type {Loaded, Range} from './loaded.ts';

/** Slices that may be lost, and what follows for people. */
const REPLACEABLE: Partial<Record<SliceName, string>> = {
	signIns: 'everybody signs in again with their password',
	identities: 'clients register their keys again at their next sign-in',
	settingsOfConversations: 'what this user has muted, pinned and closed is forgotten',
	devices: 'a message that this user was sending may appear twice',
};
const LOST = '(lost: the file of this message was damaged)';
const TAIL = /,"crc":"[^"]*"\}\s*$/;
const head = z.looseObject({format: z.int().min(1), position: z.int().min(0)});
const newer = z.looseObject({format: z.int().min(FORMAT + 1)});

/** @returns how the damaged file of a part is mended; undefined if only a backup can */
export async function mendPart(disk: Disk, folder: string, {name, key}: Part): Promise<Mend | undefined> {
	const {schema, dump, empty} = slices[name] as Slice<unknown>; // each slice meets only its own parts
	const path = join(folder, PART_FILES[name].path(key));
	const content = await contentOf(disk, path);
	if (newer.safeParse(content).success) return undefined; // nothing is wrong with it
	const found = readable(content, schema);
	const write = async (position: number, data: unknown) => {
		await writeDocument({disk, path, schema, signal: undefined}, position, data);
		await disk.sync(dirname(path));
	};
	if (found)
		return {
			how: `${path} is written anew with what is read in it; look whether that is right.`,
			file: path,
			run: async () => write(found.position, found.data),
		};
	const then = REPLACEABLE[name];
	const nothing = key === PART_FILES[name].whole ? dump(empty(), key) : [];
	return then === undefined
		? undefined
		: {how: `${path} is begun anew; ${then}.`, file: path, run: async () => write(0, nothing)};
}

/** Reads a file, whatever its checksum. @returns undefined if it is not JSON */
async function contentOf(disk: Disk, path: string): Promise<unknown> {
	return fromJson(
		Buffer.from((await disk.read(path)) ?? [])
			.toString()
			.replace(TAIL, '}'),
	);
}

/** @returns undefined if the content is wrong as well */
function readable(content: unknown, schema: z.ZodType) {
	const {data: found} = head.safeParse(content);
	if (!found) return undefined;
	const {data, success} = schema.safeParse(upgraded(found)['data']);
	return success ? {position: found.position, data} : undefined;
}

/** Mends a file of messages: those that the file or the journal tells stay, others are marked as lost, so that none is missing. */
export function mendMessages({disk, folder, state, logs}: Loaded, {id, first, last}: Range): Mend {
	const path = join(folder, segmentPath(id, segmentOf(first)));
	const run = async () => {
		const lines = Buffer.from((await disk.read(path)) ?? [])
			.toString()
			.split('\n');
		const all = [...logs.inMemory(id), ...lines.flatMap(line => messageIn(line))];
		const found = new Map(all.map(item => [item.sequence, item]));
		const messages: Stored[] = [];
		for (let sequence = first; sequence <= last; sequence++)
			messages.push(found.get(sequence) ?? lost(state, id, sequence, messages.at(-1)));
		await disk.makeFolder(dirname(path));
		await writeDocument({disk, path, schema: segment}, 0, messages);
		await disk.sync(dirname(path));
	};
	return {
		how: `${path} keeps the messages that can be read; the others are marked as lost.`,
		file: path,
		run,
	};
}

function messageIn(line: string): Stored[] {
	const {data} = stored.safeParse(fromJson(line.replace(/,$/, '')));
	return data ? [data] : [];
}

function lost(state: State, id: ConversationId, sequence: number, before: Stored | undefined): Stored {
	const members = state.conversations.byId.get(id)?.members.keys() ?? [];
	const [from = state.accounts.byName.keys().next().value as UserName] = [...participants(id), ...members];
	const at = before && !isReference(before) ? before.at : 0;
	return {sequence, id: `lost.${sequence}`, from, at, text: LOST};
}

/** @returns how a file is mended that is made again when it is missing */
export function mendByRemoval(disk: Disk, path: string, then: string): Mend {
	return {how: `${path} is removed; ${then}.`, file: path, run: async () => disk.remove(path)};
}
