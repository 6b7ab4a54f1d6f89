/** Defines the dialogs of files and profiles: an offered file, and the form of the own profile. */
import {safeText} from '../../../../protocol/text.ts';
import {say} from '../../chats/saying.ts';
import {keysOf} from '../../keyboard/reminders.ts';
import {step} from '../../model/step.ts';
import {byteSize} from '../../../../protocol/byte-size.ts';
import {no, noButtons, postponed, type Definitions} from './definition.ts';

export const exchangeDialogs: Definitions<'fileOffer' | 'profile'> = {
	fileOffer: {
		title: () => safeText`A file for you`,
		lines: ({user, offer: {name, size}}) => [
			safeText`${user} offers you a file of ${byteSize(size)}. Fetch it to this machine?`,
			name,
		],
		choices: [{key: 'l', label: safeText`Later`}, no, {key: 'y', label: safeText`Yes`}],
		enter: 'l',
		escape: 'l',
		answer(state, dialog, key) {
			if (key === 'l') return step(postponed(state, dialog));
			const {user, offer} = dialog;
			const accept = key === 'y';
			const said = accept ? state : say(state, [safeText`You declined ${offer.name} of ${user}`]);
			return step(said, {type: 'answerOffer', user, offer: offer.id, accept});
		},
	},
	profile: {
		title: () => safeText`Your profile, for your friends`,
		lines: () => [
			safeText`${keysOf('dialogFields', 'submit')} in the last field saves; ${keysOf('dialogFields', 'newline')} there begins a new line.`,
		],
		...noButtons,
		answer: (state, dialog) =>
			step(
				say(state, [
					dialog.step === 'saving'
						? safeText`Your profile is being saved`
						: safeText`Your profile stays as it was`,
				]),
			),
	},
};
