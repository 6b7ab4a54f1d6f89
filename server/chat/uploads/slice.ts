/** Defines the slice of the files that messages have: which the server keeps, for whom, and until when. */
import {z} from 'zod';
import {conversationSchema, userNameSchema} from '../../../protocol/name-schemas.ts';
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import {file, type SentFile} from '../../../protocol/uploads.ts';
import type {EventOf} from '../event.ts';
import type {Slice} from '../slice.ts';
import {storedList} from '../stored-bounds.ts';

/** The file of one message. A record is replaced, never changed. */
export type KeptFile = Readonly<SentFile & {conversation: ConversationId; sequence: number; by: UserName}>;

/** Files by message, and sums over them. */
class Files {
	private readonly byMessage = new Map<ConversationId, Map<number, KeptFile>>();
	private readonly bytes = new Map<UserName, number>();
	private readonly counts = new Map<UserName, number>();
	private readonly messages = new Map<string, number>();
	/** Bytes of all files, those with the same content counted once for each message. */
	total = 0;

	at(conversation: ConversationId, sequence: number): KeptFile | undefined {
		return this.byMessage.get(conversation)?.get(sequence);
	}

	bytesOf(user: UserName): number {
		return this.bytes.get(user) ?? 0;
	}

	countOf(user: UserName): number {
		return this.counts.get(user) ?? 0;
	}

	/** Whether a message has a file with this content. */
	has(sha256: string): boolean {
		return this.messages.has(sha256);
	}

	/** Goes through all files without copying them; those reached may be removed. */
	*all(): Generator<KeptFile> {
		for (const files of this.byMessage.values()) yield* files.values();
	}

	haveExpired(now: number): boolean {
		for (const {until} of this.all()) if (until <= now) return true;
		return false;
	}

	/** Adds a file, unless the message has it already. */
	add(added: KeptFile): void {
		const {conversation, sequence} = added;
		const files = this.byMessage.get(conversation) ?? new Map<number, KeptFile>();
		if (files.has(sequence)) return;
		this.byMessage.set(conversation, files.set(sequence, added));
		this.count(added, 1);
	}

	remove({conversation, sequence}: {conversation: ConversationId; sequence: number}): void {
		const files = this.byMessage.get(conversation);
		const removed = files?.get(sequence);
		if (!files || !removed) return;
		files.delete(sequence);
		if (files.size === 0) this.byMessage.delete(conversation);
		this.count(removed, -1);
	}

	/** Removes the files of the messages up to this sequence. */
	forget(conversation: ConversationId, upTo: number): void {
		for (const file of [...(this.byMessage.get(conversation)?.values() ?? [])])
			if (file.sequence <= upTo) this.remove(file);
	}

	private count({by, size, sha256}: KeptFile, one: 1 | -1): void {
		this.total += one * size;
		change(this.counts, by, one);
		change(this.messages, sha256, one);
		if (size > 0) change(this.bytes, by, one * size);
	}
}

function change<K>(sums: Map<K, number>, key: K, by: number): void {
	const sum = (sums.get(key) ?? 0) + by;
	if (sum > 0) sums.set(key, sum);
	else sums.delete(key);
}

const kept = file.extend({
	conversation: conversationSchema,
	sequence: z.int().min(1),
	by: userNameSchema,
});

const TYPES: ReadonlySet<string> = new Set(['filesExpired', 'messagesForgotten', 'roomDeleted']);

function forget(files: Files, {conversation, upTo}: EventOf<'messagesForgotten' | 'roomDeleted'>): void {
	files.forget(conversation, upTo);
}

export const files: Slice<Files, KeptFile[]> = {
	empty: () => new Files(),
	apply: {
		messageSent(files, {conversation, sequence, from, file}) {
			if (file) files.add({...file, conversation, sequence, by: from});
		},
		messageChanged(files, {conversation, sequence, change}) {
			if (change.type === 'delete') files.remove({conversation, sequence});
		},
		messagesForgotten: forget,
		roomDeleted: forget,
		filesExpired(files, {at}) {
			for (const file of files.all()) if (file.until <= at) files.remove(file);
		},
	},
	keys(event) {
		const concerns =
			(event.type === 'messageSent' && event.file !== undefined) ||
			(event.type === 'messageChanged' && event.change.type === 'delete') ||
			TYPES.has(event.type);
		return concerns ? ['files'] : [];
	},
	dump: files => [...files.all()],
	load(files, _key, part) {
		for (const each of part) files.add(each);
	},
	schema: storedList(kept),
};
