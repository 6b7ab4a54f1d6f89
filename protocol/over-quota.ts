/** Refusals of what an account, or an address, has done more often than the server takes: each says when there is room again. */
import {safeText, type SafeText} from './text.ts';

/** `40 s`, `12 min`, `3 h`: how long to wait before trying again, rounded up. */
export function waitText(seconds: number): SafeText {
	if (seconds > 2 * 3600) return safeText`${Math.ceil(seconds / 3600)} h`;
	return seconds > 120 ? safeText`${Math.ceil(seconds / 60)} min` : safeText`${seconds} s`;
}

/** The same request succeeds when so many seconds are over, so a message stays in the outbox. */
const until = (sentence: (wait: SafeText) => SafeText) => ({
	sentence: ({seconds}: {seconds: number}) => sentence(waitText(seconds)),
	final: false as const,
});

export const overQuota = {
	tooManySignUps: until(
		wait => safeText`Too many accounts were made from your address; try again in ${wait}.`,
	),
	tooManySignIns: until(
		wait => safeText`You have signed in too often in a short time; try again in ${wait}.`,
	),
	tooManyPasswordChanges: until(
		wait => safeText`You have changed your password too often; try again in ${wait}.`,
	),
	tooManyMessages: until(
		wait =>
			safeText`You have sent more messages than the server takes in a day; there is room again in ${wait}.`,
	),
	tooMuchText: until(
		wait => safeText`You have sent more text than the server takes in a day; there is room again in ${wait}.`,
	),
	tooManyBroadcasts: until(
		wait => safeText`You have broadcast too often in a short time; try again in ${wait}.`,
	),
	tooManyRooms: until(
		wait => safeText`You have made too many rooms; try again in ${wait}, or /join one that is there.`,
	),
	tooManyFriendRequests: until(
		wait => safeText`You have asked too many people to be friends; try again in ${wait}.`,
	),
	tooManyInvitations: until(wait => safeText`You have sent too many invitations; try again in ${wait}.`),
	tooManyChats: until(
		wait => safeText`You have started too many chats; try again in ${wait}, or leave a message with /msg.`,
	),
	tooManyChanges: until(wait => safeText`You have changed too much in a short time; try again in ${wait}.`),
};
