/** Merges the server's summaries of conversations with what the client already holds. */
import {traitsOf} from '../../../protocol/conversation-kind.ts';
import {skipOwn, runsAfter} from '../../../protocol/own-message-runs.ts';
import type {Summary} from '../../../protocol/conversations.ts';
import {change, conversationOf, newConversation, without} from './conversations.ts';
import type {Effect} from '../model/effect.ts';
import {markEffect, scheduleMark} from './reading.ts';
import type {State} from '../model/state.ts';
import type {Conversation} from '../model/conversation.ts';
import {step, type Step} from '../model/step.ts';
import {lastOf, NOTHING} from './window.ts';

/** One copy of the list for all of them: there may be thousands. */
export function mergeSummaries(state: State, summaries: readonly Summary[]): Step {
	const conversations = new Map([...state.conversations].map(([id, before]) => [id, unstuck(before)]));
	const effects: Effect[] = [];
	for (const summary of summaries) {
		const {conversation: id} = summary;
		const held = merged(conversations.get(id) ?? newConversation(id), summary);
		const due = isBehind(summary, held);
		conversations.set(id, due ? {...held, markDue: true} : held);
		if (due) effects.push(markEffect(id));
	}

	return [{...state, conversations}, effects];
}

/** Of a room that one has just come into. */
export function mergeSummary(state: State, summary: Summary): Step {
	const {conversation: id} = summary;
	const held = change(state, id, before => merged(before, summary));
	return isBehind(summary, conversationOf(held, id)) ? scheduleMark(held, id) : step(held);
}

/** Cursors never go back: what was read while the link was down is told now. */
function isBehind({delivered, read}: Summary, held: Conversation): boolean {
	return held.delivered > delivered || held.read > read;
}

function merged(before: Conversation, summary: Summary): Conversation {
	const {conversation, last, lastAt, mentionedAt = [], own = [], others, topic = '', members = 0} = summary;
	const voided = lastOf(before.window) > last; // another past than the one held here
	const upTo = voided ? summary.read : Math.max(before.read, summary.read);
	const read = Math.min(last, skipOwn(own, upTo));
	return {
		...before,
		last,
		delivered: last,
		read,
		own: runsAfter(own, read),
		mentions: mentionedAt.filter(sequence => sequence > read),
		activeAt: Math.max(before.activeAt, lastAt),
		others: new Map(others.map(({user, ...cursors}) => [user, cursors])),
		window: voided ? NOTHING : before.window,
		...(traitsOf(conversation).hasMembers && {topic, members}),
	};
}

/** What was asked on the old connection is not answered any more. */
function unstuck(conversation: Conversation): Conversation {
	return {...without(conversation, 'loading'), markDue: false};
}
