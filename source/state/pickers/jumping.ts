/** Lists the people, rooms and commands that the jump dialog finds by a part of their name, and what Enter does with each. */
import {kindOf} from '../../../protocol/conversation-kind.ts';
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import {safeText, type SafeText} from '../../../protocol/text.ts';
import {EMPTY, setText, textOf} from '../../../terminal/editor.ts';
import {commandsFor} from '../../commands/administration.ts';
import type {Command} from '../../commands/command.ts';
import {commands} from '../../commands/index.ts';
import {runCommand} from '../actions/submitting.ts';
import {contactRows, countText, type ContactRow} from '../chats/contacts.ts';
import {directWith} from '../chats/conversations.ts';
import {switchTo} from '../chats/opening.ts';
import {editBar} from '../command-bar/bar.ts';
import {clearBar} from '../command-bar/kill-ring.ts';
import {openDialog, replaceTop} from '../dialogs/dialogs.ts';
import {barOf} from '../keyboard/scope.ts';
import type {Picker} from '../model/dialog.ts';
import type {State} from '../model/state.ts';
import {step, type Step} from '../model/step.ts';
import {foundStrangers} from '../presence/finding.ts';
import {memoizeByObject} from '../text/memoize-by-object.ts';
import {ranked} from './ranking.ts';

type Jump = Extract<Picker, {readonly type: 'jump'}>;

type Target = {
	/** The conversation, or the command with its slash. */
	readonly id: string;
	/** In lower case. */
	readonly names: readonly string[];
	/** Typed first, it finds such targets alone. */
	readonly sigil: '#' | '@' | '/';
	readonly text: SafeText;
	/** What Enter does: `goes there`. */
	readonly does: SafeText;
	readonly take: (state: State) => Step;
};

export function openJump(state: State): State {
	return openDialog(state, {type: 'jump', editor: EMPTY});
}

const found = memoizeByObject<readonly Target[]>();

/** Returns what fits the typed text, chats before commands; without text, chats alone: unread ones, then the previous one. */
export function jumpTargets(state: State, {editor}: Jump): readonly Target[] {
	const all = contactRows(state);
	const typed = textOf(editor).trim().toLowerCase();
	return found(all, [typed, state.previous, state.me?.isAdmin, state.found], () => {
		const others = all.filter(({open}) => !open);
		if (typed === '')
			return others
				.toSorted((one, other) => eagerness(one, state.previous) - eagerness(other, state.previous))
				.map(chatTarget);
		const targets = [
			...others.map(chatTarget),
			...strangers(state, all).map(strangerTarget),
			...commandsFor(state.me, commands).map(commandTarget),
		];
		const asked = targets.filter(({sigil}) => typed.startsWith(sigil));
		return asked.length > 0 ? ranked(asked, typed.slice(1)) : ranked(targets, typed);
	});
}

/** Moves the selection with the target that is chosen, once people are found: Enter does what the user has read. */
export function keepChosen(before: State, after: State): State {
	const top = after.dialogs.at(-1);
	if (top?.type !== 'jump') return after;
	const held = jumpTargets(before, top)[top.chosen];
	const chosen = jumpTargets(after, top).findIndex(({id}) => id === held?.id);
	return chosen < 0 ? after : replaceTop(after, {...top, chosen});
}

/** Lists the people whom the server has found, without those who have a row in the list of chats. */
function strangers(
	state: State,
	rows: readonly ContactRow[],
): ReadonlyArray<readonly [UserName, ConversationId]> {
	const inRows = new Set(rows.map(({id}) => id));
	return foundStrangers(state).flatMap(user => {
		const id = directWith(state, user);
		return id === undefined || inRows.has(id) ? [] : [[user, id] as const];
	});
}

function eagerness({id, unread, mentions}: ContactRow, previous: ConversationId | undefined): number {
	return mentions > 0 ? 0 : unread > 0 ? 1 : id === previous ? 2 : 3;
}

function chatTarget(row: ContactRow): Target {
	const {id, label} = row;
	const count = countText(row);
	return {
		id,
		names: [label.toLowerCase().replace(/^#/, '')],
		sigil: kindOf(id) === 'room' ? '#' : '@',
		text: count === '' ? label : safeText`${label}  ${count}`,
		does: safeText`goes there`,
		take: state => step(switchTo(closed(state), id)),
	};
}

function strangerTarget([user, id]: readonly [UserName, ConversationId]): Target {
	return {
		id,
		names: [user],
		sigil: '@',
		text: safeText`${user}`,
		does: safeText`goes there`,
		take: state => step(switchTo(closed(state), id)),
	};
}

/** A command that takes nothing and harms nothing is run; the user looks at any other one first. */
function commandTarget({name, aliases, summary, args, consequence}: Command): Target {
	const takes = Object.keys(args).length > 0;
	const runs = !takes && consequence === undefined;
	return {
		id: `/${name}`,
		names: [name, ...aliases.filter(({length}) => length > 1)],
		sigil: '/',
		text: safeText`/${name}  ${summary}`,
		does: runs ? safeText`runs it` : safeText`puts it into the line`,
		take: state =>
			runs
				? runCommand(closed(state), `/${name}`)
				: step(intoBar(closed(state), takes ? `/${name} ` : `/${name}`)),
	};
}

function closed({help: _help, ...state}: State): State {
	return {...state, pane: 'bar', dialogs: []};
}

/** What was in the bar becomes cleared text, which Ctrl-Y brings back. */
function intoBar(state: State, line: string): State {
	const emptied = textOf(barOf(state)) === '' ? state : clearBar(state);
	return editBar(emptied, editor => setText(editor, line));
}
