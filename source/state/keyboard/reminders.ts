/** Lists the key reminders of the status line, read from the table of shortcuts. */
import {safeText as s, type SafeText} from '../../../protocol/text.ts';
import type {Action} from '../model/action.ts';
import type {State} from '../model/state.ts';
import {dialogOf, hasFields, scopeOf, type Scope} from './scope.ts';
import {actionOf, chordText, layers, shortcuts} from './keys.ts';

type Reminder = readonly [label: SafeText, ...actions: readonly Action[]];

const help: Reminder = [s`help`, 'help'];
const back: Reminder = [s`back to the line`, 'cancel'];

/** Most important first; the last one stands at the end of the line and is left out last. */
const reminders: Readonly<Record<Scope, readonly Reminder[]>> = {
	bar: [
		[s`panes`, 'complete'],
		[s`next chat`, 'conversationNext'],
		[s`go to`, 'jump'],
		[s`search`, 'search'],
		[s`back`, 'pageUp'],
		help,
	],
	contacts: [
		[s`choose`, 'listUp', 'listDown'],
		[s`open`, 'listOpen'],
		back,
		[s`next pane`, 'paneNext'],
		help,
	],
	transcript: [
		[s`scroll`, 'lineUp', 'lineDown'],
		[s`pages`, 'pageUp', 'pageDown'],
		back,
		[s`newest`, 'scrollEnd'],
		[s`next pane`, 'paneNext'],
		help,
	],
	help: [
		[s`search`, 'search'],
		[s`scroll`, 'lineUp', 'lineDown'],
		[s`pages`, 'pageUp', 'pageDown'],
		[s`close`, 'cancel'],
	],
	helpSearch: [
		[s`scroll`, 'lineUp', 'lineDown'],
		[s`pages`, 'pageUp', 'pageDown'],
		[s`all of it`, 'cancel'],
	],
	dialog: [
		[s`choose`, 'choicePrevious', 'choiceNext'],
		[s`take`, 'accept'],
		[s`cancel`, 'cancel'],
	],
	dialogFields: [
		[s`go on`, 'submit'],
		[s`next field`, 'fieldNext'],
		[s`cancel`, 'cancel'],
	],
	picker: [
		[s`choose`, 'choicePrevious', 'choiceNext'],
		[s`take`, 'accept'],
		[s`close`, 'cancel'],
	],
	welcome: [
		[s`choose`, 'choicePrevious', 'choiceNext'],
		[s`go on`, 'accept'],
		[s`quit`, 'interrupt'],
	],
	form: [
		[s`go on`, 'submit'],
		[s`next field`, 'fieldNext'],
		[s`back`, 'cancel'],
	],
};

/** Formats the reminders of whoever has the keyboard now: in the last field of a dialog, Enter saves. */
export function remindersNow(state: State): readonly SafeText[] {
	const scope = scopeOf(state);
	const all = remindersOf(scope);
	const dialog = dialogOf(state);
	if (!dialog || !hasFields(dialog) || dialog.form.focus < dialog.form.fields.length - 1) return all;
	return [s`${keysOf(scope, 'submit')} save`, ...all.slice(1)];
}

/**
 * Formats the first key of each action: `Enter`, `↑ ↓`.
 * @throws Error if an action has no key there
 */
export function keysOf(scope: Scope, ...actions: readonly Action[]): SafeText {
	return s`${actions.map(action => keyOf(scope, action)).join(' ')}`;
}

function keyOf(scope: Scope, action: Action): SafeText {
	for (const layer of layers[scope])
		for (const shortcut of shortcuts) {
			if (shortcut.layer !== layer || shortcut.action !== action) continue;
			const chord = shortcut.chords.find(one => actionOf(one, scope) === action);
			if (chord !== undefined) return chordText(chord);
		}
	throw new Error(`No key does ${JSON.stringify(action)} in ${scope}`);
}

/** Formats the key reminders in the order shown: `Esc close`, `↑ ↓ choose`. */
export function remindersOf(scope: Scope): readonly SafeText[] {
	return reminders[scope].map(([label, ...actions]) => s`${keysOf(scope, ...actions)} ${label}`);
}
