/** Defines the panes of the console, and the card of a question. */
import {safeText} from '../../protocol/text.ts';
import {dialogLayout} from '../../terminal/layout/dialog.ts';
import cardPane from '../../terminal/ui/card-pane.tsx';
import {blank, cardAt, withMargin, type Card, type CardRow} from '../../terminal/ui/card.ts';
import type {PaneDefinition} from '../../terminal/ui/pane-manager.ts';
import {CHOICES} from './actions.ts';
import {layoutOf} from './layout.ts';
import type {ConsoleState} from './model.ts';
import {BarPane, editedIn, HintsPane, LogPane, PeoplePane, ServerPane} from './views.tsx';

export const panes = {
	server: {component: ServerPane, at: ({size}) => layoutOf(size).server, depth: 0},
	people: {component: PeoplePane, at: ({size}) => layoutOf(size).people, depth: 0},
	log: {component: LogPane, at: ({size}) => layoutOf(size).log, depth: 0},
	bar: {component: BarPane, at: ({size}) => layoutOf(size).bar, depth: 0},
	hints: {component: HintsPane, at: ({size}) => layoutOf(size).hints, depth: 0},
	question: {
		component: cardPane(questionCard, editedIn),
		at(state) {
			const card = questionCard(state);
			return card && cardAt(card, state.size);
		},
		depth: 1,
		veil: (at, {size}) => withMargin(at, size),
	},
} as const satisfies Record<string, PaneDefinition<ConsoleState>>;

export type PaneName = keyof typeof panes;

function questionCard({question, size}: ConsoleState): Card | undefined {
	if (!question) return undefined;
	const title = safeText`Are you sure?`;
	const view = {title, lines: [question.text], choices: CHOICES, chosen: question.chosen, top: 0};
	const {columns, lines, buttons} = dialogLayout(view, size);
	const text: CardRow[] = lines.map(line => ({type: 'text', text: line, tone: 'plain'}));
	const foot: CardRow[] = buttons.map(row => ({type: 'buttons', buttons: row}));
	return {title, columns, rows: [...text, blank, ...foot], focus: 0, foot: foot.length};
}
