/** Runs and completes lines of the command bar: the client's commands, and names in what is said. */
import type {AnyCommand, Problem} from '../../terminal/commands/command.ts';
import {
	beginningWith,
	complete as completeCommand,
	hintFor as hint,
} from '../../terminal/commands/completion.ts';
import * as line from '../../terminal/commands/line.ts';
import {shown} from '../../terminal/commands/shown-word.ts';
import {safeText, type SafeText} from '../../protocol/text.ts';
import {say} from '../state/chats/saying.ts';
import {andThen, step, type Step} from '../state/model/step.ts';
import {isRoom} from '../../protocol/conversation-kind.ts';
import type {UserName} from '../../protocol/names.ts';
import {openConversation} from '../state/chats/conversations.ts';
import {emojiFor} from '../state/text/emoji.ts';
import {backwards} from '../state/chats/window.ts';
import {rooms, userNames} from './addressees.ts';
import {adminsOnly} from './administration.ts';
import type {Command, Context} from './command.ts';
import {absence, normalize, noteOn} from './legacy-aliases.ts';

/** Checks whether a typed line is a command: one with a slash, or one of another messenger without it, such as `:q`. */
export function isCommand(typed: string): boolean {
	return line.isCommand(normalize(typed));
}

/** Finds the command that a line begins with. */
export function commandIn(typed: string, all: readonly Command[]): Command | undefined {
	return line.commandIn(normalize(typed), all);
}

/** Finds the command whose name alone, without the slash, is the whole line, if that is hardly meant as a message. */
export function bareCommandIn(typed: string, all: readonly Command[]): Command | undefined {
	const word = typed.trim();
	const found = word.length > 1 ? line.named(word, all) : undefined;
	return found?.isNoMessage ? found : undefined;
}

/**
 * Runs the command that a line begins with.
 * @returns the step, or a problem where the line cannot be carried out: it is never sent as text
 */
export function run(typed: string, context: Context): Step | Problem {
	const result = line.run<Context, Step>(normalize(typed), context, unknown);
	const note = noteOn(typed);
	return note === undefined || 'problem' in result
		? result
		: andThen(result, next => step(say(next, [note], 'quiet')));
}

function unknown(word: string, commands: readonly AnyCommand[]): SafeText {
	return (
		absence(word) ??
		adminsOnly(word) ??
		safeText`${line.unknown(word, commands)} To send it as text, type //${shown(word)}.`
	);
}

/** Completes the word before the cursor: in a command what it takes, else the name of a user. */
export function complete(before: string, context: Context): ReturnType<typeof completeCommand> {
	if (line.isCommand(before)) return completeCommand(before, context);
	const [, stem = '', word = ''] = /^([^]*?)(\S*)$/.exec(before) ?? [];
	if (word === '') return {stem, candidates: []};
	if (word.startsWith('#')) return {stem, candidates: beginningWith(word, rooms(context))};
	const emoji = emojiFor(word, context.state.recentEmoji);
	if (emoji.length > 0) return {stem, candidates: emoji};
	return {stem, candidates: people(word, context, stem === ''), open: word};
}

/** Completes a name, the people who spoke last first; at the start of a line in a room, with the colon that addresses them. */
function people(word: string, context: Context, isFirst: boolean): string[] {
	const {open} = context.state;
	const sigil = /^[@=]/.exec(word)?.[0] ?? '';
	const colon = sigil === '' && isFirst && open !== undefined && isRoom(open) ? ':' : '';
	const names = [...new Set([...lastSpeakers(context), ...userNames(context)])];
	return beginningWith(word.slice(sigil.length), names).map(name => sigil + name + colon);
}

/** Maximum messages in which speakers are looked for. */
const MAX_LOOKED_AT = 200;

/** Lists who has written in the open conversation, the last one first. */
function lastSpeakers({state, me}: Context): readonly UserName[] {
	const here = openConversation(state);
	if (!here) return [];
	const speakers = new Set<UserName>();
	let looked = 0;
	for (const {from} of backwards(here.window)) {
		if (++looked > MAX_LOOKED_AT) break;
		if (from !== me.user && !state.blocked.has(from) && !state.deleted.has(from)) speakers.add(from);
	}

	return [...speakers];
}

/** Returns what is shown beside a line while it is typed: the usage of its command, or its completions. */
export function hintFor(typed: string, commands: readonly Command[]): SafeText | undefined {
	return hint(normalize(typed), commands, unknown);
}
