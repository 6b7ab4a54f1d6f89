/** The rule of searching: which messages hold all the words, in a bounded part of the past at a time. Changes nothing. */
import {MAX_FOUND} from '../../../protocol/bounds.ts';
import {folded} from '../../../protocol/folding.ts';
import type {ConversationId} from '../../../protocol/names.ts';
import {refuse} from '../../../protocol/refusals.ts';
import {MAX_PAGE_BYTES, type Message} from '../../../protocol/messages.ts';
import type {ReplyOf} from '../../../protocol/index.ts';
import type {SearchPlace} from '../../../protocol/search.ts';
import {hasBlocked} from '../people.ts';
import {answer, type LogReader, type MemberRule, type Pace} from '../rule.ts';
import {closedTo} from '../conversations/access.ts';

/** With one request, at most about so many messages are looked at, and about so many UTF-16 units of their texts. */
const MAX_MESSAGES = 5000;
const MAX_LENGTH = 1024 * 1024;

type Found = ReplyOf<'search'>;
type Search = {
	logs: LogReader;
	pace: Pace;
	places: readonly SearchPlace[];
	isHit: (message: Message) => boolean;
	/** Whether the asker may still read there; false everywhere once they are gone. */
	isOpen: (conversation: ConversationId) => boolean;
};

/**
 * While a search is under way the asker may leave a room, block somebody, or go. What counts is the moment of the answer: it
 * holds nothing that could not be asked for then.
 */
export const search: MemberRule<'search'> = (state, {connection, session: {user}}, {text, places}) => {
	const no = places.map(({conversation}) => closedTo(state, conversation, user)).find(refusal => refusal);
	if (no) return no;
	const words = wordsOf(text);
	if (words.length === 0) return answer({found: [], left: []});
	// What is decided later is not part of this answer.
	const ends = places.map(({conversation, before}) => {
		const last = state.conversations.byId.get(conversation)?.last ?? 0;
		return {conversation, before: Math.min(before, last + 1)};
	});
	const isThere = () => state.presence.sessions.get(connection)?.user === user;
	const isOpen = (conversation: ConversationId) => isThere() && !closedTo(state, conversation, user);
	const isShown = ({from}: Message) => !hasBlocked(state, user, from);
	const isHit = (message: Message) => isShown(message) && holds(message.text, words);
	return {
		events: [],
		reply: async (logs, pace) =>
			pace.turn(user, isThere, async () => {
				const {found, left} = await searched({logs, pace, places: ends, isHit, isOpen});
				if (!isThere()) return refuse('notSignedIn');
				return {
					found: found.filter(hit => isOpen(hit.conversation) && isShown(hit)),
					left: left.filter(({conversation}) => isOpen(conversation)),
				};
			}),
	};
};

function wordsOf(text: string): string[] {
	return folded(text)
		.split(/\s+/)
		.filter(word => word !== '');
}

/** Whether a text holds every word; a word may be part of a longer one. */
function holds(text: string, words: readonly string[]): boolean {
	const letters = folded(text);
	return words.every(word => letters.includes(word));
}

async function searched(search: Search): Promise<Found> {
	const {pace, isHit} = search;
	const found: Found['found'] = [];
	let looked = 0;
	let length = 0;
	let bytes = 0;
	for await (const {conversation, messages, others} of stretches(search)) {
		const leftFrom = (before: number) => [{conversation, before}, ...others].filter(left => left.before > 1);
		for (const message of messages.toReversed()) {
			if (pace.isOver()) await pace.next();
			length += message.text.length;
			if (!isHit(message)) continue;
			found.push({...message, conversation});
			bytes += sizeOf(message.text);
			if (found.length >= MAX_FOUND || bytes > MAX_PAGE_BYTES)
				return {found, left: leftFrom(message.sequence)};
		}

		looked += messages.length;
		if (looked >= MAX_MESSAGES || length >= MAX_LENGTH)
			return {found, left: leftFrom(messages[0]?.sequence ?? 1)};
	}

	return {found, left: []};
}

/** What is to be looked at, as much at a time as is read at once; `others`: the places that come after this one. */
async function* stretches({logs, places, isOpen}: Search) {
	for (const [at, {conversation, before: end}] of places.entries()) {
		const others = places.slice(at + 1);
		for (let before = end; before > 1 && isOpen(conversation);) {
			const messages = await logs.stretch(conversation, before);
			yield {conversation, messages, others};
			before = messages[0]?.sequence ?? 1;
		}
	}
}

function sizeOf(text: string): number {
	return Buffer.byteLength(JSON.stringify(text));
}

export const searchRules = {search};
