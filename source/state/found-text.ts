/** A found message as one row: when, who to whom, and the part of it that was searched for. */
import {isRoom, isNotices} from '../../protocol/names.ts';
import {clean, cleanLine, safeText, type SafeText} from '../../protocol/text.ts';
import {labelOf} from './contacts.ts';
import {partnerIn} from './conversations.ts';
import type {Found} from './dialog.ts';
import type {State} from './state.ts';
import {shortMomentText} from './time.ts';

/** What stands further back in a message than this is brought to the front, with so much of what is before it; in UTF-16 units. */
const FAR = 24;
const CONTEXT = 12;

export function foundText(state: State, found: Found, searched: string, everywhere: boolean): SafeText {
	const {from, at, text} = found;
	const who = everywhere ? withPlace(state, found) : from;
	return safeText`${shortMomentText(at, state.now)} ${who}: ${excerpt(clean(text), searched)}`;
}

/** `alice in #build`, `alice to bob`; for what somebody wrote to oneself just `bob`. */
function withPlace(state: State, {conversation, from}: Found): SafeText {
	if (isRoom(conversation) || isNotices(conversation))
		return safeText`${from} in ${labelOf(state, conversation)}`;
	const other = partnerIn(state, conversation);
	return other === undefined || other === from ? safeText`${from}` : safeText`${from} to ${other}`;
}

function excerpt(text: SafeText, searched: string): SafeText {
	const [word = ''] = searched.toLowerCase().split(/\s+/);
	const at = text.toLowerCase().indexOf(word);
	return cleanLine(at > FAR ? `…${text.slice(at - CONTEXT)}` : text);
}
