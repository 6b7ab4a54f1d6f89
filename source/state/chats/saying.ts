/** Adds notices to a conversation, and sets the status message. */
import type {ConversationId} from '../../../protocol/names.ts';
import {MAX_LISTED} from '../../../protocol/bounds.ts';
import {safeText, type SafeText} from '../../../protocol/text.ts';
import {change, withNotice} from './conversations.ts';
import type {State} from '../model/state.ts';
import type {Notice} from '../model/conversation.ts';

const MAX_NOTICES = 100;

/**
 * Shortens a list of lines, with a last line that counts the rest.
 * @param more number of items beside the lines
 */
export function shortened(lines: readonly SafeText[], more = 0): readonly SafeText[] {
	const rest = more + Math.max(0, lines.length - MAX_LISTED);
	return rest === 0 ? lines : [...lines.slice(0, MAX_LISTED), safeText`and ${rest} more`];
}

/** Sets a status message that no key caused, such as a refusal. Keys already on their way do not clear it. */
export function setStatusMessage(state: State, statusMessage: SafeText): State {
	return {...state, statusMessage, statusMessageAt: state.now};
}

/** Minimum milliseconds for which such a message stays. */
const MIN_MESSAGE_MS = 2000;

/** Clears the status message on a key, unless it has just come without a key. */
export function withoutStatusMessage(state: State): State {
	const {statusMessage, statusMessageAt, ...rest} = state;
	return statusMessageAt !== undefined && state.now < statusMessageAt + MIN_MESSAGE_MS ? state : rest;
}

/** Takes away the notices of the open conversation, or of the empty transcript. */
export function withoutNotices(state: State): State {
	if (state.open === undefined) return {...state, notices: []};
	return change(state, state.open, before => ({...before, notices: [], anchor: 'end'}));
}

/** Adds notices to a conversation, of what has happened in it; without one they are an answer to the user. */
export function say(
	state: State,
	lines: readonly SafeText[],
	tone: Notice['tone'] = 'info',
	where?: ConversationId,
): State {
	if (where === undefined) return answer(state, lines, tone);
	return added(
		state,
		lines.map(text => ({at: state.now, tone, text})),
		where,
	);
}

/** Answers a command where it was given, until that conversation is left; without an open one, in the empty transcript. */
export function answer(
	state: State,
	lines: readonly SafeText[],
	tone: Notice['tone'] = 'info',
	where: ConversationId | undefined = state.open,
): State {
	return added(
		state,
		lines.map(text => ({at: state.now, tone, text, isAnswer: true})),
		where,
	);
}

function added(
	state: State,
	said: ReadonlyArray<Omit<Notice, 'after'>>,
	where: ConversationId | undefined,
): State {
	if (where !== undefined) return change(state, where, before => said.reduce(withNotice, before));
	const notices = [...state.notices, ...said.map(notice => ({...notice, after: 0}))];
	return {...state, notices: notices.slice(-MAX_NOTICES)};
}
