/** Defines the dialogs with a list (jump, search), and moves the selection in it. */
import {safeText, type SafeText} from '../../../protocol/text.ts';
import {textOf} from '../../../terminal/editor.ts';
import {labelOf} from '../chats/contacts.ts';
import type {Picker} from '../model/dialog.ts';
import {replaceTop} from '../dialogs/dialogs.ts';
import {foundText} from '../dialogs/found-text.ts';
import {jumpTargets} from './jumping.ts';
import {acceptPin, pinRows} from './pinned.ts';
import {acceptReaction, reactionRows} from './reacting.ts';
import {isPicker} from '../keyboard/scope.ts';
import {acceptSearch, MAX_HITS, searchElsewhere, wantedIn} from '../dialogs/searching.ts';
import type {State} from '../model/state.ts';
import {step, type Step} from '../model/step.ts';
import {keysOf} from '../keyboard/reminders.ts';

type PickerOf<T extends Picker['type']> = Extract<Picker, {readonly type: T}>;

type Definition<T extends Picker['type']> = {
	readonly rows: (state: State, picker: PickerOf<T>) => readonly SafeText[];
	/** Label beside the typed line. */
	readonly label: (state: State, picker: PickerOf<T>) => SafeText;
	/** Status and key hints below the line, most important first; as many as fit are shown. */
	readonly footer: (state: State, picker: PickerOf<T>) => readonly SafeText[];
	readonly accept: (state: State, picker: PickerOf<T>) => Step;
};

const accepts = keysOf('picker', 'accept');
const goesThere = safeText`${accepts} goes there`;
const chooses = safeText`${keysOf('picker', 'choicePrevious', 'choiceNext')} choose`;
const closes = keysOf('picker', 'cancel');

const definitions: {readonly [T in Picker['type']]: Definition<T>} = {
	jump: {
		rows: (state, jump) => jumpTargets(state, jump).map(({text}) => text),
		label: () => safeText`To`,
		footer: jumpFooter,
		/** Without a match the dialog stays. */
		accept: (state, jump) => jumpTargets(state, jump)[jump.chosen]?.take(state) ?? step(state),
	},
	search: {
		rows: (state, {search, everywhere}) =>
			search?.found.map(found => foundText(state, found, search.text, everywhere)) ?? [],
		label: ({open, ...state}, {everywhere}) =>
			everywhere || open === undefined ? safeText`Everywhere` : safeText`In ${labelOf(state, open)}`,
		footer: searchFooter,
		accept: acceptSearch,
	},
	react: {
		rows: reactionRows,
		label: () => safeText`Emoji`,
		footer: (state, react) =>
			reactionRows(state, react).length === 0
				? [safeText`No emoji is called like that; ${closes} closes.`]
				: [safeText`${accepts} reacts`, chooses, closes],
		accept: acceptReaction,
	},
	pins: {
		rows: pinRows,
		label: () => safeText`Find`,
		footer: (state, pins) =>
			pinRows(state, pins).length === 0
				? [safeText`None of them fits; ${closes} closes.`]
				: [goesThere, chooses, closes],
		accept: acceptPin,
	},
};

function jumpFooter(state: State, jump: PickerOf<'jump'>): readonly SafeText[] {
	const chosen = jumpTargets(state, jump)[jump.chosen];
	if (!chosen) return [safeText`No chat or command is called like that; ${closes} closes.`];
	const isUntyped = textOf(jump.editor) === '';
	const others =
		state.others > 0 && isUntyped ? [safeText`and ${state.others} others: type a part of a name`] : [];
	return [safeText`${accepts} ${chosen.does}`, ...others, chooses, closes];
}

function searchFooter({open}: State, {editor, search, everywhere}: PickerOf<'search'>): readonly SafeText[] {
	const tab =
		open === undefined
			? []
			: [safeText`${keysOf('picker', 'searchElsewhere')} ${everywhere ? 'only here' : 'everywhere'}`];
	if (!search || search.text !== wantedIn(textOf(editor)))
		return [safeText`${accepts} searches`, ...tab, closes];
	if (search.problem !== undefined) return [search.problem];
	const {found, left} = search;
	if (left.length > 0) return [safeText`Searching… ${found.length} found`];
	if (found.length === 0) return [safeText`Nothing was found`, ...tab, closes];
	const count =
		found.length < MAX_HITS ? `${found.length} found` : `The newest ${MAX_HITS}; more words find fewer`;
	return [safeText`${count}`, ...tab, goesThere, closes];
}

function definitionOf(picker: Picker): Definition<Picker['type']> {
	return definitions[picker.type] as Definition<Picker['type']>; // the dialog's own type is the key
}

type PickerView = {
	readonly rows: readonly SafeText[];
	readonly chosen: number;
	readonly label: SafeText;
	readonly footer: readonly SafeText[];
};

export function pickerView(state: State, picker: Picker): PickerView {
	const {rows, label, footer} = definitionOf(picker);
	return {
		rows: rows(state, picker),
		chosen: picker.chosen,
		label: label(state, picker),
		footer: footer(state, picker),
	};
}

/** Rows of a page. */
export const PICKED_PAGE = 8;

/**
 * Moves the selection, and stops at the ends of the list.
 * @param by rows down; up if negative
 */
export function pick(state: State, by: number): State {
	return onPicker(state, state, picker => {
		const most = definitionOf(picker).rows(state, picker).length - 1;
		return replaceTop(state, {...picker, chosen: Math.max(0, Math.min(most, picker.chosen + by))});
	});
}

/** Handles a click on a row: selects and accepts it. */
export function pickRow(state: State, row: number): Step {
	return row < 0 ? step(state) : acceptPicked(pick(pick(state, -Infinity), row));
}

export function acceptPicked(state: State): Step {
	return onPicker(state, step(state), picker => definitionOf(picker).accept(state, picker));
}

export function elsewhere(state: State): Step {
	return onPicker(state, step(state), picker =>
		picker.type === 'search' ? searchElsewhere(state, picker) : step(state),
	);
}

function onPicker<R>({dialogs}: State, otherwise: R, does: (picker: Picker) => R): R {
	const top = dialogs.at(-1);
	return top && isPicker(top) ? does(top) : otherwise;
}
