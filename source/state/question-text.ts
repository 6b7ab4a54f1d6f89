/** What somebody asks of another, as the sentence that the other reads. */
import type {Question} from '../../protocol/requests.ts';
import {safeText, type SafeText} from '../../protocol/text.ts';

export function questionText({kind, from, room}: Question): SafeText {
	return kind === 'friend'
		? safeText`${from} wants to be your friend.`
		: safeText`${from} invites you to ${room ?? ''}.`;
}
