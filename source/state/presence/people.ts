/** Describes users and their presence in words; holds the user's own presence. */
import type {Person as Told, Presence} from '../../../protocol/presence.ts';
import {quotation, safeText, type SafeText} from '../../../protocol/text.ts';
import type {Person, State} from '../model/state.ts';
import {momentText} from '../text/time.ts';

/** Converts a user's presence from the wire, without fields that a newer server may add. */
export function heldPerson({user, presence, since, remark}: Told): Person {
	return {
		user,
		presence,
		since,
		...(remark !== undefined && remark !== '' && {awayText: remark}),
	};
}

/** Describes the presence of a user: `bob is away: lunch`, `carol is offline, last seen 09:41`. */
export function personText(
	{user, presence, since, awayText}: Person,
	state: Pick<State, 'now' | 'settings'>,
): SafeText {
	if (presence !== 'offline')
		return safeText`${user} is ${presence}${awayText === undefined ? '' : safeText`: ${quotation(awayText)}`}`;
	return since === 0
		? safeText`${user} is offline`
		: safeText`${user} is offline, last seen ${momentText(since, state)}`;
}

/** Returns the user's own presence, as others see it. */
export function ownPresence({me, people}: State): Presence {
	return (me && people.get(me.user)?.presence) ?? 'online';
}

/** Returns the user's own away text. */
export function ownAwayText({me, people}: State): string | undefined {
	return me && people.get(me.user)?.awayText;
}

/** Sets the user's own presence, before the server announces it. */
export function withOwnPresence(state: State, presence: Presence, awayText = ''): State {
	if (!state.me) return state;
	const person = heldPerson({user: state.me.user, presence, since: state.now, remark: awayText});
	return {...state, people: new Map(state.people).set(person.user, person)};
}
