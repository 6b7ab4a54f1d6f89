/** Holds the changes of messages that their files do not have yet. */
import {applyChange} from '../../protocol/apply-change.ts';
import type {ConversationId} from '../../protocol/names.ts';
import type {EventOf} from '../chat/event.ts';
import {SEGMENT, segmentOf} from '../chat/segment.ts';
import {isReference, type Stored} from './stored.ts';

type Changed = EventOf<'messageChanged'>;
/** The changes of each message, in order. */
export type Changes = ReadonlyMap<number, readonly Changed[]>;

const NOTHING: Changes = new Map();

export class Overlay {
	private readonly all = new Map<ConversationId, Map<number, Changed[]>>();

	add(event: Changed): void {
		const {conversation, sequence} = event;
		const changes = this.all.get(conversation) ?? new Map<number, Changed[]>();
		this.all.set(conversation, changes);
		const before = changes.get(sequence);
		if (before) before.push(event);
		else changes.set(sequence, [event]);
	}

	/** Returns the changes of a conversation. Later ones may be added to them, and none is taken out, whatever {@link drop} does. */
	of(conversation: ConversationId): Changes {
		return this.all.get(conversation) ?? NOTHING;
	}

	/** Drops the changes up to this revision, and those of messages before `first`: no file needs them any more. */
	drop(conversation: ConversationId, revision: number, first: number): void {
		const left = new Map<number, Changed[]>();
		for (const [sequence, changes] of this.of(conversation)) {
			const later = sequence < first ? [] : changes.filter(change => change.revision > revision);
			if (later.length > 0) left.set(sequence, later);
		}

		if (left.size > 0) this.all.set(conversation, left);
		else this.all.delete(conversation);
	}
}

/** Applies changes, each of which a message may have already, up to this revision. */
export function withChanges(item: Stored, changes: Changes, upTo = Infinity): Stored {
	if (isReference(item)) return item;
	let message = item;
	for (const change of changes.get(item.sequence) ?? [])
		if (change.revision <= upTo) message = applyChange(message, change);
	return message;
}

/** Returns the newest revision among the changes; 0 if there are none. */
export function newestIn(changes: Changes): number {
	let newest = 0;
	for (const each of changes.values()) newest = Math.max(newest, each.at(-1)?.revision ?? 0);
	return newest;
}

/** Tells whether the changes concern the segment that begins with this sequence. */
export function concernsSegment(changes: Changes, first: number): boolean {
	if (changes.size > 0) for (let at = first; at < first + SEGMENT; at++) if (changes.has(at)) return true;
	return false;
}

/** Lists the first sequences of the segments that the changes concern, in order. */
export function segmentsIn(changes: Changes): number[] {
	return [...new Set([...changes.keys()].map(segmentOf))].sort((one, other) => one - other);
}
