/** Checks that a user takes part in a conversation. */
import {participants, traitsOf} from '../../../protocol/conversation-kind.ts';
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import {refuse, type Refusal} from '../../../protocol/refusals.ts';
import {isDeleted} from '../roles.ts';
import {accountExists} from '../rule.ts';
import type {State} from '../state.ts';

/** @returns a refusal, or undefined where `user` takes part in the conversation, which may have no message yet, or a partner whose account was deleted */
export function closedTo(state: State, conversation: ConversationId, user: UserName): Refusal | undefined {
	if (traitsOf(conversation).hasMembers) {
		const isMember = state.conversations.byId.get(conversation)?.members.has(user);
		return isMember ? undefined : refuse('notMember', {room: conversation});
	}

	const people = participants(conversation);
	if (!people.includes(user)) return refuse('notYourConversation');
	const unknown = people.find(each => !accountExists(state, each) && !isDeleted(state, each));
	return unknown === undefined ? undefined : refuse('noSuchUser', {user: unknown});
}
