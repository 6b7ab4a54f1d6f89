/** Derives pending.json at each checkpoint: undelivered messages by user, for people to read. */
import {join} from 'node:path';
import {z} from 'zod';
import {conversationSchema, userNameSchema} from '../../protocol/name-schemas.ts';
import type {ConversationId, UserName} from '../../protocol/names.ts';
import type {ChatEvent} from '../chat/event.ts';
import type {Member} from '../chat/conversations/members.ts';
import type {Conversation} from '../chat/conversations/conversation.ts';
import {storedList} from '../chat/stored-bounds.ts';
import {slices, type State} from '../chat/state.ts';
import type {Journal} from '../journal/journal.ts';
import {isSliceOver, nextSlice} from '../../protocol/time-slice.ts';
import type {Disk} from '../../lib/disk.ts';
import {writeDocument} from './json-file.ts';

export const pending = storedList(
	z.strictObject({
		user: userNameSchema,
		waiting: storedList(z.strictObject({conversation: conversationSchema, messages: z.int().min(1)})),
	}),
);
type Row = z.infer<typeof pending>[number];
/** Users with undelivered messages in a conversation. */
type Waiting = {
	readonly id: ConversationId;
	readonly people: ReadonlyArray<{user: UserName; messages: number}>;
};

/** Derives the file from the cursors of conversations that have changed since the last time. */
export class Pending {
	private readonly disk: Disk;
	private readonly path: string;
	private readonly byId: ReadonlyMap<ConversationId, Conversation>;
	private readonly changed: Set<ConversationId>;
	private readonly waiting = new Map<ConversationId, Waiting>();

	constructor(disk: Disk, data: string, {conversations}: State) {
		this.disk = disk;
		this.path = join(data, 'pending.json');
		this.byId = conversations.byId;
		this.changed = new Set(this.byId.keys());
	}

	/** Marks the conversations that an event changed; to be called when it has been applied to the state. */
	touch(event: ChatEvent): void {
		for (const id of slices.conversations.keys(event)) this.changed.add(id as ConversationId); // that slice's keys
	}

	/**
	 * Writes the file as of the moment when no changed conversation is left; one that changes meanwhile is counted again.
	 * @param durable resolves when the journal holds all that happened until its call
	 * @throws the signal's reason when it is aborted meanwhile
	 */
	async write(
		journal: Pick<Journal, 'last'>,
		durable: () => Promise<unknown>,
		signal: AbortSignal,
	): Promise<void> {
		for (const id of this.changed) {
			this.changed.delete(id);
			this.look(id);
			if (isSliceOver()) await nextSlice();
			signal.throwIfAborted();
		}

		const waiting = [...this.waiting.values()];
		const {last: position} = journal;
		await durable();
		const rows = await byPerson(waiting, signal);
		await writeDocument({disk: this.disk, path: this.path, schema: pending, signal}, position, rows);
	}

	private look(id: ConversationId): void {
		const {last = 0, members = new Map<UserName, Member>()} = this.byId.get(id) ?? {};
		const people: Array<{user: UserName; messages: number}> = [];
		for (const {user, delivered} of members.values())
			if (delivered < last) people.push({user, messages: last - delivered});
		if (people.length > 0) this.waiting.set(id, {id, people});
		else this.waiting.delete(id);
	}
}

/** Groups undelivered messages by user. */
async function byPerson(waiting: readonly Waiting[], signal: AbortSignal): Promise<Row[]> {
	const rows = new Map<UserName, Row>();
	for (const {id: conversation, people} of waiting) {
		for (const {user, messages} of people) {
			const row = rows.get(user) ?? {user, waiting: []};
			row.waiting.push({conversation, messages});
			rows.set(user, row);
		}

		if (isSliceOver()) await nextSlice();
		signal.throwIfAborted();
	}

	return [...rows.values()];
}
