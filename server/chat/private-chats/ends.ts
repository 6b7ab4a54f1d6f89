/** Ends private chats and invitations: when a session ends, by a block, and when nobody answers in time. */
import type {UserName} from '../../../protocol/names.ts';
import {INVITATION_SECONDS} from '../../../protocol/bounds.ts';
import type {EventOf} from '../event.ts';
import type {Moment} from '../rule.ts';
import type {DeviceId, Session} from '../session.ts';
import type {State} from '../state.ts';
import type {Pair, PrivateChatEnd} from './events.ts';
import {isAtScreen, isHeldBy, isOnDevice, partnerOf, type PrivateChat} from './slice.ts';

/** Lists the private chats of a user, invitations included. */
export function privateChatsOf(state: State, user: UserName): PrivateChat[] {
	const chats = state.privateChats.ofUser.get(user) ?? [];
	return [...chats].flatMap(chat => state.privateChats.byId.get(chat) ?? []);
}

export function privateEnded(
	{chat, from, to, device, script, accepter}: Pair,
	why: PrivateChatEnd,
): EventOf<'privateEnded'> {
	const sides = {
		from,
		to,
		device,
		...(script !== undefined && {script}),
		...(accepter !== undefined && {accepter}),
	};
	return {type: 'privateEnded', chat, ...sides, why};
}

/** Lists the private chats and invitations that the user has at a screen, not those of a script. */
function chatsAtScreen(state: State, user: UserName): PrivateChat[] {
	return privateChatsOf(state, user).filter(each => isAtScreen(each, user));
}

/** Ends all private chats and invitations of a user whose last screen signs out. */
export function endPrivateChatsOf(state: State, user: UserName): Array<EventOf<'privateEnded'>> {
	return chatsAtScreen(state, user).map(each => privateEnded(each, 'signedOut'));
}

/** Ends the private chats that the user has on some devices, with their invitations. */
export function endPrivateChatsOn(
	state: State,
	user: UserName,
	isLeft: (device: DeviceId) => boolean,
): Array<EventOf<'privateEnded'>> {
	const left = chatsAtScreen(state, user).filter(each => {
		const device = each.from === user ? each.device : each.accepter;
		return device !== undefined && isLeft(device);
	});
	return left.map(each => privateEnded(each, 'signedOut'));
}

/** Ends the invitations that wait for an answer of the user. */
export function endInvitationsTo(state: State, user: UserName): Array<EventOf<'privateEnded'>> {
	const open = privateChatsOf(state, user).filter(({to, accepted}) => to === user && !accepted);
	return open.map(each => privateEnded(each, 'signedOut'));
}

/** Ends the exchanges and invitations of a script, which does not come back. */
export function endExchangesOf(state: State, script: Session): Array<EventOf<'privateEnded'>> {
	const own = privateChatsOf(state, script.user).filter(each => isHeldBy(each, script));
	return own.map(each => privateEnded(each, 'signedOut'));
}

/** Ends the exchanges between two users who are no longer friends. */
export function endExchangesBetween(
	state: State,
	user: UserName,
	other: UserName,
): Array<EventOf<'privateEnded'>> {
	const between = privateChatsOf(state, user).filter(
		each => each.purpose === 'exchange' && partnerOf(each, user) === other,
	);
	return between.map(each => privateEnded(each, 'ended'));
}

/** Withdraws the invitations of a device that would not hear of the answer. */
export function withdrawInvitationsOf(
	state: State,
	user: UserName,
	device: DeviceId,
): Array<EventOf<'privateEnded'>> {
	const own = chatsAtScreen(state, user).filter(each => isOnDevice(each, user, device));
	const open = own.filter(({from, accepted}) => from === user && !accepted);
	return open.map(each => privateEnded(each, 'withdrawn'));
}

/** Tells whether an invitation was not answered in time. @param uptime milliseconds of this run */
export function hasExpired({accepted, invited}: PrivateChat, uptime: number): boolean {
	return !accepted && invited + 1000 * INVITATION_SECONDS <= uptime;
}

/** Ends the invitations that were not answered in time. */
export function expireInvitations(
	state: State,
	{uptime}: Pick<Moment, 'uptime'>,
): Array<EventOf<'privateEnded'>> {
	const expired = [...state.privateChats.byId.values()].filter(each => hasExpired(each, uptime));
	return expired.map(each => privateEnded(each, 'expired'));
}

/** Forgets the private chats of a side whose link broke a grace period ago. */
export function forgetLost(
	state: State,
	{uptime, policy: {grace}}: Pick<Moment, 'uptime' | 'policy'>,
): Array<EventOf<'privateForgotten'>> {
	const isLost = ({lost = new Map()}: PrivateChat) => [...lost.values()].some(at => at + grace <= uptime);
	const lost = [...state.privateChats.byId.values()].filter(each => isLost(each));
	return lost.map(({chat}) => ({type: 'privateForgotten', chat}));
}
