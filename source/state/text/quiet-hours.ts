/** Reads quiet hours, such as `22:00-07:00`, and checks whether a moment is within them. */

const OFF = 'off';
const RANGE = /^(\d{1,2})(?::(\d\d))? *[-–] *(\d{1,2})(?::(\d\d))?$/;

/**
 * Reads quiet hours as a user types them: `22-7`, `22:00-7:00`, `off`.
 * @returns them in the form that the settings keep, `22:00-07:00` or `off`; undefined if they are not valid
 */
export function quietHoursIn(typed: string): string | undefined {
	if (typed === OFF) return OFF;
	const range = minutesOf(typed);
	return range && `${timeText(range.from)}-${timeText(range.to)}`;
}

/**
 * Checks whether a moment is within the quiet hours, which may last over midnight.
 * @param at milliseconds since 1970
 */
export function isQuiet(quietHours: string, at: number): boolean {
	const range = minutesOf(quietHours);
	if (!range) return false;
	const time = new Date(at);
	const minute = time.getHours() * 60 + time.getMinutes();
	const [isAfter, isBefore] = [minute >= range.from, minute < range.to];
	return range.from < range.to ? isAfter && isBefore : isAfter || isBefore;
}

/** @returns minutes of the day; undefined if the text is not two different times */
function minutesOf(text: string): {readonly from: number; readonly to: number} | undefined {
	const [, fromHour, fromMinute = '00', toHour, toMinute = '00'] = RANGE.exec(text) ?? [];
	const [from, to] = [minuteOf(fromHour, fromMinute), minuteOf(toHour, toMinute)];
	return from === undefined || to === undefined || from === to ? undefined : {from, to};
}

function minuteOf(hour = '', minute: string): number | undefined {
	return hour === '' || Number(hour) > 23 || Number(minute) > 59
		? undefined
		: Number(hour) * 60 + Number(minute);
}

function timeText(minute: number): string {
	const [hours, rest] = [Math.floor(minute / 60), minute % 60];
	return `${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
}
