/** Announces moderation to those concerned: the reason to a user who is put out, roles, and deleted accounts to all. */
import type {AnnouncementOf} from '../../../protocol/index.ts';
import type {UserName} from '../../../protocol/names.ts';
import type {Announcers, Announcing} from '../audience.ts';
import {screensOf, sessionsOf} from '../people.ts';
import type {State} from '../state.ts';

type Why = Omit<AnnouncementOf<'signedOut'>, 'type'>;

/** Tells every session of the user why it ends; the events that end them follow. */
function putOut(state: State, user: UserName, why: Why): Announcing {
	const to = sessionsOf(state, user).map(({connection}) => connection);
	return {to, announcement: {type: 'signedOut', ...why}};
}

const said = (text: string | undefined) => (text === undefined ? {} : {text});
const roleChanged = (state: State, user: UserName, admin: boolean): Announcing[] => [
	{to: screensOf(state, [user]), announcement: {type: 'roleChanged', admin}},
];

export const administrationAnnouncers: Announcers = {
	kicked: (state, {user, by, reason}) => [putOut(state, user, {reason: 'kicked', by, ...said(reason)})],
	banned: (state, {user, by, reason, until}) => [
		putOut(state, user, {reason: 'banned', by, ...said(reason), ...(until !== undefined && {until})}),
	],
	passwordReset: (state, {user, by}) => [putOut(state, user, {reason: 'passwordReset', by})],
	userDeleted(state, {user, by}) {
		const others = [...state.presence.connections.keys()].filter(other => other !== user);
		return [
			putOut(state, user, {reason: 'deleted', by}),
			{to: screensOf(state, others), announcement: {type: 'userDeleted', user}},
		];
	},
	adminAppointed: (state, {user}) => roleChanged(state, user, true),
	adminDismissed: (state, {user}) => roleChanged(state, user, false),
};
