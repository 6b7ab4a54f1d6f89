/** Lists the key reminders of the status line, read from the table of shortcuts. */
import {safeText, type SafeText} from '../../../protocol/text.ts';
import {textOf} from '../../../terminal/editor.ts';
import type {Action} from '../model/action.ts';
import type {State} from '../model/state.ts';
import {actionOf, chordText} from './chords.ts';
import {shortcuts, type Moment, type Shortcut} from './keys.ts';
import {layers} from './layers.ts';
import {barOf, dialogOf, hasFields, scopeOf, type Scope} from './scope.ts';

/** The shortcuts of each owner of the keyboard; of those with the same chord, the first one has it. */
const owned = new Map(
	Object.entries(layers).map(([scope, own]): [string, readonly Shortcut[]] => [
		scope,
		own.flatMap(layer => shortcuts.filter(shortcut => shortcut.layer === layer)),
	]),
);
const known = new Map<Moment, readonly SafeText[]>();

/** What an action is called where there is room for a word, and its keys. */
export type Reminder = {readonly keys: SafeText; readonly hint: SafeText};

/** Formats the reminders of whoever has the keyboard now. */
export function remindersNow(state: State): readonly SafeText[] {
	return remindersOf(momentOf(state));
}

/** Formats the reminders, the most important first: `↑ ↓ choose`, `Enter open`. The last one is left out last. */
export function remindersOf(moment: Moment): readonly SafeText[] {
	const reminders = known.get(moment) ?? remindersFor(moment).map(reminderText);
	known.set(moment, reminders);
	return reminders;
}

export function reminderText({keys, hint}: Reminder): SafeText {
	return safeText`${keys} ${hint}`;
}

/**
 * Formats the first key of each action: `Enter`, `↑ ↓`.
 * @throws Error if an action has no key there
 */
export function keysOf(scope: Scope, ...actions: readonly Action[]): SafeText {
	return safeText`${actions.map(action => keyOf(scope, action)).join(' ')}`;
}

function keyOf(scope: Scope, action: Action): SafeText {
	for (const shortcut of shortcutsOf(scope)) {
		const key = shortcut.action === action ? keyIn(scope, shortcut) : undefined;
		if (key !== undefined) return key;
	}

	throw new Error(`No key does ${JSON.stringify(action)} in ${scope}`);
}

function momentOf(state: State): Moment {
	const scope = scopeOf(state);
	if (scope === 'bar') return textOf(barOf(state)) === '' ? 'bar' : 'typing';
	const dialog = dialogOf(state);
	const isLast = dialog && hasFields(dialog) && dialog.form.focus >= dialog.form.fields.length - 1;
	return isLast ? 'lastField' : scope;
}

/** Lists the reminders of the actions that are offered, the most important first; keys with the same hint are one. */
export function remindersFor(
	moment: Moment,
	isOffered: (action: Action) => boolean = () => true,
): readonly Reminder[] {
	const scope = moment === 'typing' ? 'bar' : moment === 'lastField' ? 'dialogFields' : moment;
	const keys = new Map<SafeText, string[]>();
	for (const shortcut of shortcutsOf(scope)) {
		const hint = isOffered(shortcut.action) ? hintAt(moment, scope, shortcut) : undefined;
		const key = hint && keyIn(scope, shortcut);
		if (hint && key) keys.set(hint, [...(keys.get(hint) ?? []), key]);
	}

	return [...keys].map(([hint, chords]) => ({keys: safeText`${chords.join(' ')}`, hint}));
}

function shortcutsOf(scope: Scope): readonly Shortcut[] {
	return owned.get(scope) ?? [];
}

function hintAt(moment: Moment, scope: Scope, {layer, hint = {}}: Shortcut): SafeText | undefined {
	if (typeof hint === 'string') return layer === scope ? hint : undefined;
	return hint[moment] ?? hint[scope];
}

/** @returns the first key of the shortcut that no layer in front of it has */
function keyIn(scope: Scope, {chords, action}: Shortcut): SafeText | undefined {
	const chord = chords.find(one => actionOf(one, scope) === action);
	return chord === undefined ? undefined : chordText(chord);
}
