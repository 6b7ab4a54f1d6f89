/** Handles what became of that which other programs and files were asked for: links, exported conversations. */
import {counted} from '../../../protocol/counted.ts';
import {safeText, type SafeText} from '../../../protocol/text.ts';
import {labelOf} from '../chats/contacts.ts';
import {textEdited} from '../command-bar/external-editor.ts';
import {say, setStatusMessage} from '../chats/saying.ts';
import type {OwnTheme} from '../../../terminal/own-theme.ts';
import {withoutHome} from '../exchange/transfer-text.ts';
import {step, type Handlers} from '../model/step.ts';

type Outside = 'linkNotOpened' | 'exported' | 'textEdited' | 'textNotEdited' | 'themesRead';

export const outside: Handlers<Outside> = {
	linkNotOpened(state, {link}) {
		const text = safeText`No browser starts from here; the link is copied, if your terminal allows it.`;
		return step(say(state, [text]), {type: 'copy', text: link});
	},
	textEdited: (state, event) => step(textEdited(state, event)),
	/** A theme that cannot be used leaves the colours as they are. */
	themesRead(state, {names, found, isChosen}) {
		if (!found || 'problem' in found) {
			const listed = {...state, ownThemes: {...state.ownThemes, names}};
			return step(found ? setStatusMessage(listed, found.problem) : listed);
		}

		const read = {...state, ownThemes: {names, read: found}};
		if (!isChosen) return step(read);
		const changed = {theme: found.name};
		const chosen = {...read, settings: {...state.settings, ...changed}};
		return step(say(chosen, [themeText(found)]), {type: 'keepSettings', changed});
	},
	textNotEdited: (state, {problem}) => step({...state, statusMessage: problem}),
	exported(state, {conversation, file, result}) {
		if ('problem' in result) return step(say(state, [result.problem], 'bad'));
		const where = withoutHome(file, state.folders.home);
		const what = counted(result.count, 'message');
		return step(say(state, [safeText`${what} of ${labelOf(state, conversation)} are in ${where}`], 'good'));
	},
};

function themeText({name, base, faint}: OwnTheme): SafeText {
	const hard = safeText`; hard to read on a usual ${base} background, where 4.5:1 is enough: ${faint.join(', ')}`;
	return safeText`Theme: ${name}, your own, on top of ${base}${faint.length > 0 ? hard : ''}`;
}
