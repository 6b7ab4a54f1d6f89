/** Describes the keys of partners in words. */
import {counted} from '../../../protocol/counted.ts';
import {safeText, type SafeText} from '../../../protocol/text.ts';
import type {Dialog} from '../model/dialog.ts';
import type {State} from '../model/state.ts';

type Invitation = Extract<Dialog, {readonly type: 'privateInvitation'}>;

/** Says what is known of the key with which a user invites. */
export function keyText({peers}: State, {user}: Invitation): SafeText {
	const pin = peers.get(user);
	if (!pin)
		return safeText`The key of ${user} is new here. It is unverified until you compare it: /verify ${user}.`;
	return pin.verified
		? safeText`The key of ${user} is the one that you have verified.`
		: safeText`The key of ${user} is the same as before, but unverified; /verify ${user} compares it.`;
}

/** Splits a safety number of 12 groups into 3 lines of 4, which fit the narrowest screen. */
export function numberLines(safetyNumber: SafeText): readonly SafeText[] {
	const groups = safetyNumber.split(' ');
	return [0, 4, 8].map(at => safeText`${groups.slice(at, at + 4).join(' ')}`);
}

/** `1 message has`, `3 messages have`. */
export function messagesHave(count: number): SafeText {
	return counted(count, 'message has', 'messages have');
}
