/** Announces to the maker of an invite code that a newcomer has used it. */
import {OPERATOR} from '../../../protocol/names.ts';
import type {Announcers} from '../audience.ts';
import {screensOf} from '../people.ts';

export const inviteCodeAnnouncers: Announcers = {
	inviteCodeUsed(state, {code, user}) {
		const {by, left} = state.inviteCodes.get(code) ?? {by: OPERATOR};
		if (by === OPERATOR) return [];
		const announcement = {type: 'inviteCodeUsed', code, user, ...(left !== undefined && {left})} as const;
		return [{to: screensOf(state, [by]), announcement}];
	},
};
