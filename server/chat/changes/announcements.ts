/** Announces changes of messages. */
import {connectionsOf, hasBlocked, presentMembersOf} from '../people.ts';
import {traitsOf} from '../../../protocol/conversation-kind.ts';
import type {UserName} from '../../../protocol/names.ts';
import type {Announcers} from '../audience.ts';

export const changeAnnouncers: Announcers = {
	/** A member who has blocked the sender, or the user who reacts, hears of the revision alone, so that none is missing. */
	messageChanged(state, {conversation, sequence, from, by, at, revision, change}) {
		const members = presentMembersOf(state, conversation);
		const isHidden = (user: UserName) =>
			traitsOf(conversation).hidesBlocked &&
			(hasBlocked(state, user, from) || (change.type === 'react' && hasBlocked(state, user, by)));
		const told = {type: 'messageChanged', conversation, sequence, by, at, revision} as const;
		const hidden = members.filter(isHidden);
		const shown = hidden.length === 0 ? members : members.filter(user => !hidden.includes(user));
		return [
			{to: connectionsOf(state, shown), announcement: {...told, change}},
			...(hidden.length > 0 ? [{to: connectionsOf(state, hidden), announcement: told}] : []),
		];
	},
};
