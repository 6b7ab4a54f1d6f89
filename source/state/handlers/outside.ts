/** Handles what became of that which other programs and files were asked for: links, exported conversations. */
import {counted} from '../../../protocol/counted.ts';
import {safeText} from '../../../protocol/text.ts';
import {labelOf} from '../chats/contacts.ts';
import {textEdited} from '../command-bar/external-editor.ts';
import {say} from '../chats/saying.ts';
import {withoutHome} from '../exchange/transfer-text.ts';
import {step, type Handlers} from '../model/step.ts';

export const outside: Handlers<'linkNotOpened' | 'exported' | 'textEdited' | 'textNotEdited'> = {
	linkNotOpened(state, {link}) {
		const text = safeText`No browser starts from here; the link is copied, if your terminal allows it.`;
		return step(say(state, [text]), {type: 'copy', text: link});
	},
	textEdited: (state, event) => step(textEdited(state, event)),
	textNotEdited: (state, {problem}) => step({...state, statusMessage: problem}),
	exported(state, {conversation, file, result}) {
		if ('problem' in result) return step(say(state, [result.problem], 'bad'));
		const where = withoutHome(file, state.folders.home);
		const what = counted(result.count, 'message');
		return step(say(state, [safeText`${what} of ${labelOf(state, conversation)} are in ${where}`], 'good'));
	},
};
