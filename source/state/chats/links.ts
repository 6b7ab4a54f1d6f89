/** Finds links in what was said: addresses of the web and of mail, without the punctuation behind them. */
import type {State} from '../model/state.ts';
import {isHidden, openConversation} from './conversations.ts';
import {backwards} from './window.ts';

/** Maximum UTF-16 units of a link. */
const MAX_LINK = 2000;
/** Maximum messages looked at. */
const MAX_MESSAGES = 500;
const LINK = /\b(?:https?:\/\/|mailto:)[^\s<>"'`\p{Cc}\p{Cf}]+/giu;

/** Returns the links of the open conversation, once each: those of the newest message first, in their order. */
export function linksHere(state: State): readonly string[] {
	const here = openConversation(state);
	if (!here) return [];
	const shown = [...backwards(here.window)]
		.slice(0, MAX_MESSAGES)
		.filter(message => !isHidden(state.blocked, here.id, message));
	return [...new Set(shown.flatMap(({text}) => linksIn(text)))];
}

export function linksIn(text: string): readonly string[] {
	return linkPlaces(text).map(({link}) => link);
}

/** Finds where the links stand in the text, in UTF-16 offsets; `to` is exclusive. */
export function linkPlaces(
	text: string,
): ReadonlyArray<{readonly from: number; readonly to: number; readonly link: string}> {
	return [...text.matchAll(LINK)].flatMap(({index, 0: found}) => {
		const link = trimmed(found);
		return found.length > MAX_LINK ? [] : [{from: index, to: index + link.length, link}];
	});
}

/** Removes punctuation from the end, and closing brackets that the link does not open. */
function trimmed(found: string): string {
	let link = found;
	for (;;) {
		const last = link.at(-1) ?? '';
		const opening = {')': '(', ']': '[', '}': '{'}[last];
		const isOpened = opening !== undefined && link.split(opening).length >= link.split(last).length;
		if (!'.,;:!?*_'.includes(last) && (opening === undefined || isOpened)) return link;
		link = link.slice(0, -1);
	}
}
