/** Searches messages for words, in a bounded part of the history at a time. */
import {MAX_FOUND, MAX_PAGE_BYTES} from '../../../protocol/bounds.ts';
import {folded} from '../../../protocol/folding.ts';
import type {ConversationId} from '../../../protocol/names.ts';
import {refuse} from '../../../protocol/refusals.ts';
import type {Message} from '../../../protocol/messages.ts';
import type {ReplyOf} from '../../../protocol/index.ts';
import type {SearchPlace} from '../../../protocol/search.ts';
import {hasBlocked} from '../people.ts';
import {segmentOf} from '../segment.ts';
import {answer, type LogReader, type MemberRule, type Pace} from '../rule.ts';
import {closedTo} from '../conversations/access.ts';

/** Approximate maximum messages, and UTF-16 units of their texts, searched with one request. */
const MAX_MESSAGES = 5000;
const MAX_LENGTH = 1024 * 1024;
/** Files that are looked through at the same time: to wait for the disk takes longer than to look. */
const AHEAD = 8;

type Found = ReplyOf<'search'>;
type Search = {
	logs: LogReader;
	pace: Pace;
	places: ReadonlyArray<SearchPlace & {first: number}>;
	words: readonly string[];
	isHit: (message: Message) => boolean;
	/** Tells whether the user may still read the conversation; false once they are signed out. */
	isOpen: (conversation: ConversationId) => boolean;
};

/**
 * Finds messages. During a search the user may leave a room, block a user or sign out, so the reply is filtered by what they may read
 * when it is made.
 */
const search: MemberRule<'search'> = (state, {connection, session: {user}}, {text, places}) => {
	const refusal = places.map(({conversation}) => closedTo(state, conversation, user)).find(each => each);
	if (refusal) return refusal;
	const words = wordsOf(text);
	if (words.length === 0) return answer({found: [], left: []});
	// Later messages are not part of this reply.
	const ends = places.map(({conversation, before}) => {
		const {last = 0, first = 1} = state.conversations.byId.get(conversation) ?? {};
		return {conversation, first, before: Math.min(before, last + 1)};
	});
	const isThere = () => state.presence.sessions.get(connection)?.user === user;
	const isOpen = (conversation: ConversationId) => isThere() && !closedTo(state, conversation, user);
	const isShown = ({from}: Message) => !hasBlocked(state, user, from);
	const isHit = (message: Message) => isShown(message) && holds(message.text, words);
	return {
		events: [],
		reply: async (logs, pace) =>
			pace.turn(user, isThere, async () => {
				const {found, left} = await searched({logs, pace, places: ends, words, isHit, isOpen});
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

/** Tells whether a text contains every word, also as part of a longer one. */
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
	for await (const {conversation, first, from, count, messages, others} of stretches(search)) {
		if (messages.length === 0 && pace.isOver()) await pace.next();
		const leftFrom = (before: number) =>
			[{conversation, first, before}, ...others]
				.filter(left => left.before > left.first)
				.map(({conversation, before}) => ({conversation, before}));
		for (const message of messages.toReversed()) {
			if (pace.isOver()) await pace.next();
			length += message.text.length;
			if (!isHit(message)) continue;
			found.push({...message, conversation});
			bytes += sizeOf(message.text);
			if (found.length >= MAX_FOUND || bytes > MAX_PAGE_BYTES)
				return {found, left: leftFrom(message.sequence)};
		}

		looked += count;
		if (looked >= MAX_MESSAGES || length >= MAX_LENGTH) return {found, left: leftFrom(from)};
	}

	return {found, left: []};
}

/**
 * Yields the messages to search, one file at a time, as far as it may hold the words. `from`, `count`: what was searched; `others`: the
 * places after this one.
 */
async function* stretches({logs, places, words, isOpen}: Search) {
	for (const [at, {conversation, first, before: end}] of places.entries()) {
		const others = places.slice(at + 1);
		const starts = [...startsOfFiles(first, end)];
		const looks: Array<Promise<boolean>> = [];
		for (const [index, from] of starts.entries()) {
			if (!isOpen(conversation)) break;
			for (const ahead of starts.slice(looks.length, index + AHEAD))
				looks.push(logs.mayHold(conversation, ahead, words));
			const before = starts[index - 1] ?? end;
			const messages = (await looks[index]) === true ? await logs.stretch(conversation, before, first) : [];
			yield {conversation, first, from, count: before - from, messages, others};
		}
	}
}

/** Yields where the newest files of one request begin, the newest first; the oldest of them not before `first`. */
function* startsOfFiles(first: number, end: number): Generator<number> {
	for (let from = end; from > first && end - from < MAX_MESSAGES;) {
		from = Math.max(first, segmentOf(from - 1));
		yield from;
	}
}

function sizeOf(text: string): number {
	return Buffer.byteLength(JSON.stringify(text));
}

export const searchRules = {search};
