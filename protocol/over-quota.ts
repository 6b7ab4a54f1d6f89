/** Defines the refusals of requests over a quota; each names the time until the quota has room again. */
import {safeText, type SafeText} from './text.ts';

/** Formats a waiting time, rounded up: `40 s`, `12 min`, `3 h`. */
export function waitText(seconds: number): SafeText {
	if (seconds > 2 * 3600) return safeText`${Math.ceil(seconds / 3600)} h`;
	return seconds > 120 ? safeText`${Math.ceil(seconds / 60)} min` : safeText`${seconds} s`;
}

/** Defines a refusal that is not final: the same request succeeds after the named seconds. */
const until = (sentence: (wait: SafeText) => SafeText) => ({
	sentence: ({seconds}: {seconds: number}) => sentence(waitText(seconds)),
	final: false as const,
});

export const overQuota = {
	tooManySignUps: until(
		wait => safeText`Too many accounts were created from your address; try again in ${wait}.`,
	),
	tooManySignIns: until(
		wait => safeText`You have signed in too often in a short time; try again in ${wait}.`,
	),
	tooManyPasswordChanges: until(
		wait => safeText`You have changed your password too often; try again in ${wait}.`,
	),
	tooManyMessages: until(
		wait => safeText`You have reached the daily limit of messages; try again in ${wait}.`,
	),
	tooMuchText: until(wait => safeText`You have reached the daily limit of text; try again in ${wait}.`),
	tooManyBroadcasts: until(
		wait => safeText`You have sent too many broadcasts in a short time; try again in ${wait}.`,
	),
	tooManyRooms: until(
		wait => safeText`You have created too many rooms; try again in ${wait}, or /join an existing one.`,
	),
	tooManyFriendRequests: until(
		wait => safeText`You have sent too many friend requests; try again in ${wait}.`,
	),
	tooManyInvitations: until(wait => safeText`You have sent too many invitations; try again in ${wait}.`),
	tooManyExchanges: until(
		wait => safeText`You have asked your friends' clients too often in a short time; try again in ${wait}.`,
	),
	tooManyChats: until(
		wait => safeText`You have started too many chats; try again in ${wait}, or leave a message with /msg.`,
	),
	tooMuchRelayed: until(
		wait => safeText`You have sent too much via the server in private chats; try again in ${wait}.`,
	),
	tooManyFileTransfers: until(
		wait => safeText`You have sent and fetched too many files in a short time; try again in ${wait}.`,
	),
	tooMuchTransferred: until(
		wait => safeText`You have reached the daily limit of bytes of files; try again in ${wait}.`,
	),
	tooManyActions: until(
		wait => safeText`You have acted as an admin too often in a short time; try again in ${wait}.`,
	),
	tooManyMessageChanges: until(
		wait => safeText`You have changed too many messages in a short time; try again in ${wait}.`,
	),
	tooManyChanges: until(
		wait => safeText`You have made too many changes in a short time; try again in ${wait}.`,
	),
};
