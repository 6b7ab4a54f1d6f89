/** Defines the dialogs of chats and accounts: questions of others, somebody offline, a new password, searching. */
import {safeText} from '../../../../protocol/text.ts';
import {directWith} from '../../chats/conversations.ts';
import {switchTo} from '../../chats/opening.ts';
import {step} from '../../model/step.ts';
import {proposalText} from '../proposal-text.ts';
import {no, noButtons, type Definitions} from './definition.ts';

export const generalDialogs: Definitions<'proposal' | 'leaveMessage' | 'password' | 'jump' | 'search'> = {
	proposal: {
		title: ({proposal: {kind}}) => (kind === 'friend' ? safeText`Friend request` : safeText`Invitation`),
		lines: ({proposal}) => [proposalText(proposal)],
		choices: [{key: 'l', label: safeText`Later`}, no, {key: 'y', label: safeText`Yes`}],
		enter: 'l',
		escape: 'l',
		answer(state, {proposal: {kind, from, room}}, key) {
			const list = kind === 'friend' ? '/friends' : '/rooms';
			if (key === 'l') return step({...state, statusMessage: safeText`${list} shows it again.`});
			const about = {kind, from, ...(room !== undefined && {room})};
			return step(state, {
				type: 'request',
				request: {type: 'answerQuestion', ...about, accept: key === 'y'},
			});
		},
	},
	leaveMessage: {
		title: () => safeText`Nobody there`,
		lines: ({user}) => [
			safeText`${user} is offline, so there can be no chat now.`,
			safeText`Leave a message? It waits for the next sign-in.`,
		],
		choices: [no, {key: 'y', label: safeText`Leave a message`}],
		enter: 'n',
		escape: 'n',
		answer(state, {user}, key) {
			const id = directWith(state, user);
			return step(key === 'y' && id !== undefined ? switchTo(state, id) : state);
		},
	},
	password: {
		title: () => safeText`Change your password`,
		lines: () => [safeText`Your other devices must sign in again afterwards.`],
		...noButtons,
	},
	jump: {title: () => safeText`Go to a chat or a command`, lines: () => [], ...noButtons},
	search: {title: () => safeText`Search`, lines: () => [], ...noButtons},
};
