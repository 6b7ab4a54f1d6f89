/** Defines the dialogs that show the line with which others join: in a frame, and alone on the screen. */
import {areLocal} from '../../../../protocol/address.ts';
import {inviteTermsText} from '../../../../protocol/invite-terms.ts';
import {safeText, type SafeText} from '../../../../protocol/text.ts';
import type {Choice} from '../../../../terminal/layout/dialog.ts';
import {joinCommand} from '../../../../terminal/layout/join-line.ts';
import type {State} from '../../model/state.ts';
import {step, type Step} from '../../model/step.ts';
import {joinCommands, joinLineDialog, joinLines} from '../../sign-in/join-commands.ts';
import {momentText} from '../../text/time.ts';
import {close, onlyClose, type Definitions} from './definition.ts';

const choices: readonly Choice[] = [
	{key: 'c', label: safeText`Copy`},
	{key: 'q', label: safeText`Alone, with QR code`},
	close,
];

/** Copies the line, or shows it alone on the screen, in front of all else. */
function answered(state: State, line: SafeText | undefined, key: string): Step {
	if (line === undefined || key === 'o') return step(state);
	if (key === 'q') return step({...state, dialogs: [...state.dialogs, {...joinLineDialog(line), chosen: 0}]});
	const said = {...state, statusMessage: safeText`Copied, if your terminal allows it.`};
	return step(said, {type: 'copy', text: joinCommand(line)});
}

export const joinLineDialogs: Definitions<'hosting' | 'invited' | 'copyView'> = {
	hosting: {
		title: ({movedFrom}) =>
			movedFrom === undefined ? safeText`Your chat is open` : safeText`Your chat has moved`,
		lines: ({joinLines, movedFrom}, {me}) => [
			...(movedFrom === undefined
				? []
				: [safeText`It has moved from port ${movedFrom} to ${me?.address.port ?? 0}.`]),
			areLocal(joinLines)
				? safeText`From this machine only, others join it with:`
				: safeText`Others join it with:`,
			...joinLines.map(joinCommand),
			safeText`It goes on when you leave; npx chat-tui serve --stop ends it. /join-line shows this again.`,
			...(areLocal(joinLines)
				? [safeText`To let others of your network in: end it, then host it again for “This network”.`]
				: []),
		],
		choices,
		isNews: true,
		enter: 'o',
		escape: 'o',
		answer: (state, {joinLines: [best]}, key) => answered(state, best, key),
	},
	invited: {
		title: () => safeText`Invite code`,
		lines: ({made}, state) => [
			safeText`This line ${inviteTermsText(made, at => momentText(at, state))}:`,
			...(state.me ? joinCommands(state.me, made.code) : []),
			safeText`/revoke-code ${made.code} ends it.`,
		],
		choices,
		isNews: true,
		enter: 'o',
		escape: 'o',
		answer: (state, {made}, key) => answered(state, state.me && joinLines(state.me, made.code)[0], key),
	},
	/** No pane draws it: the terminal shows it by itself. */
	copyView: {title: () => safeText``, lines: () => [], isNews: true, ...onlyClose},
};
