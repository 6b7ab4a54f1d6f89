/** Dispatches replies to the handlers of their topics; handles refusals and unanswered requests. */
import {failProfile} from '../dialogs/profile-form.ts';
import type {RequestOf, RequestType} from '../../../protocol/index.ts';
import {sentence, type Refusal} from '../../../protocol/refusals.ts';
import {safeText} from '../../../protocol/text.ts';
import {change, directWith} from '../chats/conversations.ts';
import {replaceTop} from '../dialogs/dialogs.ts';
import {queueDialog} from '../dialogs/pending-dialogs.ts';
import {showFoundNames, showFoundRooms} from '../actions/completing.ts';
import {membersFailed} from '../presence/members.ts';
import {openAwaited} from '../actions/arriving.ts';
import {refusedForm} from '../sign-in/form-refusals.ts';
import {changedForm} from '../sign-in/forms.ts';
import {releaseLines} from '../chats/held-lines.ts';
import {removeProposal} from '../relationships/proposals.ts';
import {setStatusMessage, say} from '../chats/saying.ts';
import {searchFailed} from '../dialogs/searching.ts';
import type {State} from '../model/state.ts';
import {andThen, step, type Handlers, type Step} from '../model/step.ts';
import {administrationReplies} from './administration.ts';
import {conversationSettingsReplies} from './conversation-settings.ts';
import {chatSessionReplies} from './chat-sessions.ts';
import {serverInfoReplies} from './server-info.ts';
import {inviteCodeReplies} from './invite-codes.ts';
import {relationshipReplies} from './relationships.ts';
import {accountReplies} from './accounts.ts';
import {changeReplies} from './changes.ts';
import {messageReplies} from './messages.ts';
import {searchReplies} from './search.ts';
import {presenceReplies} from './presence.ts';
import {answerFailed, inviteFailed, privateChatReplies} from './private-chats.ts';
import type {Replies} from './tables.ts';
import {roomOperatorReplies} from './room-operators.ts';
import {roomReplies} from './rooms.ts';

/** Requests with a handler for their reply; the others are done when their reply comes. */
const answered: Partial<Replies<RequestType>> = {
	...chatSessionReplies,
	...relationshipReplies,
	...messageReplies,
	...changeReplies,
	...presenceReplies,
	...roomReplies,
	...conversationSettingsReplies,
	...roomOperatorReplies,
	...accountReplies,
	...inviteCodeReplies,
	...serverInfoReplies,
	...searchReplies,
	...privateChatReplies,
	...administrationReplies,
};

/** Requests that the client sends without a command: their failure is not shown. */
const byItself: ReadonlySet<RequestType> = new Set([
	'mark',
	'typing',
	'active',
	'setDraft',
	'endPrivate',
	'changedSince',
	'messagesAt',
]);

export const replies: Handlers<'answered' | 'refused' | 'unanswered' | 'failed' | 'putOff'> = {
	answered(state, event) {
		const handle = answered[event.request.type] as ((state: State, answer: unknown) => Step) | undefined;
		return handle ? handle(state, event) : step(state); // the request's own type is the key
	},

	refused(state, {request, refusal}) {
		if (request.type === 'history') return step(stuck(state, request.conversation));
		if (request.type === 'findPeople') return step(showFoundNames(state, request.name));
		if (request.type === 'rooms' && request.name !== undefined)
			return step(showFoundRooms(state, request.name));
		if (request.type === 'members') return step(membersFailed(state, request));
		if (byItself.has(request.type)) return step(state);
		const dialog = state.dialogs.at(-1);
		if (request.type === 'changePassword' && dialog?.type === 'password') {
			const form = refusedForm(dialog.form, refusal);
			return step(replaceTop(state, {...dialog, form}));
		}

		if (request.type === 'search') return searchFailed(state, request, sentence(refusal));
		if (request.type === 'invitePrivate') return inviteFailed(state, request.user, sentence(refusal));
		if (request.type === 'answerPrivate') return answerFailed(state, request.chat, sentence(refusal));
		const further = request.type === 'openChat' || request.type === 'answerQuestion';
		const led = further ? refusedFurther(state, request, refusal) : undefined;
		return led ?? step(setStatusMessage(releaseLines(state, request.type), sentence(refusal)));
	},

	unanswered(before, {request}) {
		const state = releaseLines(before, request.type);
		if (request.type === 'history') return step(stuck(state, request.conversation));
		if (request.type === 'findPeople') return step(showFoundNames(state, request.name));
		if (request.type === 'rooms' && request.name !== undefined)
			return step(showFoundRooms(state, request.name));
		if (request.type === 'members') return step(membersFailed(state, request));
		if (byItself.has(request.type)) return step(state);
		const problem = safeText`The server could not be asked; try again when you are connected.`;
		if (request.type === 'search') return searchFailed(state, request, problem);
		if (request.type === 'invitePrivate') return inviteFailed(state, request.user, problem);
		if (request.type === 'answerPrivate') return answerFailed(state, request.chat, problem);
		const dialog = state.dialogs.at(-1);
		if (request.type === 'changePassword' && dialog?.type === 'password')
			return step(replaceTop(state, {...dialog, form: changedForm(dialog.form, {problem})}));
		return step(setStatusMessage(state, problem));
	},

	failed: (state, {problem}) => step(setStatusMessage(failProfile(state, problem), problem)),

	putOff: (state, {problem}) =>
		step(setStatusMessage(state, safeText`${problem} What you have sent waits until then.`)),
};

/** Handles refusals that offer a next step. */
function refusedFurther(
	state: State,
	request: RequestOf<'openChat'> | RequestOf<'answerQuestion'>,
	refusal: Refusal,
): Step | undefined {
	const said = (next: State) => step(say(next, [sentence(refusal)], 'info'));
	if (request.type === 'answerQuestion') {
		const {kind, from, room} = request;
		const to = state.me?.user;
		if (refusal.refusal !== 'questionGone' || to === undefined) return undefined;
		return said(removeProposal(state, {kind, from, to, ...(room !== undefined && {room})}));
	}

	if (refusal.refusal === 'userOffline')
		return step(queueDialog(releaseLines(state, request.type), {type: 'leaveMessage', user: request.user}));
	const id = directWith(state, request.user);
	return refusal.refusal === 'chatOpen' && id !== undefined
		? andThen(openAwaited(state, id), said)
		: undefined;
}

/** Stops fetching after a failure, which would repeat for ever. The next sign-in or opening resumes it. */
function stuck(state: State, id: RequestOf<'history'>['conversation']): State {
	return change(state, id, before => ({...before, loading: 'stuck'}));
}
