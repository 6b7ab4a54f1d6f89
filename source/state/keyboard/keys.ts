/** Defines every keyboard shortcut: its chords, its action, where it holds, and its line in help. */
import {editKeys} from '../../../terminal/edit-keys.ts';
import {safeText as s, type SafeText} from '../../../protocol/text.ts';
import type {Action} from '../model/action.ts';
import type {Scope} from './scope.ts';

/** Where a shortcut holds: with one owner of the keyboard, or with several. */
export type Layer = Scope | SharedLayer;
type SharedLayer =
	/** While the keyboard edits text. */
	| 'text'
	/** In the chat, whichever pane has the focus. */
	| 'chat'
	/** Unless a dialog is open. */
	| 'everywhere'
	/** Also over a dialog: keys of the terminal. */
	| 'terminal';

/** Layers of each owner of the keyboard; the first layer that binds a key has it. */
export const layers: Readonly<Record<Scope, readonly Layer[]>> = {
	dialog: ['dialog', 'terminal'],
	picker: ['picker', 'text', 'terminal'],
	dialogFields: ['dialogFields', 'form', 'text', 'dialog', 'terminal'],
	welcome: ['welcome', 'text', 'everywhere', 'terminal'],
	form: ['form', 'text', 'everywhere', 'terminal'],
	help: ['help', 'chat', 'bar', 'text', 'everywhere', 'terminal'],
	helpSearch: ['helpSearch', 'text', 'everywhere', 'terminal'],
	contacts: ['contacts', 'chat', 'bar', 'text', 'everywhere', 'terminal'],
	transcript: ['transcript', 'chat', 'bar', 'text', 'everywhere', 'terminal'],
	bar: ['chat', 'bar', 'text', 'everywhere', 'terminal'],
};

type Shortcut = {
	readonly layer: Layer;
	/**
	 * Spelled as in term/event.ts. Some terminals do not send Alt: such a chord has a second chord, or `twin` names
	 * another key.
	 */
	readonly chords: readonly string[];
	readonly action: Action;
	/** Line in help; undefined for keys that users know anyway. */
	readonly help?: SafeText;
	readonly twin?: SafeText;
};

type Row = readonly [chords: string, action: Action, help?: SafeText | undefined, twin?: SafeText];

const scrolling: readonly Row[] = [
	['up', 'lineUp', s`a line back`],
	['down', 'lineDown', s`a line on`],
	['home', 'scrollTop', s`the beginning`],
	['end', 'scrollEnd', s`the end`],
];
const panes: readonly Row[] = [
	['tab', 'paneNext'],
	['shift+tab', 'panePrevious'],
];

const tables: Readonly<Record<Layer, readonly Row[]>> = {
	dialog: [
		['left up shift+tab', 'choicePrevious'],
		['right down tab', 'choiceNext'],
		['enter', 'accept'],
		['escape ctrl+c', 'cancel'],
		['pageup', 'pageUp'],
		['pagedown', 'pageDown'],
		['home', 'scrollTop'],
		['end', 'scrollEnd'],
	],
	dialogFields: [['ctrl+j alt+enter shift+enter', 'newline']],
	picker: [
		['up shift+tab ctrl+p', 'choicePrevious'],
		['down ctrl+n', 'choiceNext'],
		['pageup', 'pageUp'],
		['pagedown', 'pageDown'],
		['tab', 'searchElsewhere'],
		['enter', 'accept'],
		['escape ctrl+c', 'cancel'],
	],
	welcome: [
		['up shift+tab', 'choicePrevious'],
		['down tab', 'choiceNext'],
		['enter', 'accept'],
		['escape', 'cancel'],
	],
	form: [
		['up shift+tab', 'fieldPrevious'],
		['down tab', 'fieldNext'],
		['enter', 'submit'],
		['ctrl+t f2', 'switchForm'],
		['escape', 'cancel'],
	],
	help: [
		['escape', 'cancel'],
		['ctrl+f', 'search'],
		...scrolling,
		['pageup', 'pageUp'],
		['pagedown', 'pageDown'],
	],
	helpSearch: [
		['escape ctrl+c', 'cancel'],
		['up', 'lineUp'],
		['down', 'lineDown'],
		['pageup', 'pageUp'],
		['pagedown', 'pageDown'],
	],
	contacts: [
		['up', 'listUp', s`the chat above`],
		['down', 'listDown', s`the chat below`],
		['enter', 'listOpen', s`open the chat`],
		...panes,
	],
	transcript: [...scrolling, ...panes],
	chat: [
		['ctrl+n alt+down alt+right', 'conversationNext', s`next chat`],
		['ctrl+p alt+up alt+left', 'conversationPrevious', s`previous chat`],
		...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((place): Row => [
			`alt+${place}`,
			{conversation: place},
			place === 1 ? s`the first chat; Alt-2 to 9 the others` : undefined,
			s`Ctrl-N, or F6 and the arrows`,
		]),
		['alt+a shift+right', 'conversationUnread', s`next unread chat`],
		['shift+left alt+/', 'conversationLast', s`back to the chat before`],
		['ctrl+g', 'jump', s`go to a chat by a part of its name; Ctrl-K too, when the line is empty`],
		['ctrl+f', 'search', s`search what was said`],
		['f2', 'answer', s`answer what somebody asks you`],
		['pageup', 'pageUp', s`a page back`],
		['pagedown', 'pageDown', s`a page on`],
		['shift+up', 'lineUp'],
		['shift+down', 'lineDown'],
		['ctrl+home alt+home', 'scrollTop', s`the beginning of the chat`],
		['ctrl+end alt+end', 'scrollEnd', s`the newest message`],
		['f6', 'paneNext', s`next pane`],
		['shift+f6', 'panePrevious'],
		['f5', 'retryNow', s`connect now`],
		['escape', 'cancel'],
	],
	bar: [
		['enter', 'submit', s`send`],
		['ctrl+j alt+enter shift+enter', 'newline', s`a new line in the message`],
		['tab', 'complete', s`complete a command or a name; next pane, when the line is empty`],
		['shift+tab', 'completeBack'],
		['up', 'historyPrevious', s`what was sent before`],
		['down', 'historyNext'],
		['ctrl+y', 'bringBack', s`bring back what was cleared at once; again, what was cleared before that`],
		[
			'ctrl+up',
			'failedPrevious',
			s`choose a message that was not sent: Enter sends it again, Esc removes it`,
			s`Esc`,
		],
		['ctrl+down', 'failedNext'],
		['ctrl+r', 'historySearch', s`search what was sent before`],
	],
	text: editKeys.map(([chords, edit, help]): Row => [
		chords,
		edit,
		help === undefined ? undefined : s`${help}`,
	]),
	everywhere: [
		['f1', 'help', s`this help`],
		['ctrl+c', 'interrupt', s`clear the line; once more to quit`],
		['ctrl+q', 'quit', s`quit`],
	],
	terminal: [
		['ctrl+l', 'redraw', s`draw the screen anew`],
		['ctrl+z', 'suspend', s`back to the shell; fg returns`],
	],
};

export const shortcuts: readonly Shortcut[] = Object.entries(tables).flatMap(([layer, rows]) =>
	rows.map(([chords, action, help, twin]): Shortcut => ({
		layer: layer as Layer, // the keys of `tables`
		chords: chords.split(' '),
		action,
		...(help && {help}),
		...(twin && {twin}),
	})),
);

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
	const words = chord.split('+').map(word => names[word] ?? word.charAt(0).toUpperCase() + word.slice(1));
	return s`${words.join('-')}`;
}
