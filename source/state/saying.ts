/** What this program says: lines in the open conversation, or where none is open. */
import type {ConversationId} from '../../protocol/names.ts';
import {MOST_LISTED} from '../../protocol/requests.ts';
import {safeText, type SafeText} from '../../protocol/text.ts';
import {change, withNotice} from './conversations.ts';
import type {Notice, State} from './state.ts';

const MOST_NOTICES = 100;

/** A list with an end to it. @param more how many others there are beside the lines */
export function shortened(lines: readonly SafeText[], more = 0): readonly SafeText[] {
	const rest = more + Math.max(0, lines.length - MOST_LISTED);
	return rest === 0 ? lines : [...lines.slice(0, MOST_LISTED), safeText`and ${rest} more`];
}

export function say(
	state: State,
	lines: readonly SafeText[],
	tone: Notice['tone'] = 'info',
	where: ConversationId | undefined = state.open,
): State {
	const said = lines.map(text => ({at: state.now, tone, text}));
	if (where !== undefined) return change(state, where, before => said.reduce(withNotice, before));
	const notices = [...state.notices, ...said.map(notice => ({...notice, after: 0}))];
	return {...state, notices: notices.slice(-MOST_NOTICES)};
}
