/** Lays out the rows of help, selects those on the screen, and scrolls them. */
import type {SafeText} from '../../../protocol/text.ts';
import {width as widthOf, wrap} from '../../../terminal/width.ts';
import {textOf} from '../../../terminal/editor.ts';
import {commandsFor} from '../../commands/administration.ts';
import {commands} from '../../commands/index.ts';
import {helpAbout, helpOn, type HelpSection} from './help-text.ts';
import {helpSize} from '../panes/layout.ts';
import {scrolledTo, type Scroll} from '../../../terminal/layout/paging.ts';
import {memoizeByObject} from '../text/memoize-by-object.ts';
import type {State} from '../model/state.ts';

type Help = NonNullable<State['help']>;

export type HelpRow = {readonly type: 'heading' | 'text'; readonly text: SafeText};

/**
 * Lays out help on a command, on a search, or on everything.
 * @param width cells of a row
 */
export function helpRows({topic, wanted}: Help, width: number, me: State['me']): readonly HelpRow[] {
	const columns = Math.max(1, width);
	const words = wanted ? textOf(wanted).trim() : '';
	const all = commandsFor(me, commands);
	const sections = words === '' ? helpOn(topic, all) : helpAbout(words, all);
	return sections.flatMap((section, at) => [
		...(at > 0 ? [row('text', '')] : []),
		...sectionRows(section, columns),
	]);
}

const memoized = memoizeByObject<readonly HelpRow[]>();

function rowsOn(help: Help, state: State): readonly HelpRow[] {
	const {size, me} = state;
	const words = help.wanted && textOf(help.wanted);
	const {columns} = helpSize(state);
	return memoized(size, [help.topic, words, me?.isAdmin, columns], () => helpRows(help, columns, me));
}

/** Returns the rows of help on the screen. */
export function shownHelp(state: State): readonly HelpRow[] {
	const {help} = state;
	return help ? rowsOn(help, state).slice(help.row, help.row + pageHeight(help, state)) : [];
}

/** Returns the number of rows shown: the search line takes one. */
function pageHeight(help: Help, state: State): number {
	return Math.max(0, helpSize(state).rows - (help.wanted ? 1 : 0));
}

export function isAtEnd(state: State): boolean {
	const {help} = state;
	return !help || help.row + pageHeight(help, state) >= rowsOn(help, state).length;
}

/** Scrolls help by a key or by a number of rows. */
export function scrollHelp(state: State, by: Scroll): State {
	const {help} = state;
	if (!help) return state;
	const page = pageHeight(help, state);
	const most = Math.max(0, rowsOn(help, state).length - page);
	return {...state, help: {...help, row: scrolledTo(help.row, by, {page, most})}};
}

function sectionRows({heading, lines = [], entries = []}: HelpSection, width: number): HelpRow[] {
	const longest = Math.max(0, ...entries.map(([head]) => widthOf(head)));
	const indent = Math.min(longest + 2, Math.floor(width / 2));
	return [
		...wrap(heading, width).map(text => row('heading', text)),
		...lines.flatMap(line => wrap(line, width)).map(text => row('text', text)),
		...entries.flatMap(([head, text]) => entryRows(head, text, indent, width)),
	];
}

/** Lays out an entry: name and description side by side, or below each other in a narrow column. */
function entryRows(head: string, text: string, indent: number, width: number): HelpRow[] {
	const beside = widthOf(head) < indent;
	const [first = '', ...rest] = wrap(text, Math.max(1, width - indent));
	const above = beside ? [] : wrap(head, width);
	const lines = [(beside ? head : '').padEnd(indent) + first, ...rest.map(line => ' '.repeat(indent) + line)];
	return [...above, ...lines].map(line => row('text', line));
}

function row(type: HelpRow['type'], text: string): HelpRow {
	return {type, text: text as SafeText}; // wrapped and indented safe text
}
