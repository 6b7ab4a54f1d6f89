/** Declares the actions of keys: keyboard/keys.ts binds chords to them, handlers/keys/ carries them out. */

export type Action =
	// everywhere
	| 'quit'
	| 'interrupt'
	| 'suspend'
	| 'redraw'
	| 'help'
	/** Opens the next pending dialog, or gives it the keyboard. */
	| 'answer'
	// dialogs, lists and forms
	| 'accept'
	| 'cancel'
	| 'choicePrevious'
	| 'choiceNext'
	| 'fieldPrevious'
	| 'fieldNext'
	| 'submit'
	/** From signing in to signing up, and back. */
	| 'switchForm'
	/** The dialog's choice with this key. */
	| {readonly choose: string}
	/** A click on the button, the choice or the field that has this place among its like, from 0. */
	| {readonly pick: number}
	// panes and conversations
	| 'paneNext'
	| 'panePrevious'
	| 'complete'
	| 'completeBack'
	| 'conversationNext'
	| 'conversationPrevious'
	| 'conversationUnread'
	| 'conversationLast'
	| {readonly conversation: number}
	| 'jump'
	| 'search'
	/** From the open conversation to all, and back. */
	| 'searchElsewhere'
	| 'pageUp'
	| 'pageDown'
	| 'lineUp'
	| 'lineDown'
	| 'scrollTop'
	| 'scrollEnd'
	| 'listUp'
	| 'listDown'
	| 'listOpen'
	// the command bar
	| 'historyPrevious'
	| 'historyNext'
	| 'historySearch'
	| 'cursorLeft'
	| 'cursorRight'
	| 'cursorWordLeft'
	| 'cursorWordRight'
	| 'cursorStart'
	| 'cursorEnd'
	| 'deleteBack'
	| 'deleteForward'
	| 'deleteWordBack'
	| 'deleteWordForward'
	| 'deleteToStart'
	| 'deleteToEnd'
	| 'newline'
	/** What was last cleared at once. */
	| 'bringBack'
	// messages that could not be sent
	| 'failedPrevious'
	| 'failedNext'
	/** Connects now instead of after the pause. */
	| 'retryNow';
