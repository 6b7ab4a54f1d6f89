/** Reports activity to the server, so that a user at the keyboard never counts as idle. */
import {isInChat} from '../model/place.ts';
import type {AnnouncementOf} from '../../../protocol/index.ts';
import {safeText} from '../../../protocol/text.ts';
import type {State} from '../model/state.ts';
import {step, type Step} from '../model/step.ts';
import {mayNotify} from './notify.ts';

/** Minimum milliseconds between two reports: far less than any idle limit in use. */
export const ACTIVITY_INTERVAL_MS = 20_000;

/** Handles the warning before an idle user is signed out: reports a recent key, or asks for one. */
export function warnIdle(state: State, {seconds}: AnnouncementOf<'idling'>): Step {
	if (state.keyAt > state.activityReportedAt) return reportActivity({...state, activityReportedAt: 0});
	const statusMessage = safeText`You are idle and will be signed out in ${seconds} s; press any key to stay.`;
	const warned = {...state, activityReportedAt: 0, statusMessage};
	return mayNotify(state) ? step(warned, {type: 'bell'}) : step(warned);
}

/** Reports a key to the server, at most once per interval. */
export function reportActivity(state: State): Step {
	const {link, now, activityReportedAt} = state;
	const silent =
		!isInChat(state) || link.status !== 'online' || now - activityReportedAt < ACTIVITY_INTERVAL_MS;
	return silent
		? step(state)
		: step({...state, activityReportedAt: now}, {type: 'request', request: {type: 'active'}});
}
