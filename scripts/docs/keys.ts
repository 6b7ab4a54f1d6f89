/** Generates the table of shortcuts from those that help shows. */
import {chordText} from '../../source/state/keyboard/chords.ts';
import {shortcuts} from '../../source/state/keyboard/keys.ts';
import type {Layer} from '../../source/state/keyboard/layers.ts';
import {table} from './section.ts';

/** The sections of the table, in order; the keys of the help screen and of dialogs are on the screen itself. */
const places = new Map<Layer, string>([
	['everywhere', 'everywhere'],
	['terminal', 'everywhere'],
	['chat', 'in the chat'],
	['bar', 'command bar'],
	['text', 'any line of text'],
	['contacts', 'list of chats'],
	['transcript', 'transcript'],
	['members', 'list of members'],
	['message', 'a chosen message'],
]);

export function keys(): string {
	const rows = [...places].flatMap(([layer, place]) =>
		shortcuts
			.filter(shortcut => shortcut.layer === layer)
			.flatMap(({chords, help}) => (help ? [[chords.map(chordText).join(', '), help, place]] : [])),
	);
	return table(['key', 'does', 'where'], rows);
}
