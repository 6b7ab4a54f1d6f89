/** Decides on drafts, which a user's screens tell each other where there may be several. */
import {refuse} from '../../../protocol/refusals.ts';
import {closedTo} from '../conversations/access.ts';
import {answer, type MemberRule} from '../rule.ts';

const setDraft: MemberRule<'setDraft'> = (
	state,
	{session: {user, as}},
	{conversation, text},
	{policy: {screens}},
) => {
	if (as === 'script') return refuse('notSignedIn');
	const refusal = closedTo(state, conversation, user);
	if (refusal) return refusal;
	const before = state.drafts.get(user)?.get(conversation) ?? '';
	if (screens === 1 || text === before) return answer({});
	return {events: [{type: 'draftSet', user, conversation, text}], reply: () => ({})};
};

export const draftRules = {setDraft};
