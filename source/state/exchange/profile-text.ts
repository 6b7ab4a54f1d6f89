/** Describes a profile in lines, one for each field that its owner has filled in. */
import {safeText, type SafeText} from '../../../protocol/text.ts';
import type {ProfileFields} from '../model/exchange.ts';
import type {EventOf} from '../model/event.ts';
import type {State} from '../model/state.ts';
import {dayText, momentText} from '../text/time.ts';

export const profileLabels: Readonly<Record<keyof ProfileFields, SafeText>> = {
	displayName: safeText`Name`,
	city: safeText`City`,
	languages: safeText`Languages`,
	work: safeText`Work`,
	interests: safeText`Interests`,
	phone: safeText`Phone`,
	lines: safeText`More`,
};

export function profileLines(
	{profile, source, receivedAt}: EventOf<'profileShown'>,
	state: Pick<State, 'now' | 'settings'>,
): SafeText[] {
	const {user, version, at, lines, ...fields} = profile;
	const copy =
		source === 'copy' && receivedAt !== undefined ? `, copy of ${momentText(receivedAt, state)}` : '';
	const told = (Object.keys(profileLabels) as Array<keyof ProfileFields>).flatMap(name =>
		name === 'lines' || fields[name] === '' ? [] : [safeText`${profileLabels[name]}: ${fields[name]}`],
	);
	const said = [...told, ...lines.filter(line => line !== '')];
	const changed = safeText`changed ${dayText(at, state.now)}, version ${version}${copy}`;
	return [
		safeText`Profile of ${user}: ${changed}`,
		...(said.length > 0 ? said : [safeText`${user} tells nothing there`]),
	];
}
