/** Decides which screens of a user a new one takes the place of, and what becomes of their private chats. */
import type {UserName} from '../../../protocol/names.ts';
import type {ChatEvent} from '../event.ts';
import {sessionsOf} from '../people.ts';
import {endInvitationsTo, endPrivateChatsOn, withdrawInvitationsOf} from '../private-chats/ends.ts';
import type {Facts} from '../rule.ts';
import type {DeviceId, Session} from '../session.ts';
import type {State} from '../state.ts';

/**
 * Lists the screens that a new one on this device takes the place of: those of the same device, and as many of the others as are too many;
 * those that are dead first, then the oldest.
 */
export function inTheWayOf(screens: readonly Session[], device: DeviceId, {alive, policy}: Facts): Session[] {
	const own = screens.filter(screen => screen.device === device);
	const others = screens.filter(screen => screen.device !== device);
	const excess = Math.max(0, others.length + 1 - policy.screens);
	const isAlive = ({connection}: Session) => Number(alive?.has(connection) ?? false);
	others.sort((one, other) => isAlive(one) - isAlive(other) || one.since - other.since);
	return [...own, ...others.slice(0, excess)];
}

type Coming = {
	user: UserName;
	device: DeviceId;
	token: 'newToken' | 'sameToken';
	inTheWay: readonly Session[];
};

/**
 * Ends the private chats of clients that another one takes the place of: also of those whose link broke, where all screens are taken. A
 * client that comes back by itself keeps them; of an answer to its invitations it may have missed the announcement.
 */
export function privateChatsLeft(
	state: State,
	{user, device, token, inTheWay}: Coming,
	{policy}: Pick<Facts, 'policy'>,
): ChatEvent[] {
	const left = new Set(inTheWay.map(each => each.device));
	const screens = sessionsOf(state, user).filter(({as}) => as === 'screen');
	const staying = new Set(screens.map(each => each.device).filter(each => !left.has(each)));
	const isFull = staying.size + 1 >= policy.screens;
	const isBack = token === 'sameToken';
	const isLeft = (other: DeviceId) =>
		other === device ? !isBack : left.has(other) || (isFull && !staying.has(other));
	const hasHeard = staying.size > 0 || (isBack && inTheWay.every(each => each.device === device));
	return [
		...endPrivateChatsOn(state, user, isLeft),
		...(isBack ? withdrawInvitationsOf(state, user, device) : []),
		...(hasHeard ? [] : endInvitationsTo(state, user)),
	];
}
