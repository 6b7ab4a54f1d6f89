/** Messages that the server has not taken, on disk: what waits in here goes out, whatever is killed and whenever; what was refused stays. */
import {z} from 'zod';
import {list, MAX_MESSAGE_ID} from '../../protocol/bounds.ts';
import {conversationSchema} from '../../protocol/names.ts';
import {time} from '../../protocol/bounds.ts';
import {cleanLine, MAX_TEXT_BYTES, type SafeText} from '../../protocol/text.ts';
import type {OutboxEntry} from '../state/model/link.ts';
import {readJsonFile, removeFile, writeJsonFile} from '../../lib/atomic-json-file.ts';

/** More messages than anybody could write: the whole file is written at each of them. */
const MAX_ENTRIES = 1_000_000;
/** Longest reason that is kept, in UTF-16 units. */
const MAX_PROBLEM = 500;

const entry = z.strictObject({
	id: z.string().max(MAX_MESSAGE_ID),
	conversation: conversationSchema,
	text: z.string().max(MAX_TEXT_BYTES),
	at: time,
	problem: z.string().max(MAX_PROBLEM).transform(cleanLine).exactOptional(),
});
export const outboxFile = z.strictObject({format: z.literal(1), entries: list(entry, MAX_ENTRIES)});

/**
 * The whole outbox is one small file that is replaced at each change; changes that come while it is written go
 * together into the next one. So there is no half-written state to recover from.
 */
export class Outbox {
	private readonly file: string;
	/** In the order in which they were added. */
	private readonly all = new Map<string, {entry: OutboxEntry; maySend: boolean}>();
	private running: Promise<void> = Promise.resolve();
	private next: Promise<void> | undefined;

	private constructor(file: string, entries: readonly OutboxEntry[]) {
		this.file = file;
		for (const entry of entries) this.all.set(entry.id, {entry, maySend: true});
	}

	/** @throws ClientFileError if the file is damaged */
	static async open(file: string): Promise<Outbox> {
		return new Outbox(file, (await readJsonFile(file, outboxFile))?.entries ?? []);
	}

	/** Those that may be sent, in order: they are on disk, or the disk has not taken them; those that the server refused as well. */
	*entries(): Generator<OutboxEntry> {
		for (const {entry, maySend} of this.all.values()) {
			if (!maySend) return; // what was added later is not on disk either
			yield entry;
		}
	}

	get isEmpty(): boolean {
		return this.all.size === 0;
	}

	/**
	 * Resolves when the entries are on disk; those that are there already are left as they are.
	 * @throws ClientFileError if the disk refuses; the outbox holds them until it ends, and they are lost with the program
	 */
	async add(...entries: readonly OutboxEntry[]): Promise<void> {
		const added = entries.filter(({id}) => !this.all.has(id)).map(entry => ({entry, maySend: false}));
		for (const each of added) this.all.set(each.entry.id, each);
		try {
			await this.save();
		} finally {
			for (const each of added) each.maySend = true;
		}
	}

	/** The server has refused it: it stays, with the reason. Losing this with the power only means that it is refused once more. */
	refused(id: string, problem: SafeText): void {
		const refused = this.all.get(id);
		if (!refused) return;
		this.all.set(id, {
			...refused,
			entry: {...refused.entry, problem: cleanLine(problem.slice(0, MAX_PROBLEM))},
		});
		this.save().catch(() => {
			// The file lists it without the reason.
		});
	}

	/** Takes an entry out. Losing this with the power is harmless: what is sent again is stored once. */
	remove(id: string): void {
		if (!this.all.delete(id)) return;
		this.save().catch(() => {
			// The file still lists the entry; the next change writes it without.
		});
	}

	/** Removes the file: its entries stand in another outbox now. */
	async discard(): Promise<void> {
		this.all.clear();
		await removeFile(this.file);
	}

	/** Resolves when no write is under way. */
	async settled(): Promise<void> {
		await (this.next ?? this.running).catch(() => {
			// Whoever asked for that write was told.
		});
	}

	private save(): Promise<void> {
		this.next ??= this.settled().then(async () => {
			this.next = undefined;
			this.running = writeJsonFile(this.file, {entries: [...this.all.values()].map(({entry}) => entry)});
			return this.running;
		});
		return this.next;
	}
}
