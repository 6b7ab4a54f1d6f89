/** Keeps messages on disk until the server has stored them; refused ones stay, with the reason. */
import {z} from 'zod';
import {list, time} from '../../protocol/bounded.ts';
import {MAX_MESSAGE_ID} from '../../protocol/bounds.ts';
import {change, target} from '../../protocol/changes.ts';
import {kind} from '../../protocol/messages.ts';
import {conversationSchema} from '../../protocol/name-schemas.ts';
import {cleanLine, MAX_TEXT_BYTES, type SafeText} from '../../protocol/text.ts';
import {file} from '../../protocol/uploads.ts';
import type {OutboxEntry} from '../state/model/link.ts';
import {readJsonFile, removeFile, writeJsonFile} from '../../lib/atomic-json-file.ts';

/** Maximum messages in the file. */
const MAX_ENTRIES = 1_000_000;
/** Maximum UTF-16 units of a reason. */
const MAX_PROBLEM = 500;

const entry = z.strictObject({
	id: z.string().max(MAX_MESSAGE_ID),
	conversation: conversationSchema,
	text: z.string().max(MAX_TEXT_BYTES),
	at: time,
	kind: kind.exactOptional(),
	replyTo: z.int().min(1).exactOptional(),
	file: file.omit({until: true}).exactOptional(),
	changes: z.strictObject({target, change}).exactOptional(),
	problem: z.string().max(MAX_PROBLEM).transform(cleanLine).exactOptional(),
});
export const outboxFile = z.strictObject({format: z.literal(1), entries: list(entry, MAX_ENTRIES)});

/** Replaces the whole file at each change, and coalesces changes while it is written: a file is never half written. */
export class Outbox {
	private readonly file: string;
	/** In the order in which they were added; `maySend` once the disk has taken or refused them. */
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

	/** Yields the messages that may be sent, in order: the disk has taken or refused them. Refused messages are among them. */
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
	 * Adds messages; one with an id that is there already changes nothing. Resolves when they are on disk.
	 * @throws ClientFileError if the disk refuses them: they are in memory only
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

	/** Marks a message as refused. If a crash loses the mark, the message is sent and refused once more. */
	refused(id: string, problem: SafeText): void {
		const refused = this.all.get(id);
		if (!refused) return;
		this.all.set(id, {
			...refused,
			entry: {...refused.entry, problem: cleanLine(problem.slice(0, MAX_PROBLEM))},
		});
		this.save().catch(() => {
			// The file lists the message without the reason.
		});
	}

	/** Removes a message. If a crash loses that, the message is sent again and stored once. */
	remove(id: string): void {
		if (!this.all.delete(id)) return;
		this.save().catch(() => {
			// The file still lists the message; the next change writes it without.
		});
	}

	/** Removes the file, once its messages are in another outbox. */
	async discard(): Promise<void> {
		this.all.clear();
		await removeFile(this.file);
	}

	/** Resolves when no write is under way. */
	async settled(): Promise<void> {
		await (this.next ?? this.running).catch(() => {
			// The caller of that write was told.
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
