/** Defines the refusals of requests about identities, private chats and relays. */
import {safeText} from './text.ts';

export const privateChatRefusals = {
	badIdentity: {
		sentence: () =>
			safeText`The server does not accept the key of this client; sign in again, or update chat-tui.`,
	},
	noIdentity: {
		sentence: ({user}: {user: string}) =>
			safeText`The client of ${user} has no key for private chats yet; try again in a moment, or ask for an update.`,
	},
	invitationOpen: {
		sentence: ({user}: {user: string}) =>
			safeText`${user} has not answered your invitation yet; wait a moment.`,
	},
	privateChatOpen: {
		sentence: ({user}: {user: string}) =>
			safeText`Your private chat with ${user} is open already; just type.`,
	},
	noPrivateChat: {sentence: () => safeText`That private chat or invitation is no longer open.`},
	tooManyPrivateChats: {
		sentence: ({most}: {most: number}) =>
			safeText`You have ${most} private chats and exchanges; end a chat with /stopprivate, or wait a minute.`,
	},
	badRelayToken: {sentence: () => safeText`The relay for this private chat is no longer open.`},
	tooManyRelays: {
		sentence: ({most}: {most: number}) =>
			safeText`${most} of your private chats go via the server already; end one with /stopprivate first.`,
	},
};
