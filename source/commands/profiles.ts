/** Defines the commands of profiles: /profile and /relay. */
import {safeText} from '../../protocol/text.ts';
import {openProfile} from '../state/dialogs/profile-form.ts';
import {askPeer} from '../state/exchange/asking.ts';
import {step} from '../state/model/step.ts';
import {friend, user} from './addressees.ts';
import {optional} from '../../terminal/commands/arguments.ts';
import {defineCommand} from './command.ts';
import {exchangeFault, exchangePartner, isOffline, ownFault, partnerFault} from './exchange.ts';

export const profile = defineCommand({
	name: 'profile',
	aliases: ['request'],
	group: 'people',
	summary: safeText`show what a friend tells about themselves; without a name, edit what you tell`,
	details: [
		safeText`Your friends fetch your profile from your client, not from the server. While a friend is offline, the copy fetched last is shown.`,
	],
	args: {user: optional(exchangePartner())},
	run({user: partner}, {state, me}) {
		if (partner === undefined || partner === me.user)
			return ownFault(state) ?? step(openProfile(state), {type: 'readProfile', user: me.user});
		if (isOffline(state, partner))
			return (
				partnerFault(state, partner) ?? ownFault(state) ?? step(state, {type: 'readProfile', user: partner})
			);
		return exchangeFault(state, partner) ?? askPeer(state, partner, {type: 'getProfile', of: partner});
	},
});

export const relay = defineCommand({
	name: 'relay',
	group: 'people',
	summary: safeText`ask a friend for the copy of another user's profile`,
	details: [safeText`The copy is shown only if it is signed with the key of that user that is known here.`],
	args: {friend: friend(), user: user()},
	run({friend: from, user: of}, {state, me}) {
		const fault = exchangeFault(state, from);
		if (fault) return fault;
		if (of === me.user) return {problem: safeText`That is your own profile; /profile shows it.`};
		if (of === from) return {problem: safeText`Ask ${of} directly: /profile ${of}.`};
		return askPeer(state, from, {type: 'getProfile', of});
	},
});
