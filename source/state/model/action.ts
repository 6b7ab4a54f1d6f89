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
	/** Switches between signing in and signing up. */
	| 'switchForm'
	/** Takes the dialog's choice with this key. */
	| {readonly choose: string}
	/** A click on a button, choice or field, by its index, from 0. */
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
	| 'catchUp'
	| 'firstUnread'
	| 'mentionPrevious'
	| 'mentionNext'
	| 'toggleList'
	| 'members'
	/** Says who is in the room, where no list can be shown. */
	| 'names'
	/** Shows the messages alone on the screen. */
	| 'bareView'
	| {readonly conversation: number}
	| 'jump'
	| 'search'
	/** Switches between the open conversation and all conversations. */
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
	/** On an empty bar they scroll. */
	| 'startOrTop'
	| 'endOrNewest'
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
	| 'undo'
	/** Opens the user's editor with the text. */
	| 'editText'
	/** Ctrl-X: with the next key it is another one. */
	| 'prefix'
	/** Restores the text cleared last. */
	| 'bringBack'
	// the selected message
	| 'selectPrevious'
	| 'selectNext'
	| 'replyTo'
	| 'editChosen'
	| 'deleteChosen'
	| 'reactTo'
	| 'copyChosen'
	| 'openLink'
	| 'pinChosen'
	| 'showInfo'
	| 'unfoldOrGoToQuoted'
	| 'hitNext'
	| 'hitPrevious'
	| 'saveFile'
	| 'previewFile'
	// failed messages
	| 'failedPrevious'
	| 'failedNext'
	/** Connects now instead of after the backoff. */
	| 'retryNow';
