/** Writes the lowest row of the console: what went wrong, the usage of the typed command, or keys. */
import {safeText, type SafeText} from '../../protocol/text.ts';
import {textOf} from '../../terminal/editor.ts';
import {barHint} from './bar.ts';
import type {OperatorContext} from '../operator/command.ts';
import type {ConsoleState} from './model.ts';

type Hints = {readonly tone: 'warning' | 'faint'; readonly text: SafeText};

export function hintsOf(state: ConsoleState, context: Pick<OperatorContext, 'commands'>): Hints {
	const {message, question, bar, filter, below} = state;
	if (message !== undefined) return {tone: 'warning', text: message};
	if (question) return faint(safeText`y yes · n or Esc no · Enter takes the marked one`);
	const hint = barHint(state, context);
	if (hint !== undefined) return faint(hint);
	if (textOf(bar) !== '')
		return faint(safeText`Enter keeps this filter of the log · Esc clears it · / begins a command`);
	if (below > 0) return faint(safeText`${below} lines below · PgUp PgDn scroll · Esc the newest`);
	if (filter !== '') return faint(safeText`The log shows only “${filter}” · Esc shows all`);
	return faint(safeText`/help · Tab completes · a word filters the log · PgUp scrolls · Ctrl-Q quits`);
}

function faint(text: SafeText): Hints {
	return {tone: 'faint', text};
}
