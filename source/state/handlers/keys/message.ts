/** Binds the keys of a selected message; all others are those of the chat. */
import {
	copySelected,
	deleteSelected,
	editSelected,
	infoOnSelected,
	openLinkInSelected,
	pinSelected,
	previewSelectedFile,
	reactToSelected,
	replyToSelected,
	unfoldOrGoToQuoted,
	saveSelectedFile,
} from '../../actions/selected-message.ts';
import {nextHit} from '../../chats/hits.ts';
import {selectMessage, unselect} from '../../actions/selecting.ts';
import {chat} from './chat.ts';
import {changes, type Table} from './table.ts';

export const message: Table = {
	...chat,
	selectPrevious: changes(state => selectMessage(state, -1)),
	selectNext: changes(state => selectMessage(state, 1)),
	replyTo: replyToSelected,
	editChosen: editSelected,
	deleteChosen: deleteSelected,
	reactTo: reactToSelected,
	copyChosen: copySelected,
	openLink: openLinkInSelected,
	pinChosen: pinSelected,
	hitNext: changes(state => nextHit(state, 1)),
	hitPrevious: changes(state => nextHit(state, -1)),
	showInfo: infoOnSelected,
	unfoldOrGoToQuoted,
	saveFile: saveSelectedFile,
	previewFile: previewSelectedFile,
	cancel: changes(unselect),
	interrupt: changes(unselect),
};
