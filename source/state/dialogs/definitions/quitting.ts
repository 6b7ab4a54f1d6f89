/** Defines the dialog that asks before the program ends while messages or files are under way. */
import {safeText} from '../../../../protocol/text.ts';
import {step} from '../../model/step.ts';
import {messagesHave} from '../private-chat-text.ts';
import type {Definitions} from './definition.ts';

export const quittingDialogs: Definitions<'quit'> = {
	quit: {
		title: () => safeText`Quit?`,
		lines: ({unsent, unreceived = 0, transfers = 0}) => [
			...(unsent > 0
				? [
						safeText`${messagesHave(unsent)} not reached the server yet.`,
						safeText`What is unsent is kept, and goes out when you are back.`,
					]
				: []),
			...(unreceived > 0
				? [
						safeText`${messagesHave(unreceived)} not reached the partner of a private chat, and would be lost.`,
					]
				: []),
			...(transfers > 0
				? [
						safeText`${transfers === 1 ? '1 file has' : `${transfers} files have`} not arrived yet, and would stop. The next time, a file goes on where it stopped.`,
					]
				: []),
		],
		choices: [
			{key: 'n', label: safeText`Stay`},
			{key: 'y', label: safeText`Quit`},
		],
		enter: 'n',
		escape: 'n',
		answer: (state, _dialog, key) => (key === 'y' ? step(state, {type: 'quit'}) : step(state)),
	},
};
