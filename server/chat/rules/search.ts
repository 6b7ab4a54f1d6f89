/** The rule of searching: which messages hold all the words, in a bounded part of the past at a time. Changes nothing. */
import {folded} from '../../../protocol/folding.ts';
import {PAGE_BYTES, type Message, type ReplyOf, type SearchPlace} from '../../../protocol/requests.ts';
import {hasBlocked} from '../people.ts';
import type {LogReader, MemberRule} from '../rule.ts';
import {closedTo} from './messages.ts';

/** With one request, at most about so many messages are looked at, and so many are found. */
const LOOKED_AT = 5000;
const FOUND = 50;
/** Messages read at once: a whole file of the log. */
const STEP = 250;

type Found = ReplyOf<'search'>;

export const search: MemberRule<'search'> = (state, {session: {user}}, {text, places}) => {
	const no = places.map(({conversation}) => closedTo(state, conversation, user)).find(refusal => refusal);
	if (no) return no;
	// What is decided later is not part of this answer.
	const ends = places.map(({conversation, before}) => {
		const last = state.conversations.byId.get(conversation)?.last ?? 0;
		return {conversation, before: Math.min(before, last + 1)};
	});
	const matches = holds(text);
	const isHit = (message: Message) => !hasBlocked(state, user, message.from) && matches(message.text);
	return {events: [], reply: async logs => searched(logs, isHit, ends)};
};

/** Whether a text holds every word of the one searched for; a word may be part of a longer one. */
function holds(searched: string): (text: string) => boolean {
	const words = folded(searched)
		.split(/\s+/)
		.filter(word => word !== '');
	return text => {
		const letters = folded(text);
		return words.length > 0 && words.every(word => letters.includes(word));
	};
}

async function searched(
	logs: LogReader,
	isHit: (message: Message) => boolean,
	places: readonly SearchPlace[],
): Promise<Found> {
	const found: Found['found'] = [];
	let looked = 0;
	let bytes = 0;
	for (const [at, {conversation, before: end}] of places.entries()) {
		let before = end;
		while (before > 1) {
			if (looked >= LOOKED_AT || found.length >= FOUND || bytes > PAGE_BYTES)
				return {found, left: [{conversation, before}, ...places.slice(at + 1)]};
			const messages = await logs.read(conversation, {before, limit: STEP, end: 'newest'});
			const hits = messages.filter(isHit).reverse();
			found.push(...hits.map(hit => ({...hit, conversation})));
			looked += messages.length;
			bytes += sizeOf(hits);
			before = messages[0]?.sequence ?? 1;
		}
	}

	return {found, left: []};
}

function sizeOf(messages: readonly Message[]): number {
	return messages.reduce((bytes, {text}) => bytes + Buffer.byteLength(JSON.stringify(text)), 0);
}
