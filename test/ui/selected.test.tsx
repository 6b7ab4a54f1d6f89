/** What is chosen is drawn inverse, in the terminal's own colours: it can be read in every theme. */
import chalk from 'chalk';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {LOBBY} from '../../protocol/names.ts';
import type {State} from '../../source/state/model/state.ts';
import type {Size} from '../../terminal/layout/size.ts';
import type {PaneName} from '../../source/ui/panes.ts';
import {styledCells} from '../../terminal/cells.ts';
import {paletteOf} from '../../terminal/palette.ts';
import {Client, message, summary} from '../harness/client.ts';
import {rowsOf} from '../harness/rows-of.tsx';
import {bob} from '../harness/sample-state.ts';

const {level} = chalk;
beforeAll(() => {
	chalk.level = 3;
});
afterAll(() => {
	chalk.level = level;
});

const palette = paletteOf('dark', {background: 'dark', isColourless: false, depth: 256});

/** The styles of the inverse cells of a pane, as parameters of SGR. */
async function chosenStyles(pane: PaneName, state: State): Promise<readonly string[]> {
	const rows = await rowsOf(pane, state, palette);
	expect(rows.length, `${pane} is on the screen`).toBeGreaterThan(0);
	const styles = rows.flatMap(row => styledCells(row).map(({style}) => style.split(';')));
	return [...new Set(styles.filter(parts => parts.includes('7')).flat())];
}

/** Alice is called in the lobby, in a message with a link and code. */
function inLobby(size: Size): Client {
	const room = {...summary('alice', 'bob', {last: 0}), conversation: LOBBY, others: [], members: 2};
	const members = [{user: bob, presence: 'busy', role: 'operator'} as const];
	return new Client(size)
		.signsIn('alice', {conversations: [room]})
		.announced({
			...message('bob', 'alice', 1, 'hi @alice, see https://example.org\n```js\nconst a = "b"; // c\n```'),
			conversation: LOBBY,
		})
		.presses('members')
		.hears({type: 'answered', request: {type: 'members', room: LOBBY}, reply: {members}})
		.presses('cancel', 'cancel');
}

const wide = {columns: 120, rows: 40};
const narrow = {columns: 40, rows: 10};

test.each([
	['contacts', inLobby(wide).presses('paneNext', 'listDown')],
	['compactContacts', inLobby(narrow).hears({type: 'clicked', column: 0, row: 0})],
	['members', inLobby(wide).presses('panePrevious')],
	['members', inLobby(narrow).presses('members')],
	['transcript', inLobby(wide).presses('failedPrevious')],
	['transcript', inLobby(narrow).presses('failedPrevious')],
] as const)('in the pane %s', async (pane, {state}) => {
	const styles = await chosenStyles(pane, {...state, ...(pane === 'compactContacts' && {pane: 'contacts'})});
	expect(styles).toContain('7');
	expect(styles.filter(part => /^(?:[349]\d|10\d)$/.test(part))).toEqual([]);
});
