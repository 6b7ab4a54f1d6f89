/** Says why the server has signed this client out. */
import {OPERATOR} from '../../protocol/names.ts';
import {actorText, banText} from '../../protocol/administration-refusals.ts';
import type {Announcement, AnnouncementOf} from '../../protocol/index.ts';
import {safeText, type SafeText} from '../../protocol/text.ts';

type Details = AnnouncementOf<'signedOut'>;

const actor = ({by = OPERATOR}: Details) => actorText(by);

const reasons: Readonly<Record<Details['reason'], (details: Details) => SafeText>> = {
	passwordChanged: () => safeText`Your password was changed elsewhere; sign in with the new one.`,
	idle: () => safeText`You were signed out because you were idle; sign in again.`,
	kicked(details) {
		const said = safeText`${actor(details)} signed you out; you may sign in again.`;
		return details.text ? safeText`${said} Reason: ${details.text}` : said;
	},
	banned: details =>
		banText(safeText`${actor(details)} banned you from this server`, details.until ?? 0, details.text ?? ''),
	passwordReset: details =>
		safeText`${actor(details)} reset your password; sign in with the one-time password that they give you.`,
	deleted: details => safeText`${actor(details)} deleted your account.`,
};

/** @returns undefined for an announcement that does not end the session */
export function signedOutReason(announcement: Announcement): SafeText | undefined {
	if (announcement.type === 'signedOut') return reasons[announcement.reason](announcement);
	if (announcement.type !== 'replaced') return undefined;
	return safeText`Your session was taken over from ${announcement.address}; sign in again to take it back.`;
}
