/** Formats times and durations, in the local time zone. */
import {offsetIfRepeated, twoDigits} from '../../../protocol/clock-time.ts';
import {safeText, type SafeText} from '../../../protocol/text.ts';

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
	...['January', 'February', 'March', 'April', 'May', 'June'],
	...['July', 'August', 'September', 'October', 'November', 'December'],
];

/** How times of day are written. */
export type TimeStyle = {
	readonly times: '24h' | '12h';
	/** Whether the transcript shows seconds. */
	readonly seconds: boolean;
};

/** The part of the state that decides how a moment is written. */
type Now = {
	/** Milliseconds since 1970. */
	readonly now: number;
	readonly settings: TimeStyle;
};

/**
 * Formats a time of day: `09:41`, `09:41:07`, `09:41 am`; `02:30+01:00` in an hour that the clocks repeat.
 * @param at milliseconds since 1970
 */
export function clockTime(at: number, {times, seconds}: TimeStyle): SafeText {
	const time = new Date(at);
	const hour = time.getHours();
	const shown = times === '24h' ? hour : hour % 12 || 12;
	const rest = seconds ? [time.getMinutes(), time.getSeconds()] : [time.getMinutes()];
	const half = times === '24h' ? '' : hour < 12 ? ' am' : ' pm';
	return safeText`${[shown, ...rest].map(twoDigits).join(':') + half + offsetIfRepeated(at)}`;
}

/**
 * Formats a day: `Friday 20 November`, with the year if it is not that of `now`.
 * @param at milliseconds since 1970
 * @param now milliseconds since 1970
 */
export function dayText(at: number, now: number): SafeText {
	const day = new Date(at);
	const year = day.getFullYear();
	const text = `${WEEKDAYS[day.getDay()] ?? ''} ${day.getDate()} ${MONTHS[day.getMonth()] ?? ''}`;
	return year === new Date(now).getFullYear() ? safeText`${text}` : safeText`${text} ${year}`;
}

/**
 * Numbers the days: two times on the same day have the same number.
 * @param at milliseconds since 1970
 */
export function dayOf(at: number): number {
	const day = new Date(at);
	return (day.getFullYear() * 12 + day.getMonth()) * 31 + day.getDate();
}

/**
 * Formats a time of today, or the day and the time: `09:41`, `Friday 20 November 09:41`.
 * @param at milliseconds since 1970
 */
export function momentText(at: number, {now, settings: {times}}: Now): SafeText {
	const time = clockTime(at, {times, seconds: false});
	return dayOf(at) === dayOf(now) ? time : safeText`${dayText(at, now)} ${time}`;
}

/**
 * Formats a moment in few letters: `09:41`, `20 Nov 09:41`, `20 Nov 2025`.
 * @param at milliseconds since 1970
 */
export function shortMomentText(at: number, {now, settings: {times}}: Now): SafeText {
	const time = clockTime(at, {times, seconds: false});
	if (dayOf(at) === dayOf(now)) return time;
	const day = new Date(at);
	const date = `${day.getDate()} ${(MONTHS[day.getMonth()] ?? '').slice(0, 3)}`;
	const thisYear = day.getFullYear() === new Date(now).getFullYear();
	return thisYear ? safeText`${date} ${time}` : safeText`${date} ${day.getFullYear()}`;
}

/** Formats a duration in its largest unit: `now` below a minute, else `3m`, `2h`, `5d`. */
export function spanText(milliseconds: number): SafeText {
	const minutes = Math.floor(milliseconds / 60_000);
	if (minutes < 1) return safeText`now`;
	if (minutes < 60) return safeText`${minutes}m`;
	if (minutes < 24 * 60) return safeText`${Math.floor(minutes / 60)}h`;
	return safeText`${Math.floor(minutes / (24 * 60))}d`;
}
