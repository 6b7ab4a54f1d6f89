/** Rings the bell while the terminal has no focus: for unread messages meant for the user, and for what others ask. */
import type {State} from '../model/state.ts';
import {step, type Step} from '../model/step.ts';
import {meantForMe} from '../chats/unread.ts';

/** Minimum milliseconds between two bells: messages that come together ring once. */
const MIN_SILENCE = 1000;

/** Rings if more messages meant for the user are unread than before. */
export function ringForUnread(before: State, after: State): Step {
	return meantForMe(after) > meantForMe(before) ? ring(after) : step(after);
}

/** Rings, unless the terminal has the focus, the user has switched the bell off, or it has just rung. */
export function ring(state: State): Step {
	const {settings, focused, now, bellRangAt} = state;
	const isSilent = Math.abs(now - bellRangAt) >= MIN_SILENCE; // the clock may have been set back
	if (focused || !settings.bell || !isSilent) return step(state);
	return step({...state, bellRangAt: now}, {type: 'bell'});
}
