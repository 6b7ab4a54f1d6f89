/** What a server reads of the entries that others have appended, whatever version they run. */
import {expect, test} from 'vitest';
import type {UserName} from '../../protocol/names.ts';
import type {ChatEvent} from '../../server/chat/event.ts';
import {Draft, entriesOf} from '../../server/journal/record-rows.ts';

const [alice, bob] = ['alice' as UserName, 'bob' as UserName];
const row = (events: string, count = 1) => ({position: 7, count, run: 1, at: 0, events});

test('the entries of a row are read as they were appended', () => {
	const event: ChatEvent = {type: 'blocked', user: alice, other: bob};
	const draft = new Draft(7, 0);
	draft.add([event]);
	draft.add([event, event]);
	const [, , , , text = ''] =
		/VALUES \((\d+), (\d+), (\d+), (\d+), '(.*)'\)/.exec(draft.insert(1))?.slice(1) ?? [];
	expect(entriesOf(row(text, 2))).toEqual([
		{position: 7, events: [event]},
		{position: 8, events: [event, event]},
	]);
});

test.each(['{}', '[{}]', '[[null]]', '[["a"]]', '[[{}]]', '[[{"type":1}]]', '[[],[]]', '[]'])(
	'a damaged entry, such as %s, is named and ends the server',
	text => {
		expect(() => entriesOf(row(text))).toThrow(
			'Entry 7 of the record is damaged; restore the record from a backup.',
		);
	},
);

test('an event of a newer version is not passed over', () => {
	expect(() => entriesOf(row('[[{"type":"fromTheFuture"}]]'))).toThrow(
		'was written by a newer chat-tui; run that version',
	);
});
