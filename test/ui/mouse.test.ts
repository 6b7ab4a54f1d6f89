/** The mouse, from the bytes of the terminal to what happens: what is drawn in a cell is what a click there means. */
import {formOf} from '../../source/state/model/place.ts';
import {createElement} from 'react';
import {describe, expect, test} from 'vitest';
import {GLANCE} from '../../source/state/dialogs/dialogs.ts';
import type {Dialog} from '../../source/state/model/dialog.ts';
import type {StateEvent} from '../../source/state/model/event.ts';
import {directConversation, type UserName} from '../../protocol/names.ts';
import {layoutOf} from '../../source/state/panes/layout.ts';
import type {State} from '../../source/state/model/state.ts';
import type {Size} from '../../terminal/layout/size.ts';
import {transcriptRows} from '../../source/state/transcript/transcript.ts';
import {Decoder} from '../../terminal/decoder.ts';
import {width} from '../../terminal/width.ts';
import {update} from '../../source/state/runtime/update.ts';
import {panes, type PaneName} from '../../source/ui/panes.ts';
import {route} from '../../source/ui/route.ts';
import {renderPane} from '../harness/render-pane.tsx';
import {
	address,
	after,
	alice,
	bob,
	firstScreen,
	name,
	press,
	signedIn,
	talking,
} from '../harness/sample-state.ts';

const sizes: readonly Size[] = [
	{columns: 40, rows: 10},
	{columns: 80, rows: 24},
	{columns: 120, rows: 40},
];
const wide = {columns: 80, rows: 24};
type Cell = {readonly column: number; readonly row: number};

/** The cell in which the text begins on the screen. */
async function cellOf(pane: PaneName, state: State, text: string): Promise<Cell> {
	const at = panes[pane].at(state);
	if (!at) throw new Error(`${pane} is not on the screen`);
	const size = {columns: at.width, rows: at.height};
	const {framed} = layoutOf(state);
	const rendered = await renderPane(
		props => createElement(panes[pane].component, {...props, ...size, framed}),
		state,
		size,
	);
	rendered.close();
	const y = rendered.rows.findIndex(row => row.includes(text));
	const row = rendered.rows[y];
	if (row === undefined) throw new Error(`${text} is not in\n${rendered.rows.join('\n')}`);
	return {column: at.column + width(row.slice(0, row.indexOf(text))), row: at.row + y};
}

function reported(state: State, button: number, {column, row}: Cell): ReturnType<typeof update> {
	const [event] = new Decoder().push(`\x1b[<${button};${column + 1};${row + 1}M`);
	const routed = event && route(state, event);
	if (routed?.to === 'text') throw new Error('a click was typed');
	return routed ? update(state, routed.event, state.now) : [state, []];
}

const clicked = (state: State, cell: Cell) => reported(state, 0, cell);
const wheeledUp = (state: State, cell: Cell) => reported(state, 64, cell)[0];
const wheeledDown = (state: State, cell: Cell) => reported(state, 65, cell)[0];

function asking(state: State, dialog: Dialog): State {
	return {...state, dialogs: [dialog]};
}

const friendship = {kind: 'friend', from: bob, to: alice, at: 0} as const;

describe.each(sizes)('in a dialog at $columns x $rows', size => {
	const state = asking(talking(size), {type: 'proposal', proposal: friendship, chosen: 0});
	const answered = (accept: boolean) => [
		{type: 'request', request: {type: 'answerQuestion', kind: 'friend', from: bob, accept}},
	];

	test.each([
		['[y] Yes', answered(true)],
		['[n] No', answered(false)],
		['[l] Later', []],
	])('a click on %s is that answer', async (button, effects) => {
		const [next, done] = clicked(state, await cellOf('dialog', state, button));
		expect(next.dialogs).toEqual([]);
		expect(done).toEqual(effects);
	});

	test('a click on the cell before a button, on the text or beside the dialog is no answer', async () => {
		const {column, row} = await cellOf('dialog', state, ' [y] Yes');
		const text = await cellOf('dialog', state, 'wants to be');
		for (const cell of [{column: column - 1, row}, text, {column: 0, row: 0}])
			expect(clicked(state, cell)).toEqual([state, []]);
	});

	test('a click on a dialog that has just opened was not meant for it', async () => {
		const fresh = asking(state, {type: 'proposal', proposal: friendship, chosen: 0, openedAt: state.now});
		const yes = await cellOf('dialog', fresh, '[y] Yes');
		expect(clicked(fresh, yes)).toMatchObject([
			{dialogs: [], pendingDialogs: [{type: 'proposal', postponed: true}]},
			[],
		]);
		const read = {...fresh, now: fresh.now + GLANCE};
		expect(clicked(read, yes)[1]).toEqual(answered(true));
	});

	test('buttons that do not fit side by side are clicked below each other', async () => {
		const hosting = asking(firstScreen(size), {type: 'host', chosen: 0});
		const network = await cellOf('dialog', hosting, '[t] This network');
		expect(clicked(hosting, network)[1]).toEqual([{type: 'host', network: true}]);
		expect(clicked(hosting, await cellOf('dialog', hosting, '[c] Cancel'))).toMatchObject([
			{dialogs: []},
			[],
		]);
	});
});

describe.each(sizes)('on the first screens at $columns x $rows', size => {
	test('a click on a choice does it, and on the address field goes there', async () => {
		const first = firstScreen(size);
		const [hosting] = clicked(first, await cellOf('welcome', first, 'Host a chat'));
		expect(hosting.dialogs).toMatchObject([{type: 'host'}]);
		const [joining, effects] = clicked(first, await cellOf('welcome', first, 'Join'));
		expect([joining.welcome.choice, joining.place, effects]).toEqual([1, {at: 'welcome'}, []]);
	});

	test('a click on a field of a form goes there', async () => {
		const form = after(firstScreen(size), {type: 'hosted', address, signUp: 'open', joinLines: []});
		expect(formOf(clicked(form, await cellOf('form', form, 'Once more'))[0])?.focus).toBe(2);
		const password = press(after(talking(size), {type: 'edited', before: '/password'}), 'submit');
		const [moved] = clicked(password, await cellOf('dialog', password, 'New password'));
		expect(moved.dialogs).toMatchObject([{form: {focus: 1}}]);
	});
});

describe('in the list of chats', () => {
	const crowd = Array.from({length: 40}, (_, at) => ({
		user: name(`user${at + 10}`),
		presence: 'online' as const,
		since: 0,
	}));
	const crowded = after(signedIn(wide), {type: 'announced', announcement: {type: 'presence', people: crowd}});
	const inList = {column: 3, row: 5};

	test('the wheel scrolls it to its ends, and leaves what is open and chosen as it is', async () => {
		const down = wheeledDown(wheeledDown(crowded, inList), inList);
		expect((await cellOf('contacts', down, 'user1')).row).toBe(1);
		expect([down.open, down.contact, down.pane]).toEqual([crowded.open, crowded.contact, crowded.pane]);
		let end = down;
		for (let times = 0; times < 30; times++) end = wheeledDown(end, inList);
		expect((await cellOf('contacts', end, 'alice (notes)')).row).toBe(18);
		await expect(cellOf('contacts', wheeledUp(end, inList), 'alice (notes)')).rejects.toThrow();
	});

	test('a click opens the chat that is seen there, and the list stays under the mouse', async () => {
		const scrolled = wheeledDown(wheeledDown(wheeledDown(crowded, inList), inList), inList);
		const cell = await cellOf('contacts', scrolled, 'user20');
		const [open] = clicked(scrolled, cell);
		expect(open.open).toBe('alice+user20');
		expect(await cellOf('contacts', open, 'user20')).toEqual(cell);
	});

	test('the next chat that is chosen by a key is seen, wherever the wheel has left the list', async () => {
		let end = crowded;
		for (let times = 0; times < 30; times++) end = wheeledDown(end, inList);
		const next = press(end, 'conversationNext');
		expect((await cellOf('contacts', next, '▸')).row).toBe(2); // below the heading
	});
});

describe('in the one line that stands for the list on a narrow screen', () => {
	const narrow = {columns: 40, rows: 10};
	const say = (from: UserName, sequence: number): StateEvent => ({
		type: 'announced',
		announcement: {
			...{type: 'message', conversation: directConversation(alice, from), sequence, from, at: 0, text: 'hi'},
			id: `device0${from.length}.b.${sequence}`,
		},
	});
	const names = ['carol', 'dave', 'a-very-long-name-indeed', 'another-long-name'].map(name);
	const unread = after(talking(narrow), say(name('erin'), 1));
	const crowded = after(unread, ...names.map(from => say(from, 1)));

	test('a click opens the chat whose name is there, and the gap between two does nothing', async () => {
		const {column, row} = await cellOf('compactContacts', unread, 'erin 1');
		for (const x of [-2, -1, 0, 5])
			// its mark, its presence, its name, its count
			expect(clicked(unread, {column: column + x, row})[0].open).toBe('alice+erin');
		for (const x of [-3, 6]) expect(clicked(unread, {column: column + x, row})[0].open).toBe(unread.open);
	});

	test('it says how many more have something unread than there is room for', async () => {
		const {column} = await cellOf('compactContacts', crowded, '+');
		expect(column).toBeLessThan(narrow.columns - 1);
		await expect(cellOf('compactContacts', talking(narrow), '+')).rejects.toThrow();
	});
});

test('the wheel over the transcript scrolls it, and over help scrolls that', () => {
	const chat = talking(
		wide,
		Array.from({length: 60}, (_, at) => `line ${at}`),
	);
	const inside = {column: 40, row: 8};
	const up = wheeledUp(chat, inside);
	expect(transcriptRows(up).at(-1)).toEqual(transcriptRows(chat).at(-4));
	expect(transcriptRows(wheeledDown(up, inside))).toEqual(transcriptRows(chat));
	const help = press(chat, 'help');
	const down = wheeledDown(help, inside);
	expect([help.help?.row, down.help?.row]).toEqual([0, 3]);
	expect(transcriptRows(down)).toEqual(transcriptRows(help));
});

test('who drags as if to select text is told how that is done, and nothing else happens', () => {
	const chat = talking(wide, ['hi']);
	const [dragged] = reported(chat, 32, {column: 40, row: 5});
	expect(dragged.statusMessage).toContain('hold Shift');
	expect({...dragged, statusMessage: undefined}).toMatchObject({
		open: chat.open,
		pane: chat.pane,
		dialogs: [],
	});
});
