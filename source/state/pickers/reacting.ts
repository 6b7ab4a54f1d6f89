/** Finds emoji for a reaction, by a part of their name; without one, the user's last ones and a few that many use. */
import {safeText, type SafeText} from '../../../protocol/text.ts';
import {textOf} from '../../../terminal/editor.ts';
import {isEmoji} from '../../../protocol/emoji.ts';
import {changeMessage} from '../chats/changing.ts';
import {conversationOf} from '../chats/conversations.ts';
import {quotedBy} from '../chats/quotes.ts';
import type {Picker} from '../model/dialog.ts';
import type {State} from '../model/state.ts';
import {step, type Step} from '../model/step.ts';
import {emojiList, type NamedEmoji} from '../text/emoji.ts';
import {ranked} from './ranking.ts';

type React = Extract<Picker, {readonly type: 'react'}>;

const USUAL = ['👍', '❤️', '😄', '🎉', '👀', '✅', '👎', '🚀'];
/** Maximum emoji remembered, and offered. */
const MAX_RECENT = 8;
const MAX_OFFERED = 100;

/** Lists what fits the typed text; an emoji that is typed or pasted as such is offered alone. */
function offered({recentEmoji}: State, {editor}: React): readonly NamedEmoji[] {
	const typed = textOf(editor).trim().replace(/^:|:$/g, '').toLowerCase();
	if (isEmoji(typed)) return [{emoji: typed, names: []}];
	if (typed !== '') return ranked(emojiList(), typed).slice(0, MAX_OFFERED);
	const first = [...new Set([...recentEmoji, ...USUAL])];
	return first.map(emoji => emojiList().find(one => one.emoji === emoji) ?? {emoji, names: []});
}

export function reactionRows(state: State, picker: React): readonly SafeText[] {
	return offered(state, picker).map(({emoji, names: [name = '']}) => safeText`${emoji}  ${name}`);
}

/** Adds the reaction, or takes it away if the user has reacted so. */
export function acceptReaction(state: State, picker: React): Step {
	const {emoji} = offered(state, picker)[picker.chosen] ?? {};
	if (emoji === undefined) return step(state);
	const {conversation, sequence} = picker;
	const message = quotedBy(conversationOf(state, conversation), sequence);
	const own = message?.reactions?.some(
		one => one.emoji === emoji && one.by.some(user => user === state.me?.user),
	);
	const {selected: _done, ...rest} = state;
	const recentEmoji = [emoji, ...state.recentEmoji.filter(one => one !== emoji)].slice(0, MAX_RECENT);
	const closed = {...rest, recentEmoji, dialogs: state.dialogs.slice(0, -1)};
	return changeMessage(closed, conversation, sequence, {type: 'react', emoji, on: own !== true});
}
