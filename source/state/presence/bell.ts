/** Rings the bell for unread messages meant for the user, while the terminal has no focus. */
import type {State} from '../model/state.ts';
import {step, type Step} from '../model/step.ts';
import {meantForMe} from '../chats/unread.ts';

/** Minimum milliseconds between two bells: messages that come together ring once. */
const MIN_SILENCE = 1000;

/** Rings if more messages meant for the user are unread than before. */
export function ring(before: State, after: State): Step {
	const {settings, focused, now, bellRangAt} = after;
	const isNews = meantForMe(after) > meantForMe(before);
	const isSilent = Math.abs(now - bellRangAt) >= MIN_SILENCE; // the clock may have been set back
	if (!isNews || focused || !settings.bell || !isSilent) return step(after);
	return step({...after, bellRangAt: now}, {type: 'bell'});
}
