/** Stores the messages of conversations: the newest in memory until a checkpoint, all others in files of 250. */
import {dirname, join} from 'node:path';
import {participants} from '../../protocol/conversation-kind.ts';
import type {ConversationId, UserName} from '../../protocol/names.ts';
import type {Message} from '../../protocol/messages.ts';
import type {ChatEvent} from '../chat/event.ts';
import {SEGMENT, segmentOf} from '../chat/segment.ts';
import type {LogReader, PageRange} from '../chat/rule.ts';
import type {Position} from '../journal/journal.ts';
import type {Disk} from '../../lib/disk.ts';
import {inParallel} from '../../lib/in-parallel.ts';
import {concernsSegment, newestIn, Overlay, segmentsIn, withChanges, type Changes} from './overlay.ts';
import {page} from './page.ts';
import {conversationFolder} from './part-files.ts';
import {Segments} from './segments.ts';
import {decodedInSlices, decodedLines, linesOf, type MessageLines} from './message-lines.ts';
import {isReference, shownOf, storedIn, type Reference, type Stored} from './stored.ts';
import {Tail} from './tail.ts';
import {UnusableFile} from '../../lib/unusable-file.ts';

/** Returns the path of a file of messages, below the data folder. */
export function segmentPath(conversation: ConversationId, first: number): string {
	return join('logs', conversationFolder(conversation), `${first}.json`);
}

/** Files of a conversation that are written at the same time: a busy server falls behind where one waits for another. */
const PARALLEL = 4;

/** Parts the messages with `first` ≤ sequence ≤ `last` by their files. */
function* segmentsBetween(first: number, last: number): Generator<{from: number; to: number}> {
	for (let from = first; from <= last; from = segmentOf(from) + SEGMENT)
		yield {from, to: Math.min(segmentOf(from) + SEGMENT - 1, last)};
}

/** How a file of messages is written. `change`: makes of each message what it is now. */
type Writing = {
	change: ((item: Stored) => Stored) | undefined;
	position: Position;
	signal: AbortSignal | undefined;
};

export class Logs implements LogReader {
	private readonly disk: Disk;
	private readonly data: string;
	/** Messages that are in no file yet, in order and without gaps. */
	private readonly tails = new Map<ConversationId, Tail>();
	private readonly segments: Segments;
	private readonly overlay = new Overlay();
	/** The first sequence that is kept, of each conversation of which some were forgotten. */
	private readonly firsts = new Map<ConversationId, number>();
	/** Conversations of which files may still hold what was forgotten. */
	private readonly stale = new Set<ConversationId>();

	constructor(disk: Disk, data: string) {
		this.disk = disk;
		this.data = data;
		this.segments = new Segments(disk);
	}

	/** Adds or forgets the messages of an event, which is or is about to be journaled. */
	keep(event: ChatEvent): void {
		if (event.type === 'messagesForgotten' || event.type === 'roomDeleted') {
			this.keepFrom(event.conversation, Math.max(event.upTo + 1, this.firstOf(event.conversation)));
			this.stale.add(event.conversation);
		}

		if (event.type === 'messageChanged') this.overlay.add(event);
		for (const {conversation, item} of storedIn(event)) this.add(conversation, item);
	}

	/** Adds a message, which is or is about to be journaled; a repeated one is ignored. */
	add(conversation: ConversationId, item: Stored): void {
		let tail = this.tails.get(conversation);
		if (!tail) this.tails.set(conversation, (tail = new Tail(item.sequence)));
		if (item.sequence > tail.last) tail.add(item);
	}

	/**
	 * In order; at most `limit`, and at most MAX_PAGE_BYTES of texts in JSON, but always one if there is one. `before` is at
	 * most the conversation's last sequence + 1. @throws UnusableFile
	 */
	async read(conversation: ConversationId, {after = 0, before, limit, end}: PageRange): Promise<Message[]> {
		const [first, last] =
			end === 'oldest'
				? [after + 1, Math.min(before - 1, after + limit)]
				: [Math.max(after + 1, before - limit), before - 1];
		const found = await this.items(conversation, first, last);
		const shown = async (item: Stored) => this.shown(conversation, item);
		return end === 'oldest' ? page(found, shown) : (await page(found.reverse(), shown)).reverse();
	}

	/** Reads the messages in the file of the one before this sequence, from `first` up to it. @throws UnusableFile */
	async stretch(conversation: ConversationId, before: number, first = 1): Promise<Message[]> {
		const messages: Message[] = [];
		for (const item of await this.items(conversation, Math.max(first, segmentOf(before - 1)), before - 1))
			messages.push(await this.shown(conversation, item));
		return messages;
	}

	/** Tells whether the file of a message may hold messages with all of these words; what is not in its file yet always may. */
	async mayHold(conversation: ConversationId, sequence: number, words: readonly string[]): Promise<boolean> {
		const at = segmentOf(sequence);
		const begins = this.tails.get(conversation)?.first ?? Infinity;
		if (at + SEGMENT > begins || concernsSegment(this.overlay.of(conversation), at)) return true;
		return this.segments.mayHold(this.path(conversation, at), words);
	}

	/** Tells from which sequence on messages are kept: of files, not of the journal. */
	keepFrom(conversation: ConversationId, first: number): void {
		if (first > 1) this.firsts.set(conversation, first);
	}

	private firstOf(conversation: ConversationId): number {
		return this.firsts.get(conversation) ?? 1;
	}

	/**
	 * Captures the messages in memory, and returns a function that writes them durably and then drops them from memory. The
	 * caller waits until the journal is durable up to `position` before it calls the function, and for the function before the
	 * file that counts the messages: by that file a start sees which of them are missing.
	 */
	flush(conversation: ConversationId, position: Position, signal?: AbortSignal): () => Promise<void> {
		const tail = this.tails.get(conversation);
		const captured = tail?.last ?? 0;
		const first = this.firstOf(conversation);
		const changes = this.overlay.of(conversation);
		const revision = newestIn(changes);
		const isStale = this.stale.delete(conversation);
		return async () => {
			if (isStale) await this.removeForgotten(conversation, position);
			const begins = Math.max(tail?.first ?? Infinity, first);
			const touched = new Set(segmentsIn(changes));
			const change = (item: Stored) => withChanges(item, changes, revision);
			for (const at of touched)
				if (at + SEGMENT > first && at + SEGMENT <= begins)
					await this.segments.rewrite(this.path(conversation, at), change, position, signal);
			if (begins <= captured) await this.disk.makeFolder(dirname(this.path(conversation, 1)));
			await inParallel(segmentsBetween(begins, captured), PARALLEL, async ({from, to}) =>
				this.write(conversation, tail?.slice(from, to) ?? [], {
					change: touched.has(segmentOf(from)) ? change : undefined,
					position,
					signal,
				}),
			);
			if (first <= captured || revision > 0) await this.disk.sync(dirname(this.path(conversation, 1)));
			if (revision > 0) this.overlay.drop(conversation, revision, first);
			if (!tail) return;
			const left = tail.after(captured);
			if (left) this.tails.set(conversation, left);
			else this.tails.delete(conversation);
		};
	}

	/** Removes files of forgotten messages, and from the first file that stays, those at its beginning. */
	private async removeForgotten(conversation: ConversationId, position: Position): Promise<void> {
		const upTo = this.firstOf(conversation) - 1;
		try {
			for (const name of await this.disk.list(dirname(this.path(conversation, 1)))) {
				const first = /^[1-9]\d*\.json$/.test(name) ? Number.parseInt(name, 10) : Infinity;
				if (first > upTo) continue;
				const path = this.path(conversation, first);
				if (first + SEGMENT - 1 <= upTo) await this.segments.remove(path);
				else await this.segments.forget(path, upTo, position);
			}
		} catch (error) {
			this.stale.add(conversation); // for the next checkpoint
			throw error;
		}
	}

	private async write(
		conversation: ConversationId,
		parts: readonly MessageLines[],
		{change, position, signal}: Writing,
	): Promise<void> {
		const begins = parts[0]?.first ?? 1;
		const first = segmentOf(begins);
		const path = this.path(conversation, first);
		const before = await this.stored(conversation, first, begins - 1);
		const all = before.length === 0 ? parts : [linesOf(before), ...parts];
		const changed = change ? [linesOf(all.flatMap(decodedLines).map(change))] : all;
		await this.segments.write(path, changed, position, signal);
	}

	/** Returns the messages that are in memory, in order. */
	inMemory(conversation: ConversationId): readonly Stored[] {
		const items = this.tails.get(conversation)?.slice(1, Infinity).flatMap(decodedLines) ?? [];
		return this.changed(conversation, this.overlay.of(conversation), items);
	}

	/** Reads the messages with `first` ≤ sequence ≤ `last` as they stand now, from memory or files. @throws UnusableFile */
	async items(conversation: ConversationId, first: number, last: number): Promise<Stored[]> {
		const tail = this.tails.get(conversation);
		const begins = tail?.first ?? Infinity;
		// Taken before waiting: what is written meanwhile leaves the tail.
		const fresh = tail?.slice(first, last) ?? [];
		const changes = this.overlay.of(conversation);
		const older = await this.stored(conversation, first, Math.min(last, begins - 1));
		const items = [...older, ...(await decodedInSlices(fresh))];
		return this.changed(conversation, changes, items);
	}

	/** Applies changes that were there before the items were read, which a checkpoint may have dropped since, and those made since. */
	private changed(conversation: ConversationId, before: Changes, items: Stored[]): Stored[] {
		const now = this.overlay.of(conversation);
		if (before.size === 0 && now.size === 0) return items;
		return items.map(item => withChanges(withChanges(item, before), now));
	}

	/** Reads from files what is kept of these messages: some may be forgotten while a caller reads. */
	private async stored(conversation: ConversationId, first: number, last: number): Promise<Stored[]> {
		const found: Stored[] = [];
		for (let at = segmentOf(first); at <= last; at += SEGMENT) {
			const [from, to] = [Math.max(at, first, this.firstOf(conversation)), Math.min(at + SEGMENT - 1, last)];
			if (from <= to) found.push(...(await this.segments.read(this.path(conversation, at), from, to)));
		}

		return found;
	}

	/** Resolves a message to what clients get. @throws UnusableFile */
	async shown(conversation: ConversationId, item: Stored): Promise<Message> {
		return isReference(item) ? this.broadcast(conversation, item) : shownOf(item);
	}

	/** Resolves a reference in these notices to its broadcast. @throws UnusableFile when it is missing, or had other recipients */
	private async broadcast(notices: ConversationId, {sequence, broadcast}: Reference): Promise<Message> {
		const {conversation, sequence: at} = broadcast;
		const [fresh] = this.tails.get(conversation)?.slice(at, at).flatMap(decodedLines) ?? [];
		const [item = fresh] = fresh ? [] : await this.stored(conversation, at, at);
		if (at < this.firstOf(conversation)) return forgotten(sequence, conversation);
		const [reader] = participants(notices);
		if (item && !isReference(item) && (!item.to || (reader && item.to.includes(reader))))
			return {...shownOf(item), sequence};
		const path = this.path(conversation, segmentOf(at));
		throw new UnusableFile(
			`${path} does not hold what ${this.path(notices, segmentOf(sequence))} refers to; restore both from one backup.`,
		);
	}

	private path(conversation: ConversationId, first: number): string {
		return join(this.data, segmentPath(conversation, first));
	}
}

/** Stands for a broadcast that its sender's notices do not hold any more, until those of the reader forget it too. */
function forgotten(sequence: number, senders: ConversationId): Message {
	const [from = '' as UserName] = participants(senders);
	return {sequence, id: `forgotten.${sequence}`, from, at: 0, text: '', folded: true};
}
