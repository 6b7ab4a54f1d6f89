/** Fetches the page of history that the open conversation lacks, and joins it to the window without holes. */
import {traitsOf} from '../../../protocol/conversation-kind.ts';
import type {ConversationId} from '../../../protocol/names.ts';
import {MAX_PAGE_MESSAGES} from '../../../protocol/bounds.ts';
import type {ReplyOf, RequestOf} from '../../../protocol/index.ts';
import {change, openConversation, without} from './conversations.ts';
import {layoutOf} from '../panes/layout.ts';
import type {State} from '../model/state.ts';
import type {Conversation, Window, Message} from '../model/conversation.ts';
import {step, type Step} from '../model/step.ts';
import {unqueue} from './sending.ts';
import {withSessions} from './sessions.ts';
import {firstOf, isHeld, join, lastOf, trim} from './window.ts';

/** Messages to fetch above the one at the top. */
const CONTEXT = 20;

type Page = Pick<RequestOf<'history'>, 'before' | 'after'>;
type Wanted = readonly [which: 'older' | 'newer' | 'latest' | 'around', page: Page];

/** Requests the page that the open conversation needs next; one at a time, and only while online. */
export function fetchWhatIsMissing(state: State): Step {
	const conversation = openConversation(state);
	if (!conversation || state.link.status !== 'online' || conversation.loading) return step(state);
	if (!traitsOf(conversation.id).isStored) return step(state);
	const wanted = missing(conversation, layoutOf(state).transcript.height);
	if (!wanted) return step(state);
	const [loading, page] = wanted;
	return step(
		change(state, conversation.id, before => ({...before, loading})),
		{
			type: 'request',
			request: {type: 'history', conversation: conversation.id, ...page, limit: MAX_PAGE_MESSAGES},
		},
	);
}

/**
 * Finds the page that is missing; two screens beyond the rows shown are kept.
 * @param height rows of the transcript
 * @returns undefined if nothing is missing
 */
function missing(
	{window, first: kept = 1, last, anchor, goTo}: Conversation,
	height: number,
): Wanted | undefined {
	if (last < kept) return undefined;
	const [first, end] = [firstOf(window), lastOf(window)];
	if (goTo !== undefined && !isHeld(window, goTo)) return towards(window, goTo);
	if (first === 0) return ['latest', {}];
	if (goTo === undefined && anchor === 'end' && last - end > MAX_PAGE_MESSAGES) return ['latest', {}];
	const [top, bottom] =
		goTo !== undefined
			? [goTo, goTo + height]
			: anchor === 'end'
				? [end, last]
				: [anchor.sequence, anchor.sequence];
	if (end < last && bottom > end - height) return ['newer', {after: end}];
	if (first > kept && top - 2 * height < first) return ['older', {before: first}];
	return undefined;
}

/** Finds the page that begins a little above the message wanted; the next page, if that was too full. */
function towards(window: Window, goTo: number): Wanted {
	const after = Math.max(0, goTo - 1 - CONTEXT);
	const end = lastOf(window);
	return end > after && end < goTo ? ['newer', {after: end}] : ['around', {after}];
}

type Arrived = Omit<ReplyOf<'history'>, 'messages'> & {readonly messages: readonly Message[]};

/** Joins a page to the window. A page that does not fill the gap stops the requests, which would repeat for ever. */
export function pageArrived(
	state: State,
	{conversation: id, before, after}: RequestOf<'history'>,
	{messages, last, first, revision = 0, chats = []}: Arrived,
): Step {
	if (!state.conversations.has(id)) return step(state); // the user has left the room since
	const anew = before === undefined && (after === undefined || loadingOf(state, id) === 'around');
	const filled = change(state, id, held => {
		const window = join(held.window, messages, anew ? 'replace' : 'keep');
		const around = held.goTo ?? (held.anchor === 'end' ? last : held.anchor.sequence);
		const settled = unqueue(without(withSessions(held, chats), 'loading'), messages, state.me?.user);
		const known = Math.max(held.last, last);
		const kept = first === undefined ? {} : {first, ...(held.goTo && {goTo: Math.max(held.goTo, first)})};
		const page = {
			...settled,
			...kept,
			window: trim(window, around),
			revision: Math.min(held.revision, revision), // changes made meanwhile may be missing in the page
			last: known,
			delivered: known,
		};
		const next = missing(page, layoutOf(state).transcript.height)?.[1];
		const isVain = messages.length === 0 || (next && next.before === before && next.after === after);
		return isVain ? {...page, loading: 'stuck'} : page;
	});
	return step(filled);
}

function loadingOf(state: State, id: ConversationId): Conversation['loading'] {
	return state.conversations.get(id)?.loading;
}
