/** Defines the layers of shortcuts: which of them the owner of the keyboard has, and which one comes first. */
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
	holding: ['holding', 'text', 'everywhere', 'terminal'],
	welcome: ['welcome', 'text', 'everywhere', 'terminal'],
	form: ['form', 'text', 'everywhere', 'terminal'],
	help: ['help', 'chat', 'bar', 'text', 'everywhere', 'terminal'],
	helpSearch: ['helpSearch', 'text', 'everywhere', 'terminal'],
	contacts: ['contacts', 'chat', 'bar', 'text', 'everywhere', 'terminal'],
	transcript: ['transcript', 'chat', 'bar', 'text', 'everywhere', 'terminal'],
	members: ['members', 'chat', 'bar', 'text', 'everywhere', 'terminal'],
	bar: ['bar', 'chat', 'text', 'everywhere', 'terminal'],
	message: ['message', 'chat', 'everywhere', 'terminal'],
};
