/** Texts that have harmed other terminals, sent by a real user to a real screen, change nothing there but letters. */
import {expect, onTestFinished, test} from 'vitest';
import {connect} from '../../source/library/index.ts';
import {HOSTILE} from '../harness/hostile.ts';
import {ownFolder, PASSWORD, signIn, startServer} from '../harness/program.ts';
import type {EmulatedScreen} from '../harness/screen.ts';

const FRAMES = [0, 20, 21, 79];
const INSIDE = {first: 1, last: 18};
/** A message of bob's, a further row of one, a line of the program, or nothing. */
const ROW = /^(\d\d:\d\d (?:bob {4}| {7})\S| {13}\S|──+ .* ──+$|$)/;

test(
	'hostile texts leave frames, colours, title, modes and cursor as they are',
	{timeout: 60_000},
	async () => {
		const server = await startServer({people: ['alice', 'bob']});
		const screen = await signIn(server, 'alice');
		const chat = await connect({
			server: server.joinLine,
			user: 'bob',
			password: PASSWORD,
			home: await ownFolder(),
		});
		onTestFinished(() => chat.close());
		screen.write('/msg bob\r');
		await screen.until(/╭ bob /);
		const before = belongings(screen);
		let shown = 0;
		for (const [at, [name, text]] of HOSTILE.entries()) {
			try {
				await chat.send('alice', `${at}) ${text}`);
			} catch (error) {
				expect(error, name).toMatchObject({code: 'textMalformed'});
				continue; // nobody can send what is no text
			}

			await screen.until(() => new RegExp(`(?:bob {4}| {7})${at}\\)`).test(screen.text()), name);
			expect(belongings(screen), name).toEqual(before);
			expectPlainRows(screen, name);
			shown++;
		}

		expect(shown).toBeGreaterThanOrEqual(40);
	},
);

/** What belongs to the program and its person, not to those who write. */
function belongings(screen: EmulatedScreen) {
	return {
		frames: screen
			.cells()
			.slice(INSIDE.first, INSIDE.last + 1)
			.map(row => FRAMES.map(x => row[x]!.text).join('')),
		title: screen.title,
		bells: screen.bells,
		modes: {...screen.modes},
		buffer: screen.buffer,
		cursor: screen.cursor(),
		bar: screen.line(21),
	};
}

const PLAIN = [undefined, undefined, false, false, false];
const MENTION = [213, undefined, false, true, false];

function expectPlainRows(screen: EmulatedScreen, name: string): void {
	for (const row of screen.cells().slice(INSIDE.first, INSIDE.last + 1)) {
		const cells = row.slice(23, 78);
		const line = cells
			.map(({text, width}) => (width === 0 ? '' : text || ' '))
			.join('')
			.trimEnd();
		expect(line, name).toMatch(ROW);
		if (line.includes('──')) continue;
		for (const cell of cells.slice(13))
			expect(line.includes('alice') ? [PLAIN, MENTION] : [PLAIN], name).toContainEqual([
				cell.foreground,
				cell.background,
				cell.inverse,
				cell.bold,
				cell.underline,
			]);
	}
}
