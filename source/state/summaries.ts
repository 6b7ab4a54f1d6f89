/** What the server says of one's conversations at sign-in, joined with what is still held from before. */
import {isRoom} from '../../protocol/names.ts';
import type {Summary} from '../../protocol/requests.ts';
import {cleanLine} from '../../protocol/text.ts';
import {change, without} from './conversations.ts';
import {markSoon} from './reading.ts';
import type {Conversation, State} from './state.ts';
import {andThen, step, type Step} from './step.ts';
import {lastOf, NOTHING} from './window.ts';

/** Cursors never go back: what was read while the link was down is told now. */
export function mergeSummaries(state: State, summaries: readonly Summary[]): Step {
	return summaries.reduce<Step>(
		(before, summary) => andThen(before, next => mergeSummary(next, summary)),
		step(unstick(state)),
	);
}

/** Also of a room that one has just come into. */
export function mergeSummary(state: State, summary: Summary): Step {
	const {conversation: id, last} = summary;
	const held = change(state, id, before => merged(before, summary));
	const {delivered, read} = held.conversations.get(id) ?? summary;
	return last > summary.delivered || delivered > summary.delivered || read > summary.read
		? markSoon(held, id)
		: step(held);
}

function merged(before: Conversation, summary: Summary): Conversation {
	const {conversation, last, lastAt, read, mentions, others, topic = '', members = 0} = summary;
	const voided = lastOf(before.window) > last; // another past than the one held here
	return {
		...before,
		last,
		delivered: last,
		read: voided ? read : Math.min(last, Math.max(before.read, read)),
		activeAt: Math.max(before.activeAt, lastAt),
		mentions: read >= before.read ? mentions : before.mentions,
		others: new Map(others.map(({user, ...cursors}) => [user, cursors])),
		window: voided ? NOTHING : before.window,
		...(isRoom(conversation) && {topic: cleanLine(topic), members}),
	};
}

/** What was asked on the old connection is not answered any more. */
function unstick(state: State): State {
	const conversations = [...state.conversations].map(
		([id, conversation]) => [id, {...without(conversation, 'loading'), markDue: false}] as const,
	);
	return {...state, conversations: new Map(conversations)};
}
