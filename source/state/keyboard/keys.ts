/** Defines every keyboard shortcut: its chords, its action, where it holds, its line in help, and its hint in the status line. */
import {editKeys} from '../../../terminal/edit-keys.ts';
import {safeText as s, type SafeText} from '../../../protocol/text.ts';
import type {Action} from '../model/action.ts';
import type {Layer} from './layers.ts';
import type {Scope} from './scope.ts';

/** When a hint is shown: while that owner has the keyboard; `typing`: in a command bar with text; `lastField`: of a dialog. */
export type Moment = Scope | 'typing' | 'lastField';

type Note = {
	/** Line in help; without one for keys that users know anyway. */
	readonly help?: SafeText;
	/** Another key that does the same. */
	readonly twin?: SafeText;
	/** What the status line says of the key; a text is for the owner that the layer is named after. */
	readonly hint?: SafeText | Partial<Readonly<Record<Moment, SafeText>>>;
};

export type Shortcut = Note & {
	readonly layer: Layer;
	/**
	 * Spelled as in term/event.ts. Some terminals do not send Alt: such a chord has a second chord, or `twin` names
	 * another key.
	 */
	readonly chords: readonly string[];
	readonly action: Action;
};

/** A text alone is the line in help. Of the hints of an owner, those above are more important, and the last one is left out last. */
type Row = readonly [chords: string, action: Action, note?: SafeText | Note];

const scrolling: readonly Row[] = [
	['up', 'lineUp', {help: s`a line back`, hint: {help: s`scroll`, transcript: s`scroll`}}],
	['down', 'lineDown', {help: s`a line on`, hint: {help: s`scroll`, transcript: s`scroll`}}],
	['home', 'scrollTop', s`the beginning`],
	['end', 'scrollEnd', {help: s`the end`, hint: {transcript: s`newest`}}],
];
const pages: readonly Row[] = [
	['pageup', 'pageUp', {hint: s`pages`}],
	['pagedown', 'pageDown', {hint: s`pages`}],
];
const panes: readonly Row[] = [
	['escape', 'cancel', {hint: s`back to the line`}],
	['tab', 'paneNext', {hint: s`next pane`}],
	['shift+tab', 'panePrevious'],
];

const tables: Readonly<Record<Layer, readonly Row[]>> = {
	dialog: [
		['left up shift+tab', 'choicePrevious', {hint: s`choose`}],
		['right down tab', 'choiceNext', {hint: s`choose`}],
		['enter', 'accept', {hint: s`take`}],
		['escape ctrl+c', 'cancel', {hint: s`cancel`}],
		['pageup', 'pageUp'],
		['pagedown', 'pageDown'],
		['home', 'scrollTop'],
		['end', 'scrollEnd'],
	],
	dialogFields: [['ctrl+j alt+enter shift+enter', 'newline']],
	picker: [
		['up shift+tab ctrl+p', 'choicePrevious', {hint: s`choose`}],
		['down ctrl+n', 'choiceNext', {hint: s`choose`}],
		['pageup', 'pageUp'],
		['pagedown', 'pageDown'],
		['tab', 'searchElsewhere'],
		['enter', 'accept', {hint: s`take`}],
		['escape ctrl+c', 'cancel', {hint: s`close`}],
	],
	holding: [
		['left up shift+tab', 'choicePrevious'],
		['right down tab', 'choiceNext'],
		['enter ctrl+j', 'submit'], // as Ctrl-J comes an Enter that was typed before the program had the terminal
		['escape', 'cancel'],
	],
	welcome: [
		['up shift+tab', 'choicePrevious', {hint: s`choose`}],
		['down tab', 'choiceNext', {hint: s`choose`}],
		['enter ctrl+j', 'accept', {hint: s`go on`}],
		['escape', 'cancel'],
	],
	form: [
		['enter ctrl+j', 'submit', {hint: {form: s`go on`, dialogFields: s`go on`, lastField: s`save`}}],
		['up shift+tab', 'fieldPrevious'],
		['down tab', 'fieldNext', {hint: {form: s`next field`, dialogFields: s`next field`}}],
		['ctrl+t f2', 'switchForm'],
		['escape', 'cancel', {hint: {form: s`back`, dialogFields: s`cancel`}}],
	],
	help: [
		['ctrl+f ctrl+s', 'search', {hint: s`search`}],
		...scrolling,
		...pages,
		['escape', 'cancel', {hint: s`close`}],
	],
	helpSearch: [
		['up', 'lineUp', {hint: s`scroll`}],
		['down', 'lineDown', {hint: s`scroll`}],
		...pages,
		['escape ctrl+c', 'cancel', {hint: s`all of it`}],
	],
	contacts: [
		['up', 'listUp', {help: s`the chat above`, hint: s`choose`}],
		['down', 'listDown', {help: s`the chat below`, hint: s`choose`}],
		['enter', 'listOpen', {help: s`open the chat`, hint: s`open`}],
		...panes,
	],
	transcript: [...pages, ['ctrl+f ctrl+s', 'search', {hint: s`search`}], ...scrolling, ...panes],
	members: [
		['up', 'listUp', {help: s`the member above`, hint: s`choose`}],
		['down', 'listDown', {help: s`the member below`, hint: s`choose`}],
		...pages,
		['home', 'scrollTop', s`the first member`],
		['end', 'scrollEnd', s`the last member`],
		['enter', 'listOpen', {help: s`open the chat with the member`, hint: s`open`}],
		['tab', 'paneNext', {hint: s`next pane`}],
		['shift+tab', 'panePrevious'],
		['escape', 'cancel', {help: s`hide the members`, hint: s`close`}],
	],
	chat: [
		['ctrl+n alt+down alt+right', 'conversationNext', {help: s`next chat`, hint: {bar: s`next chat`}}],
		['ctrl+p alt+up alt+left', 'conversationPrevious', s`previous chat`],
		...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((place): Row => [
			`alt+${place}`,
			{conversation: place},
			{
				...(place === 1 && {help: s`the first chat; Alt-2 to 9 the others`}),
				twin: s`Ctrl-N, or F6 and the arrows`,
			},
		]),
		['alt+a shift+right', 'conversationUnread', s`next unread chat: mentions first, then direct messages`],
		['f4', 'catchUp', s`go through all that is unread, newest mention first`],
		['alt+u', 'firstUnread', {help: s`the first unread message`, twin: s`/unread`}],
		['alt+p', 'mentionPrevious', {help: s`the mention of you before`, twin: s`/mentions`}],
		['alt+n', 'mentionNext', {help: s`the next mention of you`, twin: s`/mentions`}],
		['shift+left alt+/', 'conversationLast', s`back to the chat before`],
		[
			'ctrl+g',
			'jump',
			{
				help: s`go to a chat or a command by a part of its name; Ctrl-K too, when the line is empty`,
				hint: {bar: s`go to`},
			},
		],
		['ctrl+f ctrl+s', 'search', {help: s`search what was said`, hint: {bar: s`search`}}],
		['f2', 'answer', s`answer what somebody asks you`],
		['pageup', 'pageUp', {help: s`a page back`, hint: {bar: s`back`}}],
		['pagedown', 'pageDown', s`a page on`],
		['shift+up', 'lineUp'],
		['shift+down', 'lineDown'],
		['ctrl+home alt+home', 'scrollTop', s`the beginning of the chat`],
		['ctrl+end alt+end', 'scrollEnd', s`the newest message`],
		['f7 ctrl+b', 'toggleList', s`hide the list of chats, or show it again`],
		['f8', 'members', {help: s`show the members of this room, or hide them again`, twin: s`/names`}],
		['alt+l', 'bareView', {help: s`the messages alone on the screen, to select them`, twin: s`/bare`}],
		['f6', 'paneNext', s`next pane`],
		['shift+f6', 'panePrevious'],
		['f5', 'retryNow', s`connect now`],
		['escape', 'cancel'],
	],
	bar: [
		['enter', 'submit', {help: s`send`, hint: {typing: s`send`}}],
		[
			'tab',
			'complete',
			{
				help: s`complete a command or a name; next pane, when the line is empty`,
				hint: {bar: s`panes`, typing: s`complete`},
			},
		],
		['shift+tab', 'completeBack'],
		[
			'ctrl+j alt+enter shift+enter',
			'newline',
			{help: s`a new line in the message`, hint: {typing: s`new line`}},
		],
		['home', 'startOrTop', s`start of the line; the beginning of the chat, when it is empty`],
		['end', 'endOrNewest', s`end of the line; the newest message, when it is empty`],
		['up', 'historyPrevious', s`the row above; from the first one what was sent before`],
		['down', 'historyNext'],
		['ctrl+_', 'undo', s`undo the last change of the line, and those before`],
		[
			'ctrl+o',
			'editText',
			{help: s`write in your editor ($VISUAL, $EDITOR); Ctrl-X Ctrl-E too`, twin: s`/editor`},
		],
		['ctrl+x', 'prefix'],
		['ctrl+y', 'bringBack', s`bring back what was cleared at once; again, what was cleared before that`],
		[
			'ctrl+up',
			'failedPrevious',
			{
				help: s`choose a message: one that was not sent, to send it again or remove it, or any other`,
				twin: s`Esc, then Up`,
			},
		],
		['ctrl+down', 'failedNext'],
		['ctrl+r', 'historySearch', s`search what was sent before`],
	],
	message: [
		['up k ctrl+up', 'selectPrevious', {hint: s`choose`}],
		['down j ctrl+down', 'selectNext', {hint: s`choose`}],
		['s', 'saveFile', {help: s`save its file; Enter too`, hint: s`save`}],
		['v', 'previewFile', {help: s`show its file, if that is a short text`, hint: s`view`}],
		['o', 'openLink', {help: s`open the link in it in your browser`, hint: s`open`}],
		['r', 'replyTo', {help: s`reply to the chosen message`, hint: s`reply`}],
		['+', 'reactTo', {help: s`react to it with an emoji`, hint: s`react`}],
		['e', 'editChosen', {help: s`edit it, if it is yours`, hint: s`edit`}],
		['d', 'deleteChosen', {help: s`delete it, if it is yours or the room is`, hint: s`delete`}],
		['y', 'copyChosen', {help: s`copy its text`, hint: s`copy`}],
		['p', 'pinChosen', {help: s`pin it for all, or unpin it; /pins lists them`, hint: s`pin`}],
		['n', 'hitNext', s`after a search, go to the next older hit`],
		['N', 'hitPrevious', s`go to the hit before`],
		['i', 'showInfo', {help: s`who has received and read it, and when it was edited`, hint: s`info`}],
		[
			'enter',
			'unfoldOrGoToQuoted',
			{help: s`show all of a long message; else, go to the one that it replies to`, hint: s`more`},
		],
		['escape', 'cancel', {hint: s`back`}],
	],
	text: editKeys.map(([chords, edit, help]): Row => [chords, edit, help === undefined ? {} : s`${help}`]),
	everywhere: [
		['ctrl+c', 'interrupt', {help: s`clear the line; once more to quit`, hint: {welcome: s`quit`}}],
		[
			'f1',
			'help',
			{
				help: s`this help; ? too, when the line is empty`,
				hint: {bar: s`help`, contacts: s`help`, transcript: s`help`},
			},
		],
	],
	terminal: [
		['ctrl+q', 'quit', s`quit`],
		['ctrl+l', 'redraw', s`draw the screen anew`],
		['ctrl+z', 'suspend', s`back to the shell; fg returns`],
	],
};

export const shortcuts: readonly Shortcut[] = Object.entries(tables).flatMap(([layer, rows]) =>
	rows.map(([chords, action, note = {}]): Shortcut => ({
		layer: layer as Layer, // the keys of `tables`
		chords: chords.split(' '),
		action,
		...(typeof note === 'string' ? {help: note} : note),
	})),
);
