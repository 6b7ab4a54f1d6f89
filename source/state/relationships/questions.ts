/** What people ask of each other, to be friends or into a room: who waits for whose answer, and the dialogs of it. */
import {isSameProposal, type Proposal} from '../../../protocol/relationships.ts';
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import type {Dialog} from '../model/dialog.ts';
import {askInPause} from '../dialogs/dialogs.ts';
import type {State} from '../model/state.ts';
import {step, type Step} from '../model/step.ts';

type Asked = Pick<Proposal, 'kind' | 'from' | 'to' | 'room'>;

/** The question between these two to be friends, whoever asked. */
export function friendQuestion(state: State, other: UserName): Proposal | undefined {
	return state.questions.find(({kind, from, to}) => kind === 'friend' && (from === other || to === other));
}

/** The invitations into this room that wait for one's answer. */
export function invitationsTo({questions, me}: State, room: ConversationId): readonly Proposal[] {
	return questions.filter(one => one.room === room && one.to === me?.user);
}

/** One more question waits; its dialog opens when it is for oneself. */
export function questionCame(state: State, question: Proposal): State {
	const known = questionGone(state, question);
	return withQuestions({...known, questions: [...known.questions, question]}, [question]);
}

/** The dialogs of those that are for oneself wait for a pause. */
function withQuestions(state: State, questions: readonly Proposal[]): State {
	const forOneself = questions.filter(({from}) => from !== state.me?.user);
	return askInPause(state, ...forOneself.map(question => ({type: 'question', question}) as const));
}

/** The question no longer waits, and nor does its dialog. */
export function questionGone(state: State, question: Asked): State {
	const stays = (dialog: Dialog) => dialog.type !== 'question' || !isSameProposal(dialog.question, question);
	return {
		...state,
		questions: state.questions.filter(one => !isSameProposal(one, question)),
		dialogs: state.dialogs.filter(stays),
		knocking: state.knocking.filter(stays),
	};
}

/** All that wait, as the server says at sign-in. The dialogs that are open already stay, if their questions do. */
export function questionsAre(state: State, questions: readonly Proposal[]): Step {
	const told = new Map(questions.map(question => [keyOf(question), question]));
	const kept = new Map(state.questions.map(question => [keyOf(question), question]));
	for (const key of kept.keys()) if (!told.has(key)) kept.delete(key);
	const stays = (dialog: Dialog) => dialog.type !== 'question' || kept.has(keyOf(dialog.question));
	const fresh = [...told].filter(([key]) => !kept.has(key)).map(([, question]) => question);
	const settled = {
		...state,
		questions: [...kept.values(), ...fresh],
		dialogs: state.dialogs.filter(stays),
		knocking: state.knocking.filter(stays),
	};
	return step(withQuestions(settled, fresh));
}

/** The same for what {@link isSameProposal} takes for the same. */
function keyOf({kind, from, to, room}: Asked): string {
	return [kind, from, to, room].join(' ');
}
