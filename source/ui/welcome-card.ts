/** Builds the card of the first screen. */
import {safeText, type SafeText} from '../../protocol/text.ts';
import type {State} from '../state/model/state.ts';
import {isWaiting} from '../state/model/place.ts';
import {heldLines} from '../state/sign-in/held-text.ts';
import {welcomeChoices} from '../state/sign-in/welcome.ts';
import {truncate} from '../../terminal/width.ts';
import {
	blank,
	cardColumns,
	footRoom,
	FRAME,
	keyHints,
	textRows,
	type Card,
	type CardRow,
} from '../../terminal/ui/card.ts';
import {remindersOf} from '../state/keyboard/reminders.ts';

const greeting = safeText`A chat for people who live in the terminal`;

const COLUMNS = 62;

export function welcomeCard(state: State): Card {
	const columns = cardColumns(COLUMNS, state.size);
	const {choice, address} = state.welcome;
	const notice = state.place.at === 'welcome' ? state.place.notice : undefined;
	const rows: CardRow[] = [];
	let focus = 0;
	let about = safeText``;
	for (const [at, {type, label, about: where}] of welcomeChoices(state).entries()) {
		const chosen = at === choice;
		if (chosen) [focus, about] = [rows.length, where];
		rows.push({type: 'choice', text: truncate(label, columns - 2) as SafeText, chosen, pick: at}); // cutting adds only an ellipsis
		// Text typed on this screen is an address.
		if (type === 'join')
			rows.push({
				type: 'field',
				label: safeText` `,
				editor: address,
				hidden: false,
				focus: !isWaiting(state),
				pick: at,
			});
		if (type === 'join' && chosen) focus = rows.length - 1;
	}

	const said = state.statusMessage
		? textRows(state.statusMessage, columns)
		: notice
			? [
					...textRows(notice.text, columns, notice.type === 'problem' ? 'bad' : 'info', footRoom(state.size)),
					...heldLines(state).flatMap(line => textRows(line, columns, 'info')),
				]
			: [
					...textRows(about, columns),
					...textRows(keyHints(remindersOf('welcome'), columns), columns, 'info'),
				];
	rows.push(blank, ...said);
	const above = [...textRows(greeting, columns, 'info'), blank];
	const fits = above.length + rows.length + FRAME.rows <= state.size.rows;
	const card = {title: safeText`chat-tui`, columns, foot: said.length};
	return fits ? {...card, rows: [...above, ...rows], focus: focus + above.length} : {...card, rows, focus};
}
