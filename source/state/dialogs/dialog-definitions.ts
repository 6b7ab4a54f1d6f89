/** Defines each dialog: its text, its buttons, and what each button does. */
import {changeForm} from '../model/place.ts';
import {privateWith} from '../../../protocol/conversation-kind.ts';
import {addressText} from '../../../protocol/address.ts';
import {safeText, type SafeText} from '../../../protocol/text.ts';
import {connect} from '../sign-in/connecting.ts';
import {directWith} from '../chats/conversations.ts';
import {accept} from '../chats/private-chats.ts';
import {keysOf} from '../keyboard/reminders.ts';
import {byteSize} from '../text/byte-size.ts';
import {say} from '../chats/saying.ts';
import type {Effect} from '../model/effect.ts';
import {keyText, messagesHave, numberLines} from './private-chat-text.ts';
import type {Choice, Dialog} from '../model/dialog.ts';
import {switchTo} from '../chats/opening.ts';
import {proposalText} from './proposal-text.ts';
import type {State} from '../model/state.ts';
import {andThen, step, type Step} from '../model/step.ts';
import {momentText} from '../text/time.ts';
import {waitFor} from '../sign-in/waiting.ts';

type DialogOf<T extends Dialog['type']> = Extract<Dialog, {readonly type: T}>;

type Definition<T extends Dialog['type']> = {
	readonly title: (dialog: DialogOf<T>) => SafeText;
	readonly lines: (dialog: DialogOf<T>, state: State) => readonly SafeText[];
	readonly choices: readonly Choice[];
	/** Keys of the choices that Enter (unless another was chosen) and Esc take; both are harmless. */
	readonly enter: string;
	readonly escape: string;
	/** Called after the dialog has closed. */
	readonly answer: (state: State, dialog: DialogOf<T>, key: string) => Step;
};

function postponed(state: State, dialog: Dialog): State {
	return {...state, pendingDialogs: [{...dialog, postponed: true}, ...state.pendingDialogs]};
}

const no: Choice = {key: 'n', label: safeText`No`};
const cancel: Choice = {key: 'c', label: safeText`Cancel`};
const close: Choice = {key: 'o', label: safeText`OK`};
/** A dialog with text fields: no letter answers it, and Esc closes it. */
const noButtons = {choices: [], enter: 'c', escape: 'c', answer: (state: State) => step(state)};
const onlyClose = {choices: [close], enter: 'o', escape: 'o', answer: (state: State) => step(state)};

const definitions: {readonly [T in Dialog['type']]: Definition<T>} = {
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
	takeOver: {
		title: () => safeText`Already signed in`,
		lines: ({credentials, since, from}, {now}) => [
			safeText`${credentials.user} has been signed in since ${momentText(since, now)}, from ${from}.`,
			safeText`Take the session over? The other one is signed out then.`,
		],
		choices: [no, {key: 'y', label: safeText`Take over`}],
		enter: 'n',
		escape: 'n',
		answer(state, {credentials}, key) {
			if (key !== 'y' || credentials.kind === 'signUp') return step(state);
			const waiting = changeForm(state, form => ({...form, waiting: true}));
			return step(waiting, {type: 'signIn', credentials: {...credentials, takeOver: true}});
		},
	},
	unknownServer: {
		title: () => safeText`A server you have not been to`,
		lines: ({address, fingerprint}) => [
			safeText`The key of ${addressText(address)} is`,
			safeText`SHA256:${fingerprint}`,
			safeText`Compare it with what its operator tells you. Is it the same?`,
		],
		choices: [no, {key: 'y', label: safeText`Yes, trust it`}],
		enter: 'n',
		escape: 'n',
		answer: (state, {address, fingerprint, account}, key) =>
			key === 'y'
				? connect(state, {type: 'trust', address, fingerprint, ...(account && {account})})
				: step(state),
	},
	changedServer: {
		title: () => safeText`This is not the server you know`,
		lines: ({address, expected, got}) => [
			safeText`The server at ${addressText(address)} has another key than before.`,
			safeText`Expected SHA256:${expected}`,
			safeText`Got      SHA256:${got}`,
			safeText`Nothing was sent to it. If its operator confirms the change, run`,
			safeText`chat-tui forget-server ${addressText(address)}`,
		],
		...onlyClose,
	},
	host: {
		title: () => safeText`Host a chat`,
		lines: () => [
			safeText`Who may join?`,
			safeText`The server goes on when you leave; chat-tui serve --stop ends it.`,
		],
		choices: [
			{key: 'm', label: safeText`Only this machine`},
			{key: 't', label: safeText`This network`},
			cancel,
		],
		enter: 'm',
		escape: 'c',
		answer: (state, _dialog, key) =>
			key === 'c'
				? step(state)
				: step(waitFor(state, safeText`Starting the server…`), {type: 'host', network: key === 't'}),
	},
	hosting: {
		title: () => safeText`Your chat is open`,
		lines: ({joinLines}) => [
			safeText`Others join it with:`,
			...joinLines.map(line => safeText`npx chat-tui ${line}`),
			safeText`It goes on when you leave; chat-tui serve --stop ends it. /whoami shows this again.`,
		],
		choices: [{key: 'c', label: safeText`Copy`}, close],
		enter: 'o',
		escape: 'o',
		answer(state, {joinLines: [best]}, key) {
			if (key !== 'c' || best === undefined) return step(state);
			const statusMessage = safeText`Copied, if your terminal allows it.`;
			return step({...state, statusMessage}, {type: 'copy', text: safeText`npx chat-tui ${best}`});
		},
	},
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
	fileOffer: {
		title: () => safeText`A file for you`,
		lines: ({user, offer: {name, size}}) => [
			safeText`${user} offers you a file of ${byteSize(size)}:`,
			name,
			safeText`Fetch it to this machine?`,
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
	jump: {title: () => safeText`Go to a chat`, lines: () => [], ...noButtons},
	search: {title: () => safeText`Search`, lines: () => [], ...noButtons},
};

export function definitionOf(type: Dialog['type']): Definition<Dialog['type']> {
	return definitions[type] as Definition<Dialog['type']>; // the dialog's own type is the key
}
