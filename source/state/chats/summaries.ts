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
import {withRole} from './rooms.ts';
import {lastOf, NOTHING} from './window.ts';

/** Merges several summaries with one copy of the list: there may be thousands. */
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

/** Merges the summary of a room that the user has just joined. */
export function mergeSummary(state: State, summary: Summary): Step {
	const {conversation: id} = summary;
	const held = change(state, id, before => merged(before, summary));
	return isBehind(summary, conversationOf(held, id)) ? scheduleMark(held, id) : step(held);
}

/** Checks whether the server's cursors are behind: the user read on while the link was down. */
function isBehind({delivered, read}: Summary, held: Conversation): boolean {
	return held.delivered > delivered || held.read > read;
}

function merged(before: Conversation, summary: Summary): Conversation {
	const {
		conversation,
		last,
		lastAt,
		first,
		revision: newest = 0,
		pins = [],
		mentionedAt = [],
		own = [],
		others,
		topic = '',
		members = 0,
		role,
		settings = {},
		private: isPrivate = false,
		guardedTopic: hasGuardedTopic = false,
	} = summary;
	const voided = lastOf(before.window) > last; // the server's history was replaced
	const isHeld = !voided && lastOf(before.window) > 0;
	const upTo = voided ? summary.read : Math.max(before.read, summary.read);
	const read = Math.min(last, skipOwn(own, upTo));
	return {
		...withRole(before, role),
		last,
		...(first !== undefined && {first}),
		delivered: last,
		read,
		own: runsAfter(own, read),
		mentions: mentionedAt.filter(sequence => sequence > read),
		settings,
		activeAt: Math.max(before.activeAt, lastAt),
		others: new Map(others.map(({user, ...cursors}) => [user, cursors])),
		window: voided ? NOTHING : before.window,
		revision: isHeld ? Math.min(before.revision, newest) : newest,
		newest,
		pins,
		...(traitsOf(conversation).hasMembers && {topic, members, isPrivate, hasGuardedTopic}),
	};
}

/** Clears requests of the old connection, which get no reply any more. */
function unstuck(conversation: Conversation): Conversation {
	const {quoted} = conversation;
	const found = [...quoted].filter(([, message]) => message !== undefined);
	return {
		...without(conversation, 'loading', 'catchingUp'),
		markDue: false,
		quoted: found.length === quoted.size ? quoted : new Map(found),
	};
}
