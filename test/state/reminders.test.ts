/** The keys in the status line: do they change with who has the keyboard, and do they do what they say? */
import {expect, test} from 'vitest';
import {statusLine} from '../../source/state/view/status-line.ts';
import {keysOf, remindersOf} from '../../source/state/keyboard/reminders.ts';
import {shortcuts, type Moment} from '../../source/state/keyboard/keys.ts';
import {layers} from '../../source/state/keyboard/layers.ts';
import {hasFields, type Scope} from '../../source/state/keyboard/scope.ts';
import {dialogCard} from '../../source/ui/dialog-card.ts';
import {Client} from '../harness/client.ts';
import {peersLoaded} from '../harness/private-chat.ts';
import {name} from '../harness/sample-state.ts';

const keys = (client: Client) => statusLine(client.state).parts.find(({name}) => name === 'keys')?.text;

test('every owner of the keyboard has reminders, and each names a key that works there', () => {
	for (const scope of Object.keys(layers) as Scope[])
		for (const reminder of remindersOf(scope)) expect(reminder).toMatch(/^\S+ (\S+ )*\S+$/);
});

test('every hint in the table of keys is shown where it says, with a key that works there', () => {
	for (const {layer, hint = {}} of shortcuts)
		for (const [moment, label] of Object.entries(typeof hint === 'string' ? {[layer]: hint} : hint))
			expect(remindersOf(moment as Moment)).toContainEqual(expect.stringMatching(`^\\S+ (\\S+ )*${label}$`));
});

test('the status line shows the keys of the pane that is marked, of help and of the dialog that is open', () => {
	const alice = new Client({columns: 120, rows: 24}).signsIn('alice').says('/msg bob');
	const seen = new Set([keys(alice)]);
	expect(keys(alice)).toMatch(/^Tab panes .* F1 help$/);
	expect(keys(alice.types('h'))).toMatch(/^Enter send {2}Tab complete .* F1 help$/);
	seen.add(keys(alice));
	alice.presses('interrupt');
	expect(keys(alice.presses('paneNext'))).toMatch(/^↑ ↓ choose {2}Enter open/);
	seen.add(keys(alice));
	expect(keys(alice.presses('paneNext'))).toMatch(/^PgUp PgDn pages {2}Ctrl-F search {2}↑ ↓ scroll/);
	seen.add(keys(alice));
	expect(keys(alice.presses('help'))).toMatch(/Esc close$/);
	seen.add(keys(alice.presses('cancel', 'cancel', 'jump')));
	seen.add(keys(alice.presses('cancel').says('/password')));
	seen.add(keys(alice.presses('cancel').says('unsent').presses('quit')));
	expect(seen.size).toBe(7);
	expect(keys(alice)).toContain('Esc cancel');
});

test('where there is not room for all, the less important ones go first', () => {
	const texts = [120, 100, 80, 60, 40].map(
		columns => keys(new Client({columns, rows: 24}).signsIn('alice')) ?? '',
	);
	for (const text of texts) expect(text).toMatch(/F1 help$/);
	expect(texts.map(({length}) => length)).toEqual(texts.map(({length}) => length).toSorted((a, b) => b - a));
	expect(texts.at(-1)!.length).toBeLessThan(texts[0]!.length);
});

test('a key that is named in a sentence is the one of the table', () => {
	expect(keysOf('bar', 'conversationUnread')).toBe('Alt-A');
});

test.each(['/profile', '/password'])(
	'in the last field of %s, and there alone, Enter is said to save',
	line => {
		const alice = peersLoaded(new Client({columns: 120, rows: 30}).signsIn('alice'))
			.says(line)
			.hears({type: 'noProfileCopy', user: name('alice')});
		const foot = () => dialogCard(alice.state)?.rows.at(-1);
		const {length} = dialogFields(alice) ?? [];
		for (let field = 1; field < length; field++) {
			expect([keys(alice), foot()]).toEqual([
				expect.stringMatching(/^Enter go on/),
				expect.objectContaining({text: expect.stringMatching(/^Enter go on/) as string}),
			]);
			alice.presses('fieldNext');
		}

		expect([keys(alice), foot()]).toEqual([
			expect.stringMatching(/^Enter save/),
			expect.objectContaining({text: expect.stringMatching(/^Enter save/) as string}),
		]);
	},
);

function dialogFields({state}: Client) {
	const dialog = state.dialogs.at(-1);
	return dialog && hasFields(dialog) ? dialog.form.fields : undefined;
}
