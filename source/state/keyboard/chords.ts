/** Finds the action of a chord, and spells chords for people. */
import {safeText, type SafeText} from '../../../protocol/text.ts';
import type {Action} from '../model/action.ts';
import {shortcuts} from './keys.ts';
import {layers} from './layers.ts';
import type {Scope} from './scope.ts';

const actions = new Map<string, Action>(
	shortcuts.flatMap(({layer, chords, action}) => chords.map(chord => [`${layer} ${chord}`, action] as const)),
);

/**
 * Returns the action of a chord for an owner of the keyboard.
 * @returns undefined if no layer of the owner binds the chord
 */
export function actionOf(chord: string, scope: Scope): Action | undefined {
	const owner = layers[scope].find(layer => actions.has(`${layer} ${chord}`));
	return owner && actions.get(`${owner} ${chord}`);
}

const names: Readonly<Record<string, string>> = {
	pageup: 'PgUp',
	pagedown: 'PgDn',
	escape: 'Esc',
	left: '←',
	right: '→',
	up: '↑',
	down: '↓',
};

/** Formats a chord for the screen: `Ctrl-N`, `Alt-1`, `F1`. */
export function chordText(chord: string): SafeText {
	if (chord.length === 1) return safeText`${chord}`; // of a selected message, as it is typed
	const words = chord.split('+').map(word => names[word] ?? word.charAt(0).toUpperCase() + word.slice(1));
	return safeText`${words.join('-')}`;
}
