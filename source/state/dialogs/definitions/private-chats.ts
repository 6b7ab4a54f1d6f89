/** Defines the dialogs of private chats: invitations, changed keys, and the comparison of safety numbers. */
import {privateWith} from '../../../../protocol/conversation-kind.ts';
import {safeText} from '../../../../protocol/text.ts';
import {switchTo} from '../../chats/opening.ts';
import {accept} from '../../chats/private-chats.ts';
import {say} from '../../chats/saying.ts';
import type {Effect} from '../../model/effect.ts';
import {andThen, step} from '../../model/step.ts';
import {keyText, numberLines} from '../private-chat-text.ts';
import {no, onlyClose, postponed, type Definitions} from './definition.ts';

export const privateChatDialogs: Definitions<'privateInvitation' | 'changedPeer' | 'verify'> = {
	privateInvitation: {
		title: () => safeText`Private chat`,
		lines: (dialog, state) => [
			safeText`${dialog.user} invites you to a private chat, encrypted from client to client.`,
			keyText(state, dialog),
		],
		choices: [{key: 'l', label: safeText`Later`}, no, {key: 'y', label: safeText`Yes`}],
		enter: 'l',
		escape: 'l',
		answer(state, dialog, key) {
			const {chat, user} = dialog;
			const request = (isAccepted: boolean): Effect => ({
				type: 'request',
				request: {type: 'answerPrivate', chat, accept: isAccepted},
			});
			if (key === 'l') return step(postponed(state, dialog));
			if (key !== 'y')
				return step(say(state, [safeText`You declined the private chat with ${user}`]), request(false));
			return andThen(accept(state, {chat, user}), next =>
				step(switchTo(next, privateWith(user)), request(true)),
			);
		},
	},
	changedPeer: {
		title: ({user}) => safeText`${user} has another key`,
		lines: ({user, expected, got}, {peers}) => [
			peers.get(user)?.verified
				? safeText`The key of ${user} is not the one that you have verified.`
				: safeText`The key of ${user} is not the one that this client knows.`,
			safeText`A new computer gives a new key. So does someone in between who pretends to be ${user}.`,
			safeText`Known ${expected}`,
			safeText`Now   ${got}`,
			safeText`No private chat was opened. Ask ${user} by phone or in person. If the key is really new: /forget-key ${user}, then invite again.`,
		],
		...onlyClose,
	},
	verify: {
		title: ({user}) => safeText`Safety number with ${user}`,
		lines: ({user, safetyNumber}) => [
			...numberLines(safetyNumber),
			safeText`Compare it with what ${user} sees, by phone or in person: equal numbers prove that nobody sits in between.`,
		],
		choices: [
			{key: 'n', label: safeText`Not now`},
			{key: 'y', label: safeText`They are equal`},
		],
		enter: 'n',
		escape: 'n',
		answer(state, {user, fingerprint}, key) {
			const pin = state.peers.get(user);
			if (key !== 'y' || pin?.fingerprint !== fingerprint) return step(state);
			const peer = {...pin, verified: true};
			const verified = {...state, peers: new Map(state.peers).set(user, peer)};
			const text = safeText`You have verified the key of ${user}`;
			return step(say(verified, [text], 'good', privateWith(user)), {type: 'keepPeer', peer});
		},
	},
};
