/** Writes the records of a database into the files of a new data folder, and checks that they follow each other as they must. */
import {dirname, join} from 'node:path';
import {CannotStart} from '../../lib/cannot-start.ts';
import {replaceFile, type Disk} from '../../lib/disk.ts';
import type {ConversationId} from '../../protocol/names.ts';
import type {Slice} from '../chat/slice.ts';
import {slices, type SliceName} from '../chat/state.ts';
import {SEGMENT, segmentOf} from '../chat/segment.ts';
import {segmentPath} from '../store/logs.ts';
import {upgraded, writeDocument} from '../store/json-file.ts';
import {parseInSlices} from '../store/parse-in-slices.ts';
import {PART_FILES} from '../store/part-files.ts';
import {segment} from '../store/segments.ts';
import type {Stored} from '../store/stored.ts';
import {CERT_FILE, KEY_FILE, openCertificate} from '../tls/certificate.ts';
import type {KeyRecord} from './database-file.ts';
import {EXPORTED} from './exported.ts';
import type {FoundRecord} from './read-database.ts';

/** All files are of this position, and the journal begins after it. */
const POSITION = 1;
const NAMES = Object.keys(slices) as SliceName[];
const sliceOf = (name: SliceName) => slices[name] as Slice<unknown>; // each slice meets only its own parts

/** Thrown for a record that cannot stand where it stands; the message says why, for the sentence about its line. */
export class WrongRecord extends Error {}

/** A conversation whose messages are being written. */
type Open = {id: ConversationId; next: number; last: number; fresh: Stored[]};

export class NewFolder {
	messages = 0;
	hasKey = false;
	private readonly disk: Disk;
	private readonly folder: string;
	/** Format of the records, and the store id that the new folder gets. */
	private readonly format: number;
	private readonly store: string;
	private readonly written = new Set<string>();
	private readonly folders = new Set<string>();
	private open: Open | undefined;

	constructor(disk: Disk, folder: string, {format, store}: {format: number; store: string}) {
		this.disk = disk;
		this.folder = folder;
		this.format = format;
		this.store = store;
	}

	/** Writes a record. @throws WrongRecord */
	async add(record: FoundRecord): Promise<void> {
		if ('part' in record) {
			await this.closeConversation();
			await this.addPart(record);
		} else if ('message' in record) {
			await this.addMessage(record.conversation, record.message);
		} else {
			await this.closeConversation();
			await this.addKey(record);
		}
	}

	/** Writes what no record told; durable when it resolves. @throws WrongRecord */
	async finish(): Promise<void> {
		await this.closeConversation();
		for (const name of NAMES) {
			const {whole, mayBeMissing} = PART_FILES[name];
			if (whole === undefined || this.written.has(PART_FILES[name].path(whole))) continue;
			if (EXPORTED[name] && !mayBeMissing) throw new WrongRecord(`the part ${name} is missing`);
			const {dump, empty} = sliceOf(name);
			await this.write(name, whole, dump(empty(), whole));
		}

		const journal = join(this.folder, 'journal');
		await this.disk.makeFolder(journal);
		await (await this.disk.append(join(journal, `${POSITION + 1}.jsonl`))).close();
		for (const folder of this.folders) await this.disk.sync(folder);
	}

	private async addPart({part: name, key, data}: {part: string; key: string; data?: unknown}): Promise<void> {
		if (!isExported(name)) throw new WrongRecord('it is a part that this version does not know');
		const files = PART_FILES[name];
		if (!files.isKey(key) || this.written.has(files.path(key)))
			throw new WrongRecord(`${name} has a wrong or repeated key`);
		const {data: upToDate} = upgraded({format: this.format, data});
		const content = await parseInSlices(sliceOf(name).schema, upToDate);
		if (content === undefined) throw new WrongRecord(`it is not a valid part of ${name}`);
		const own = name === 'serverInfo' ? {...(content as object), store: this.store} : content;
		await this.write(name, key, own);
		if (name !== 'conversations') return;
		const {first = 1, last} = content as {first?: number; last: number}; // as the schema of this slice has it
		this.open = {id: key as ConversationId, next: first, last, fresh: []}; // isKey has seen that it is one
	}

	private async addMessage(id: ConversationId, message: Stored): Promise<void> {
		const {open} = this;
		if (open?.id !== id) throw new WrongRecord('a message stands apart from its conversation');
		if (message.sequence !== open.next || message.sequence > open.last)
			throw new WrongRecord(`message ${message.sequence} stands where ${open.next} of ${open.last} belongs`);
		open.next++;
		open.fresh.push(message);
		this.messages++;
		if (message.sequence % SEGMENT === 0) await this.writeMessages(open);
	}

	private async addKey({privateKey, certificate}: KeyRecord): Promise<void> {
		for (const [name, text] of [
			[KEY_FILE, privateKey],
			[CERT_FILE, certificate],
		] as const)
			await replaceFile(this.disk, join(this.folder, name), Buffer.from(text));
		try {
			await openCertificate(this.folder, this.disk);
		} catch (error) {
			throw error instanceof CannotStart ? new WrongRecord('its key and certificate are damaged') : error;
		}

		this.folders.add(this.folder);
		this.hasKey = true;
	}

	private async closeConversation(): Promise<void> {
		const {open} = this;
		if (!open) return;
		if (open.next <= open.last) throw new WrongRecord(`message ${open.next} of ${open.last} is missing`);
		await this.writeMessages(open);
		this.open = undefined;
	}

	private async writeMessages({id, fresh}: Open): Promise<void> {
		const [first] = fresh;
		if (!first) return;
		const path = join(this.folder, segmentPath(id, segmentOf(first.sequence)));
		await this.makeFolderOf(path);
		await writeDocument({disk: this.disk, path, schema: segment}, POSITION, fresh.splice(0));
	}

	private async write(name: SliceName, key: string, data: unknown): Promise<void> {
		const path = PART_FILES[name].path(key);
		this.written.add(path);
		await this.makeFolderOf(join(this.folder, path));
		await writeDocument(
			{disk: this.disk, path: join(this.folder, path), schema: sliceOf(name).schema},
			POSITION,
			data,
		);
	}

	private async makeFolderOf(path: string): Promise<void> {
		const folder = dirname(path);
		if (this.folders.has(folder)) return;
		await this.disk.makeFolder(folder);
		this.folders.add(folder);
	}
}

function isExported(name: string): name is SliceName {
	return Object.hasOwn(EXPORTED, name) && EXPORTED[name as SliceName]; // of which hasOwn has seen that it is one
}
