/** Defines the commands that change or answer messages: /edit, /delete, /reply, /react, /unreact, /pins and /me. */
import {isEmoji} from '../../protocol/emoji.ts';
import type {Change} from '../../protocol/changes.ts';
import {traitsOf} from '../../protocol/conversation-kind.ts';
import {MAX_PAGE_MESSAGES} from '../../protocol/bounds.ts';
import {refuse, sentence} from '../../protocol/refusals.ts';
import {safeText, textFault} from '../../protocol/text.ts';
import {changeMessage} from '../state/chats/changing.ts';
import {openConversation} from '../state/chats/conversations.ts';
import {sendingFault} from '../state/chats/private-chats.ts';
import {recentAt, type Recent} from '../state/chats/recent.ts';
import {send} from '../state/chats/sending.ts';
import {emojiNamed} from '../state/text/emoji.ts';
import {openPins} from '../state/dialogs/pins.ts';
import type {Conversation} from '../state/model/conversation.ts';
import type {State} from '../state/model/state.ts';
import type {Step} from '../state/model/step.ts';
import {count, optional, text} from '../../terminal/commands/arguments.ts';
import type {ArgumentKind} from '../../terminal/commands/command.ts';
import {shown} from '../../terminal/commands/shown-word.ts';
import {defineCommand, type Problem} from './command.ts';

const NO_MESSAGE: Problem = {
	problem: safeText`There is no such message here; scroll back to load older ones.`,
};

const back = () => count(MAX_PAGE_MESSAGES, 'how far back');

/** Accepts an emoji, as itself or by its name: `:thumbsup:`. */
function emoji(): ArgumentKind<string> {
	return {
		label: 'emoji',
		parse(word) {
			const value = isEmoji(word) ? word : emojiNamed(word);
			return value === undefined
				? {problem: safeText`${shown(word)} is not a valid emoji; type one, or its name as in :thumbsup:.`}
				: {value};
		},
	};
}

/** Finds the conversation whose messages may change. */
function here(state: State): Conversation | Problem {
	const open = openConversation(state);
	if (!open) return {problem: safeText`No conversation is open; open one with /msg and a name.`};
	if (!traitsOf(open.id).isStored)
		return {problem: safeText`In a private chat messages stay as they were sent; send another one.`};
	return traitsOf(open.id).isWritable ? open : {problem: sentence(refuse('readOnly'))};
}

/** Changes the message that stands so far back, of those that are meant. */
function changed(
	state: State,
	howFar: number,
	what: Change,
	isMeant?: (message: Recent) => boolean,
): Step | Problem {
	const open = here(state);
	if ('problem' in open) return open;
	const message = recentAt(state, open, howFar, isMeant);
	return message ? changeMessage(state, open.id, message.target, what) : NO_MESSAGE;
}

/** Replaces the text of the user's own last message. */
export function editLast(state: State, how: (text: string) => string | Problem): Step | Problem {
	const open = here(state);
	if ('problem' in open) return open;
	const last = recentAt(state, open, 1, ({from}) => from === state.me?.user);
	if (!last) return {problem: safeText`You have not written a message here that could be edited.`};
	const edited = how(last.text);
	if (typeof edited !== 'string') return edited;
	const fault = textFault(edited);
	if (fault) return {problem: sentence(refuse(fault))};
	return changeMessage(state, open.id, last.target, {type: 'edit', text: edited});
}

/** Reacts to the message that stands so far back. */
export function reactTo(state: State, back: number, emoji: string): Step | Problem {
	return changed(state, back, {type: 'react', emoji, on: true});
}

/** Takes a reaction away from the message that stands so far back: this one, or the only one. */
function takeReaction(state: State, howFar: number, emoji?: string): Step | Problem {
	const open = here(state);
	if ('problem' in open) return open;
	const message = recentAt(state, open, howFar);
	if (!message) return NO_MESSAGE;
	const [first, second] = message.reactions;
	if (first === undefined) return {problem: safeText`You have not reacted to that message.`};
	if (emoji === undefined && second !== undefined)
		return {problem: safeText`You have reacted with ${message.reactions.join(' ')}; say which one.`};
	const taken = emoji ?? first;
	return message.reactions.includes(taken)
		? changeMessage(state, open.id, message.target, {type: 'react', emoji: taken, on: false})
		: {problem: safeText`You have not reacted with ${taken} to that message.`};
}

export const edit = defineCommand({
	name: 'edit',
	aliases: ['correct'],
	group: 'talking',
	consequence: 'sends',
	summary: safeText`replace the text of your last message here`,
	details: [safeText`s/old/new/ replaces a part of it.`],
	args: {text: text()},
	run: ({text}, {state}) => editLast(state, () => text),
});

export const remove = defineCommand({
	name: 'delete',
	aliases: ['redact'],
	group: 'talking',
	consequence: 'sends',
	summary: safeText`delete your last message here, or an earlier one: /delete 3 the third last of yours`,
	details: [safeText`Everybody sees that a message was deleted; the server forgets its text.`],
	args: {back: optional(back())},
	run: ({back = 1}, {state, me}) => changed(state, back, {type: 'delete'}, ({from}) => from === me.user),
});

export const reply = defineCommand({
	name: 'reply',
	aliases: ['r'],
	group: 'talking',
	consequence: 'sends',
	summary: safeText`reply to the last message of another user here; its first line is quoted`,
	args: {text: text()},
	run({text}, {state, me}) {
		const open = here(state);
		if ('problem' in open) return open;
		const last = recentAt(state, open, 1, ({from}) => from !== me.user);
		if (typeof last?.target !== 'number')
			return {problem: safeText`Nobody else has written here yet; just type.`};
		const fault = textFault(text);
		const problem = fault ? sentence(refuse(fault)) : sendingFault(state, open.id);
		return problem ? {problem} : send(state, open.id, text, {replyTo: last.target});
	},
});

export const react = defineCommand({
	name: 'react',
	aliases: ['reaction'],
	group: 'talking',
	consequence: 'sends',
	summary: safeText`react to the last message here with an emoji, or to an earlier one: /react 👍 3`,
	details: [safeText`+:thumbsup: does the same, and 3+:thumbsup: for the third last.`],
	args: {emoji: emoji(), back: optional(back())},
	run: ({emoji, back = 1}, {state}) => reactTo(state, back, emoji),
});

export const unreact = defineCommand({
	name: 'unreact',
	group: 'talking',
	consequence: 'sends',
	summary: safeText`take your reaction to the last message here away, or to an earlier one`,
	details: [safeText`The emoji may be left out where you have reacted with one alone.`],
	args: {emoji: optional(emoji()), back: optional(back())},
	run: ({emoji, back = 1}, {state}) => takeReaction(state, back, emoji),
});

export const me = defineCommand({
	name: 'me',
	aliases: ['action'],
	group: 'talking',
	consequence: 'sends',
	summary: safeText`say what you do: /me waves is shown as * and your name, waves`,
	args: {text: text('what you do')},
	run({text}, {state}) {
		const open = openConversation(state);
		if (!open) return {problem: safeText`No conversation is open; open one with /msg and a name.`};
		const fault = textFault(text);
		const problem = fault ? sentence(refuse(fault)) : sendingFault(state, open.id);
		if (problem) return {problem};
		return traitsOf(open.id).isStored
			? send(state, open.id, text, {kind: 'action'})
			: {problem: safeText`In a private chat there is no /me; just type what you do.`};
	},
});

export const pins = defineCommand({
	name: 'pins',
	aliases: ['pinned'],
	group: 'talking',
	summary: safeText`list the pinned messages here, and go to one`,
	run: (_args, {state}) => openPins(state),
});
