/** Lays a dialog out: wraps its text, and arranges its buttons. */
import {safeText, type SafeText} from '../../protocol/text.ts';
import {width, wrap} from '../width.ts';
import {insideOf} from './rectangle.ts';
import type {Size} from './size.ts';

/** Maximum cells of a row. */
const MOST = 96;
const LEAST = 36;
const GAP = 2;

/** The letter that presses a button, and its label. */
export type Choice = {readonly key: string; readonly label: SafeText};

export type DialogView = {
	readonly title: SafeText;
	readonly lines: readonly SafeText[];
	readonly choices: readonly Choice[];
	/** Index of the button that Enter presses; none where it is negative. */
	readonly chosen: number;
	/** Index of the first line shown, where the dialog is too high. */
	readonly top: number;
};

export type Button = {
	/** Of the same width chosen or not. */
	readonly text: SafeText;
	readonly chosen: boolean;
	/** Cells before the button. */
	readonly gap: number;
	/** Index among the buttons, from 0. */
	readonly pick: number;
};

type DialogLayout = {
	readonly columns: number;
	/** The visible lines, and the number of lines above and below. */
	readonly lines: readonly SafeText[];
	readonly above: number;
	readonly below: number;
	readonly buttons: ReadonlyArray<readonly Button[]>;
};

export function dialogLayout(view: DialogView, size: Size): DialogLayout {
	const screen = insideOf({column: 0, row: 0, width: size.columns, height: size.rows}, true);
	const row = buttonsOf(view);
	const longest = Math.max(LEAST, widthOf(row), ...view.lines.map(line => width(line)));
	const columns = Math.max(1, Math.min(MOST, longest, screen.width));
	const lines = view.lines.flatMap(line => wrap(line, columns)) as SafeText[]; // wrapping adds nothing
	const buttons = placed(row, columns);
	const room = Math.max(1, screen.height - buttons.length);
	const above = Math.min(view.top, Math.max(0, lines.length - room));
	const seen = lines.slice(above, above + room);
	return {columns, lines: seen, above, below: lines.length - above - seen.length, buttons};
}

function buttonsOf({choices, chosen}: DialogView): readonly Button[] {
	return choices.map(({key, label}, at) => {
		const text = at === chosen ? safeText`▸[${key}] ${label} ` : safeText` [${key}] ${label} `;
		return {text, chosen: at === chosen, gap: at > 0 ? GAP : 0, pick: at};
	});
}

function widthOf(buttons: readonly Button[]): number {
	return buttons.reduce((sum, {text, gap}) => sum + gap + width(text), 0);
}

/** Places the buttons side by side; below each other where they are too wide for that. */
function placed(buttons: readonly Button[], columns: number): ReadonlyArray<readonly Button[]> {
	const left = columns - widthOf(buttons);
	if (left < 0) return buttons.map(button => [{...button, gap: 0}]);
	const [first, ...others] = buttons;
	return first ? [[{...first, gap: Math.floor(left / 2)}, ...others]] : [];
}
