/** Editing: does every key change what it should, by whole characters, and nothing else? */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	EMPTY,
	edits,
	insert,
	replaceBefore,
	setText,
	textOf,
	type Edit,
	type Editor,
} from '../../terminal/editor.ts';
import {graphemes} from '../../terminal/width.ts';

const names = Object.keys(edits) as Edit[];
const texts = fc.string({
	unit: fc.oneof(fc.constantFrom(' ', '\n', 'e\u0301', '👨‍👩‍👧', '日', '❤️'), fc.string({maxLength: 1})),
});
const editors: fc.Arbitrary<Editor> = fc.record({before: texts, after: texts, revision: fc.constant(0)});

const at = (text: string): Editor => {
	const [before = '', after = ''] = text.split('|');
	return {before, after, revision: 0};
};

const shown = ({before, after}: Editor) => `${before}|${after}`;

describe('each key', () => {
	test.each<[Edit, from: string, to: string]>([
		['cursorLeft', 'ab|c', 'a|bc'],
		['cursorLeft', '|abc', '|abc'],
		['cursorLeft', 'a👨‍👩‍👧|b', 'a|👨‍👩‍👧b'],
		['cursorRight', 'a|e\u0301c', 'ae\u0301|c'],
		['cursorWordLeft', 'one two |three', 'one |two three'],
		['cursorWordRight', 'one| two three', 'one two| three'],
		['cursorStart', 'one| two', '|one two'],
		['cursorEnd', 'one| two', 'one two|'],
		['deleteBack', 'a❤️|b', 'a|b'],
		['deleteForward', 'a|👨‍👩‍👧b', 'a|b'],
		['deleteWordBack', 'one two  |three', 'one |three'],
		['deleteWordForward', 'one| two three', 'one| three'],
		['deleteToStart', 'one| two', '| two'],
		['deleteToEnd', 'one| two', 'one|'],
		['newline', 'one|two', 'one\n|two'],
	])('%s: %s becomes %s', (edit, from, to) => {
		expect(shown(edits[edit](at(from)))).toBe(to);
	});
});

test('moving the cursor never changes the text, and deleting only shortens it', () => {
	fc.assert(
		fc.property(editors, fc.constantFrom(...names), (editor, key) => {
			const edited = textOf(edits[key](editor));
			if (key.startsWith('cursor')) expect(edited).toBe(textOf(editor));
			else if (key.startsWith('delete')) expect(edited.length).toBeLessThanOrEqual(textOf(editor).length);
			else expect(edited.length).toBe(textOf(editor).length + 1);
		}),
	);
});

test('a key never stops within what a reader sees as one character', () => {
	fc.assert(
		fc.property(
			texts,
			fc.array(fc.constantFrom<Edit>('cursorLeft', 'cursorRight', 'cursorStart', 'cursorEnd')),
			(text, keys) => {
				const end = keys.reduce((editor, key) => edits[key](editor), setText(EMPTY, text));
				const whole = graphemes(text);
				const before = graphemes(end.before);
				expect(before).toEqual(whole.slice(0, before.length));
			},
		),
	);
});

test('every change that the text input did not make itself gives it a new revision, and only those', () => {
	fc.assert(
		fc.property(editors, fc.constantFrom(...names), (editor, key) => {
			const after = edits[key](editor);
			const changed = shown(after) !== shown(editor) || after.before !== editor.before;
			expect(after.revision > editor.revision).toBe(changed);
		}),
	);
	expect(replaceBefore(at('a|b'), 'ax')).toEqual({before: 'ax', after: 'b', revision: 0});
	expect(insert(at('a|b'), 'x')).toEqual({before: 'ax', after: 'b', revision: 1});
});
