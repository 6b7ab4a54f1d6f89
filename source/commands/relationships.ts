/** Defines the commands of relationships: friends (/friend …) and blocks (/block …). */
import {safeText} from '../../protocol/text.ts';
import {say, shortened} from '../state/chats/saying.ts';
import {pendingProposalText} from '../state/dialogs/proposal-text.ts';
import {friendRequestWith} from '../state/relationships/proposals.ts';
import {step} from '../state/model/step.ts';
import {personText} from '../state/presence/people.ts';
import {blockedUser, friend as friendOf, user} from './addressees.ts';
import {defineCommand} from './command.ts';
import {sendRequest} from './request.ts';

export const friend = defineCommand({
	name: 'friend',
	group: 'people',
	consequence: 'sends',
	summary: safeText`send a friend request, or accept theirs`,
	details: [
		safeText`A request to a user who is offline waits. /unfriend cancels yours, or declines theirs; /friends lists all pending ones.`,
	],
	args: {user: user()},
	run: ({user}, {state}) => sendRequest(state, {type: 'befriend', user}),
});

export const unfriend = defineCommand({
	name: 'unfriend',
	group: 'people',
	consequence: 'ends',
	summary: safeText`end a friendship, decline a friend request, or cancel yours`,
	args: {user: friendOf()},
	run: ({user}, {state}) =>
		sendRequest(
			state,
			friendRequestWith(state, user)?.from === user
				? {type: 'answerQuestion', kind: 'friend', from: user, accept: false}
				: {type: 'unfriend', user},
		),
});

export const friends = defineCommand({
	name: 'friends',
	group: 'people',
	summary: safeText`list your friends and the pending friend requests`,
	run(_args, {state, me}) {
		const friends = [...state.friends].sort().flatMap(user => state.people.get(user) ?? []);
		const waiting = state.proposals.filter(({kind}) => kind === 'friend');
		const lines = [
			...shortened(friends.map(person => personText(person, state))),
			...waiting.map(question => pendingProposalText(question, me.user)),
		];
		const none = safeText`You have no friends here yet; /friend <user> sends a request.`;
		return step(say(state, lines.length > 0 ? lines : [none]));
	},
});

export const block = defineCommand({
	name: 'block',
	aliases: ['ignore'],
	group: 'people',
	summary: safeText`stop a user from messaging, inviting or seeing you`,
	details: [safeText`Their messages in rooms are hidden.`],
	args: {user: user()},
	run: ({user}, {state}) => sendRequest(state, {type: 'block', user}),
});

export const unblock = defineCommand({
	name: 'unblock',
	aliases: ['unignore'],
	group: 'people',
	summary: safeText`let a user reach you again`,
	args: {user: blockedUser()},
	run: ({user}, {state}) => sendRequest(state, {type: 'unblock', user}),
});

export const blocked = defineCommand({
	name: 'blocked',
	group: 'people',
	summary: safeText`list the users whom you have blocked`,
	run: (_args, {state}) =>
		step(
			say(state, [
				state.blocked.size === 0
					? safeText`You have blocked nobody.`
					: safeText`You have blocked ${[...state.blocked].sort().join(', ')}.`,
			]),
		),
});
