/** Gathers the definitions of all dialogs; the compiler names a dialog without one. */
import type {Dialog} from '../../model/dialog.ts';
import type {Definition, Definitions} from './definition.ts';
import {administrationDialogs} from './administration.ts';
import {exchangeDialogs} from './exchange.ts';
import {generalDialogs} from './general.ts';
import {joinLineDialogs} from './join-lines.ts';
import {messageDialogs} from './messages.ts';
import {pastingDialogs} from './pasting.ts';
import {privateChatDialogs} from './private-chats.ts';
import {quittingDialogs} from './quitting.ts';
import {signInDialogs} from './sign-in.ts';

const definitions: Definitions<Dialog['type']> = {
	...signInDialogs,
	...joinLineDialogs,
	...generalDialogs,
	...privateChatDialogs,
	...exchangeDialogs,
	...quittingDialogs,
	...administrationDialogs,
	...messageDialogs,
	...pastingDialogs,
};

export function definitionOf(type: Dialog['type']): Definition<Dialog['type']> {
	return definitions[type] as Definition<Dialog['type']>; // the dialog's own type is the key
}
