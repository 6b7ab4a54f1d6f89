/** Defines the maxima of the protocol. */

/** Maximum accounts of one server. */
export const MAX_ACCOUNTS = 50_000;
/** Maximum accounts of a server that lists all of them to a user who signs in; in a larger one, maximum people listed, beside those who matter to the user. */
export const MAX_LISTED_PEOPLE = 500;
/** Maximum users online whom a large server shows to those who have nothing to do with them: all of a server that has just become large. */
export const MAX_SHOWN = MAX_LISTED_PEOPLE + 1;
/** Maximum conversations of one user in the reply to a sign-in: those with the newest messages. */
export const MAX_CONVERSATIONS = 30_000;
/** Maximum open chat sessions, and maximum friend requests and invitations, of one user in the reply to a sign-in. */
export const MAX_CHATS = 10_000;
export const MAX_PROPOSALS = 10_000;
/** Maximum users or rooms that a reply lists; its field `more` counts the others. */
export const MAX_LISTED = 90;
/** Maximum users in one announcement of presence, so that it fits into a frame with the longest away texts. */
export const MAX_ANNOUNCED_PRESENCES = 1000;
/** Maximum members of a room that a reply lists to a client which shows them all. */
export const MAX_MEMBERS = 1000;
/** Maximum screens of one account at once that an operator may choose. */
export const MAX_SCREENS = 10;
/** Maximum members of a room for which the server announces the read cursor of each. */
export const MAX_RECEIPTS = 50;
/** Maximum chat sessions in the reply with a page of history: the newest ones. */
export const MAX_PAGE_CHATS = 100;
/** Maximum pinned messages of a conversation. */
export const MAX_PINS = 50;
/** Maximum messages that one search finds. */
export const MAX_FOUND = 50;
/** Maximum people that one search for a name finds. */
export const MAX_FOUND_PEOPLE = 50;
/** Maximum UTF-16 units of the away text of a user, and of the topic of a room. */
export const MAX_AWAY_TEXT = 80;
export const MAX_TOPIC = 200;
/** Maximum UTF-16 units of the id of a message. */
export const MAX_MESSAGE_ID = 80;
/** Maximum UTF-16 units of an address, an id, or another word that the program itself writes. */
export const MAX_WORD = 200;
/** Maximum messages in one page of history, and maximum bytes of their texts together, as JSON. */
export const MAX_PAGE_MESSAGES = 200;
export const MAX_PAGE_BYTES = 256 * 1024;
/** Maximum different emoji at one message, and maximum reactions with all of them together. */
export const MAX_EMOJI = 20;
export const MAX_REACTIONS = 500;
/** Maximum UTF-16 units of an emoji: the longest is a family of four with skin tones. */
export const MAX_EMOJI_LENGTH = 40;
/** Maximum UTF-16 units of the reason for a kick or a ban. */
export const MAX_REASON = 200;
/** Maximum milliseconds of a ban that ends: 10,000 days. */
export const MAX_BAN = 10_000 * 24 * 3600_000;
/** Maximum drafts of an account that the server holds, in no file; the newest are kept. */
export const MAX_DRAFTS = 20;
/** Seconds in which an invitation to a private chat must be answered. */
export const INVITATION_SECONDS = 30;
/** Maximum private chats and exchanges of an account, those that wait for an answer included. */
export const MAX_PRIVATE_CHATS = 16;
/** Maximum UTF-16 units of the text to search for; maximum conversations to search with one request. */
export const MAX_SEARCH = 200;
export const MAX_PLACES = 100;
/** Maximum UTF-16 units of what the operator or an admin tells everybody. */
export const MAX_SAID = 1000;
/** Maximum newcomers that one code lets in, unless it lets in any number; and maximum milliseconds for which it is valid, unless for ever. */
export const MAX_INVITE_USES = 10_000;
export const MAX_INVITE_LIFE = 366 * 24 * 3600_000;
