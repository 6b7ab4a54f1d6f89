/** Says what a dialog asks, which of its choices Enter takes, and what a list offers. */
import {safeText, type SafeText} from '../../protocol/text.ts';
import {isInChat} from '../state/model/place.ts';
import type {DialogView} from '../../terminal/layout/dialog.ts';
import {dialogView} from '../state/dialogs/dialogs.ts';
import {pendingForms} from '../state/dialogs/pending-dialogs.ts';
import {hasFields, isPicker} from '../state/keyboard/scope.ts';
import {keysOf, remindersOf} from '../state/keyboard/reminders.ts';
import type {Dialog, Picker} from '../state/model/dialog.ts';
import type {State} from '../state/model/state.ts';
import {pickerView} from '../state/pickers/list-dialog.ts';
import {fieldNews} from './places.ts';
import type {Part} from './said.ts';

export const openedDialog: Part = ({state: before}, state) => {
	const top = state.dialogs.at(-1);
	const was = before.dialogs.at(-1);
	const isNew = state.dialogs.length !== before.dialogs.length || top?.type !== was?.type;
	if (!top) {
		const [pending] = pendingForms(state) ?? [];
		const [told] = pendingForms(before) ?? [];
		return {lines: pending !== undefined && pending !== told ? [pending] : []};
	}

	if (top === was) return {lines: []};
	if (isPicker(top)) return {lines: list(before, state, top, isNew)};
	const view = dialogView(state);
	if (!view) return {lines: []};
	const old = isNew ? undefined : dialogView(before);
	const fields = hasFields(top)
		? fieldNews(!isNew && was && hasFields(was) ? was.form : undefined, top.form)
		: [];
	return {lines: [...question(old, view, top, state), ...fields]};
};

function question(
	before: DialogView | undefined,
	view: DialogView,
	top: Dialog,
	state: State,
): readonly SafeText[] {
	const {title, lines, choices, chosen} = view;
	const known = new Set<string>(before?.lines);
	const text = top.type === 'copyView' ? top.view.lines : lines;
	const news = text.filter(line => line !== '' && !known.has(line));
	const now = choices[chosen];
	const enter = now && before?.chosen !== chosen ? [safeText`Enter: ${now.label}.`] : [];
	if (before && before.title === title) return [...news, ...enter];
	const keys =
		choices.length === 0 ? [] : [safeText`${choices.map(({key, label}) => `${key} ${label}`).join(', ')}.`];
	const own =
		top.openedAt !== undefined && isInChat(state)
			? [safeText`${keysOf('bar', 'answer')} answers, ${keysOf('bar', 'cancel')} puts it away.`]
			: [];
	return [title, ...news, ...keys, ...own, ...enter];
}

/** Says the hits of a search once they are there, and the chosen row whenever it is another one. */
function list(before: State, state: State, picker: Picker, isNew: boolean): readonly SafeText[] {
	const {rows, chosen, footer} = pickerView(state, picker);
	const was = before.dialogs.at(-1);
	const old = !isNew && was && isPicker(was) ? pickerView(before, was) : undefined;
	const said = old ? footer.filter(line => !old.footer.includes(line)) : footer;
	const title = old
		? []
		: [safeText`${dialogView(state)?.title ?? ''}. ${remindersOf('picker').join(', ')}.`];
	const row = rows[chosen];
	const isChosen = row !== undefined && row !== old?.rows[old.chosen];
	return [
		...title,
		...(isNew ? [] : said.slice(0, 1)),
		...(isChosen ? [safeText`${chosen + 1} of ${rows.length}: ${row}`] : []),
	];
}
