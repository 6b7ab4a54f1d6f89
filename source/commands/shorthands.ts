/** Reads lines that change a message without a command: s/old/new/ edits one's last, and +:thumbsup: reacts. */
import {isEmoji} from '../../protocol/emoji.ts';
import {safeText} from '../../protocol/text.ts';
import type {State} from '../state/model/state.ts';
import type {Step} from '../state/model/step.ts';
import {emojiNamed} from '../state/text/emoji.ts';
import {editLast, reactTo} from './changes.ts';
import type {Problem} from './command.ts';

/** Maximum UTF-16 units of such a line: the expressions are slow on long lines. */
const MAX_LINE = 500;
const SUBSTITUTION = /^s\/((?:[^/\\]|\\.)+)\/((?:[^/\\]|\\.)*)\/(g?)$/;
const REACTION = /^([1-9][0-9]{0,2})?\+(:[\w+-]+:|\S{1,16})$/u;

const SUBSTITUTION_BEGUN = /^s(?:\/(?:[^/\\]|\\.)*(?:\/(?:[^/\\]|\\.)*(?:\/g?)?)?\\?)?$/;
const REACTION_BEGUN = /^(?:[1-9][0-9]{0,2})?(?:\+(?::[\w+-]*:?)?)?$/u;

/** Checks whether a line is such a shorthand, or may become one as it is typed on. */
export function mayBeShorthand(line: string): boolean {
	if (line.length > MAX_LINE) return false;
	return SUBSTITUTION_BEGUN.test(line) || REACTION_BEGUN.test(line) || shorthandIn(line) !== undefined;
}

/** @returns how to carry the line out; undefined where it is a message like any other */
export function shorthandIn(line: string): ((state: State) => Step | Problem) | undefined {
	if (line.length > MAX_LINE) return undefined;
	const [, old, fresh = '', all] = SUBSTITUTION.exec(line) ?? [];
	if (old !== undefined) return state => substitute(state, plain(old), plain(fresh), all === 'g');
	const [, back = '1', word = ''] = REACTION.exec(line) ?? [];
	const emoji = isEmoji(word) ? word : word.startsWith(':') ? emojiNamed(word) : undefined;
	return emoji === undefined ? undefined : state => reactTo(state, Number(back), emoji);
}

/** Takes the backslashes away that stand before a slash, or before another backslash. */
function plain(part: string): string {
	return part.replace(/\\([/\\])/g, '$1');
}

function substitute(state: State, old: string, fresh: string, all: boolean): Step | Problem {
	return editLast(state, text => {
		if (!text.includes(old))
			return {problem: safeText`Your last message here does not contain “${old}”; /edit replaces it whole.`};
		return all ? text.replaceAll(old, () => fresh) : text.replace(old, () => fresh);
	});
}
