/** Defines the dialogs that ask before the program ends, or the user signs out, while messages or files are under way. */
import {counted} from '../../../../protocol/counted.ts';
import {safeText, type SafeText} from '../../../../protocol/text.ts';
import type {Dialog} from '../../model/dialog.ts';
import {step} from '../../model/step.ts';
import {signOut} from '../../sign-in/signing-out.ts';
import {messagesHave} from '../private-chat-text.ts';
import type {Definitions} from './definition.ts';

type Leaving = Extract<Dialog, {readonly type: 'quit' | 'signOut'}>;

const stay = {key: 'n', label: safeText`Stay`};

function underWayLines({unsent, unreceived = 0, transfers = 0}: Leaving): readonly SafeText[] {
	const files = counted(transfers, 'file has', 'files have');
	return [
		...(unsent > 0
			? [
					safeText`${messagesHave(unsent)} not reached the server yet.`,
					safeText`What is unsent is kept, and goes out when you are back.`,
				]
			: []),
		...(unreceived > 0
			? [safeText`${messagesHave(unreceived)} not reached the partner of a private chat, and would be lost.`]
			: []),
		...(transfers > 0
			? [safeText`${files} not arrived yet, and would stop. The next time, a file goes on where it stopped.`]
			: []),
	];
}

export const quittingDialogs: Definitions<Leaving['type']> = {
	quit: {
		title: () => safeText`Quit?`,
		lines: underWayLines,
		choices: [stay, {key: 'y', label: safeText`Quit`}],
		enter: 'n',
		escape: 'n',
		answer: (state, _dialog, key) => (key === 'y' ? step(state, {type: 'quit'}) : step(state)),
	},
	signOut: {
		title: () => safeText`Sign out?`,
		lines: underWayLines,
		choices: [stay, {key: 'y', label: safeText`Sign out`}],
		enter: 'n',
		escape: 'n',
		answer: (state, _dialog, key) => (key === 'y' && state.me ? signOut(state, state.me) : step(state)),
	},
};
