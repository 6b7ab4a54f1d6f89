/** Handles the way to a sign-in: the start, probed and hosted servers, failed sign-ins. */
import {isLocal, type Address} from '../../../protocol/address.ts';
import {userName, type UserName} from '../../../protocol/names.ts';
import {fieldOf, isRefusal, sentence} from '../../../protocol/refusals.ts';
import {cleanLine, safeText, type SafeText} from '../../../protocol/text.ts';
import {isBuiltIn} from '../../../terminal/palette.ts';
import {effectsOf} from '../../commands/settings-table.ts';
import {connect} from '../sign-in/connecting.ts';
import {countOn} from '../sign-in/countdown.ts';
import {openUnfocused} from '../dialogs/dialog-focus.ts';
import type {NewDialog} from '../dialogs/dialogs.ts';
import {queueDialog} from '../dialogs/pending-dialogs.ts';
import type {Effect} from '../model/effect.ts';
import type {EventOf} from '../model/event.ts';
import type {Credentials} from '../model/credentials.ts';
import {blockedForm, refusedForm} from '../sign-in/form-refusals.ts';
import {changedForm, newForm, renewForm, withCodeField} from '../sign-in/forms.ts';
import {setStatusMessage} from '../chats/saying.ts';
import {changeForm, formOf, isInChat, openForm} from '../model/place.ts';
import type {State} from '../model/state.ts';
import {andThen, step, type Handlers, type Step} from '../model/step.ts';
import {withoutHeld} from '../sign-in/held-text.ts';
import {failWaiting, stopWaiting} from '../sign-in/waiting.ts';
import {beenTo, withAddress, withFound} from '../sign-in/welcome.ts';

type Entrance = 'started' | 'serversFound' | 'serverProbed' | 'signInFailed' | 'hosted' | 'notHosted';

export const signIn: Handlers<Entrance> = {
	started(state, {known, settings, folders = state.folders, go}) {
		const ready = {
			...state,
			folders,
			settings: {...state.settings, ...settings},
			welcome: {...state.welcome, known, choice: 0},
		};
		const effects = settings ? [...effectsOf(settings), themesOf(ready)] : [];
		return andThen(step(ready, ...effects), next => (go ? goTo(next, go) : step(next)));
	},

	serversFound: (state, {servers}) => step(withFound(state, servers)),

	serverProbed(state, event) {
		const settled = stopWaiting(state);
		const {address} = event;
		switch (event.found) {
			case 'server':
				return isInChat(state) ? step(state) : welcomed(settled, event);
			case 'unknown':
				return openQuestion(settled, {
					type: 'unknownServer',
					address,
					fingerprint: event.fingerprint,
					...(event.account && {account: event.account}),
				});
			case 'changed':
				return openQuestion(settled, {
					type: 'changedServer',
					address,
					expected: event.expected,
					got: event.got,
				});
			case 'nothing':
				return step(
					isInChat(state) ? setStatusMessage(state, event.problem) : failWaiting(state, event.problem),
				);
			default:
				return event satisfies never;
		}
	},

	signInFailed(state, {credentials, problem}) {
		const settled = stopWaiting(state);
		if (!isRefusal(problem)) return step(couldNot(settled, problem));
		if (problem.refusal === 'alreadySignedIn') {
			const {since, address, screens} = problem;
			const free = changeForm(settled, form => changedForm(form, {}));
			return step(
				openUnfocused(free, {
					type: 'takeOver',
					credentials,
					since,
					from: cleanLine(address),
					...(screens !== undefined && {screens}),
				}),
			);
		}

		if (credentials.kind === 'resume') return step(resumeFailed(settled, credentials, sentence(problem)));
		const {kind, address, user} = credentials;
		if (problem.refusal === 'newPasswordNeeded' && kind === 'signIn')
			return step(openForm(settled, renewForm(credentials)));
		const open = formOf(state) ?? newForm(kind, address, 'unknown', user);
		const form = fieldOf(problem) === 'code' ? withCodeField(open) : open;
		const refused = refusedForm(form, problem);
		if (problem.refusal !== 'signInBlocked') return step(openForm(settled, refused));
		return countOn(openForm(settled, blockedForm(refused, problem.seconds, state.now)));
	},

	hosted(state, {address, signUp}) {
		const user = userAt(state, address);
		const form =
			user === undefined
				? newForm(
						'signUp',
						address,
						signUp,
						'',
						safeText`Your server is running. Make yourself an account on it.`,
					)
				: newForm('signIn', address, signUp, user, safeText`Your server is running.`);
		return step(openForm(stopWaiting(state), form));
	},

	notHosted: (state, {problem}) => step(failWaiting(state, problem)),
};

function themesOf({settings: {theme}}: State): Effect {
	return {type: 'readThemes', ...(!isBuiltIn(theme) && {name: theme})};
}

/** Carries out the command line. A sign-up on this machine trusts the key of its server without a question. */
function goTo(state: State, go: NonNullable<EventOf<'started'>['go']>): Step {
	if (go.kind !== 'probeServer') return connect(state, {type: 'signIn', credentials: go});
	const {kind, ...where} = go;
	const acceptUnknown = go.account?.kind === 'signUp' && isLocal(go.address);
	return connect(withAddress(state, go.address), {
		type: kind,
		...where,
		...(acceptUnknown && {acceptUnknown}),
	});
}

/** Continues at a trusted server: as the command line requests, else by a saved token, else with the form. */
function welcomed(
	state: State,
	{address, account, ...found}: EventOf<'serverProbed'> & {found: 'server'},
): Step {
	const {hello, resumableAs} = found;
	if (account?.password !== undefined) {
		const {kind, user, password} = account;
		return connect(state, {type: 'signIn', credentials: {kind, address, user, password}});
	}

	const user = account ? userName(account.user) : userAt(state, address);
	if (resumableAs !== undefined && (!account || resumableAs === user))
		return connect(state, {type: 'signIn', credentials: {kind: 'resume', address, user: resumableAs}});
	const mayBeNew = user === undefined && hello.signUp !== 'closed';
	const isInvited = mayBeNew && address.code !== undefined;
	const welcome = account && user ? beenTo(state.welcome, address, user, false) : state.welcome;
	const isClosed = user === undefined && hello.signUp === 'closed';
	const introduction = isClosed
		? safeText`No newcomers are let in here; sign in with an account that you have.`
		: undefined;
	const form = newForm(isInvited ? 'signUp' : 'signIn', address, hello.signUp, user, introduction);
	const opened = openForm({...state, welcome}, form);
	return step(mayBeNew && !isInvited ? openUnfocused(opened, {type: 'newcomer', address}) : opened);
}

/** Returns the user who signed in there last. */
function userAt({welcome}: State, {host, port}: Address): UserName | undefined {
	return welcome.known.find(({address}) => address.host === host && address.port === port)?.user;
}

/** Queues the dialog over a chat; opens it at once on the other screens. */
function openQuestion(state: State, asked: NewDialog): Step {
	return step(isInChat(state) ? queueDialog(state, asked) : openUnfocused(state, asked));
}

function couldNot(state: State, problem: SafeText): State {
	return formOf(state)
		? changeForm(state, form => changedForm(form, {problem}))
		: failWaiting(state, problem);
}

/** Opens the form after the server refused the token: the user needs the password. */
function resumeFailed(state: State, {address, user}: Credentials, introduction: SafeText): State {
	const form = newForm('signIn', address, 'unknown', user, introduction);
	const asked = withoutHeld(state); // what was typed was for the chat
	return openForm(asked, isInChat(state) ? {...form, openedAt: state.now} : form);
}
