/** What people ask of each other, to be friends or into a room: who waits for whose answer, and the dialogs of it. */
import {isSameQuestion} from '../../protocol/circles.ts';
import type {ConversationId, UserName} from '../../protocol/names.ts';
import type {Question} from '../../protocol/requests.ts';
import type {Dialog} from './dialog.ts';
import {askInPause} from './dialogs.ts';
import type {State} from './state.ts';
import {step, type Step} from './step.ts';

type Asked = Pick<Question, 'kind' | 'from' | 'to' | 'room'>;

/** The question between these two to be friends, whoever asked. */
export function friendQuestion(state: State, other: UserName): Question | undefined {
	return state.questions.find(({kind, from, to}) => kind === 'friend' && (from === other || to === other));
}

/** The invitations into this room that wait for one's answer. */
export function invitationsTo({questions, me}: State, room: ConversationId): readonly Question[] {
	return questions.filter(one => one.room === room && one.to === me?.user);
}

/** One more question waits; its dialog opens when it is for oneself. */
export function questionCame(state: State, question: Question): State {
	const known = questionGone(state, question);
	const waiting = {...known, questions: [...known.questions, question]};
	const isOwn = question.from === state.me?.user;
	return isOwn ? waiting : askInPause(waiting, {type: 'question', question});
}

/** The question no longer waits, and nor does its dialog. */
export function questionGone(state: State, question: Asked): State {
	const stays = (dialog: Dialog) => dialog.type !== 'question' || !isSameQuestion(dialog.question, question);
	return {
		...state,
		questions: state.questions.filter(one => !isSameQuestion(one, question)),
		dialogs: state.dialogs.filter(stays),
		knocking: state.knocking.filter(stays),
	};
}

/** All that wait, as the server says at sign-in. The dialogs that are open already stay, if their questions do. */
export function questionsAre(state: State, questions: readonly Question[]): Step {
	const settled = state.questions
		.filter(one => !questions.some(other => isSameQuestion(one, other)))
		.reduce(questionGone, state);
	const fresh = questions.filter(one => !settled.questions.some(other => isSameQuestion(one, other)));
	return step(fresh.reduce(questionCame, settled));
}
