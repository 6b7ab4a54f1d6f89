/** Applies changes of messages to what the state knows of their conversation: revisions, pins and mentions. */
import type {UserName} from '../../../protocol/names.ts';
import type {EventOf} from '../event.ts';
import {SEGMENT, segmentOf} from '../segment.ts';
import type {Member} from './members.ts';

/** What changes touch of a conversation. */
type Conversation = {
	first: number;
	revision: number;
	readonly changed: Map<number, number>;
	pins: readonly number[];
	readonly members: Map<UserName, Member>;
};

/** Counts a change, unless the conversation has been loaded with it. */
export function changeMessageIn(
	conversation: Conversation,
	{sequence, revision, change}: EventOf<'messageChanged'>,
): void {
	if (revision <= conversation.revision) return;
	conversation.revision = revision;
	conversation.changed.set(segmentOf(sequence), revision);
	if (change.type === 'delete') withdraw(conversation, sequence);
	else if (change.type === 'pin') pin(conversation, sequence, change.on);
}

/** Takes a deleted message away from where it is pinned, and from who was mentioned in it. */
function withdraw(conversation: Conversation, sequence: number): void {
	pin(conversation, sequence, false);
	for (const [user, member] of conversation.members) {
		if (!member.mentions.includes(sequence)) continue;
		const mentions = member.mentions.filter(one => one !== sequence);
		conversation.members.set(user, {...member, mentions});
	}
}

function pin(conversation: Conversation, sequence: number, on: boolean): void {
	const others = conversation.pins.filter(one => one !== sequence);
	conversation.pins = on ? [...others, sequence] : others;
}

/** Forgets the messages before this one, with their revisions and pins. */
export function keepFrom(conversation: Conversation, sequence: number): void {
	if (sequence <= conversation.first) return;
	conversation.first = sequence;
	conversation.pins = conversation.pins.filter(pinned => pinned >= sequence);
	for (const segment of conversation.changed.keys())
		if (segment + SEGMENT <= sequence) conversation.changed.delete(segment);
}
