/** Converts a message from the wire into one that the client holds. */
import type {Message} from '../model/conversation.ts';

type Loose<T> = {readonly [K in keyof T]: T[K] | undefined};
type Bare = Pick<Message, 'sequence' | 'id' | 'from' | 'at' | 'text'>;
/** A message in the form of the wire. */
type Told = Bare &
	Partial<Loose<Omit<Message, 'hidden' | keyof Bare>>> & {readonly folded?: boolean | undefined};

/** Leaves out what has no value, and fields that a newer server may add. */
export function heldMessage(told: Told): Message {
	const {sequence, id, from, at, text, kind, replyTo, file, edited, deleted, reactions, revision, folded} =
		told;
	return {
		sequence,
		id,
		from,
		at,
		text,
		...(kind !== undefined && {kind}),
		...(replyTo !== undefined && {replyTo}),
		...(file !== undefined && {file}),
		...(edited !== undefined && {edited}),
		...(deleted !== undefined && {deleted}),
		...(reactions !== undefined && {reactions}),
		...(revision !== undefined && {revision}),
		...(folded && {hidden: true}),
	};
}
