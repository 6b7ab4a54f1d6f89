/** Says why the server has signed this client out. */
import type {Announcement, AnnouncementOf} from '../../protocol/index.ts';
import {safeText, type SafeText} from '../../protocol/text.ts';

const reasons: Readonly<Record<AnnouncementOf<'signedOut'>['reason'], SafeText>> = {
	passwordChanged: safeText`Your password was changed elsewhere; sign in with the new one.`,
	idle: safeText`You were signed out because you were idle; sign in again.`,
	kicked: safeText`The server's operator signed you out.`,
};

/** @returns undefined for an announcement that does not end the session */
export function signedOutReason(announcement: Announcement): SafeText | undefined {
	if (announcement.type === 'signedOut') return reasons[announcement.reason];
	if (announcement.type !== 'replaced') return undefined;
	return safeText`Your session was taken over from ${announcement.address}; sign in again to take it back.`;
}
