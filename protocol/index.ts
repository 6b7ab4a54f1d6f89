/** Joins the topics into the tables of all requests and all announcements. */
import type {z} from 'zod';
import {accountRequests} from './accounts.ts';
import {administrationAnnouncements, administrationRequests} from './administration.ts';
import {changeAnnouncements, changeRequests} from './changes.ts';
import {chatSessionAnnouncements, chatSessionRequests} from './chat-sessions.ts';
import {conversationSettingsAnnouncements, conversationSettingsRequests} from './conversation-settings.ts';
import type {Bare} from './definition.ts';
import {draftAnnouncements, draftRequests} from './drafts.ts';
import {identityRequests} from './identities.ts';
import {inviteCodeAnnouncements, inviteCodeRequests} from './invite-codes.ts';
import {messageAnnouncements, messageRequests} from './messages.ts';
import {presenceAnnouncements, presenceRequests} from './presence.ts';
import {privateChatAnnouncements, privateChatRequests} from './private-chats.ts';
import {relationshipAnnouncements, relationshipRequests} from './relationships.ts';
import {roomOperatorAnnouncements, roomOperatorRequests} from './room-operators.ts';
import {roomAnnouncements, roomRequests} from './rooms.ts';
import {searchRequests} from './search.ts';
import {serverInfoAnnouncements, serverInfoRequests} from './server-info.ts';
import {signInAnnouncements, signInRequests} from './sign-in.ts';
import {uploadRequests} from './uploads.ts';

/** All requests, with their fields and replies. */
export const requests = {
	...serverInfoRequests,
	...accountRequests,
	...inviteCodeRequests,
	...signInRequests,
	...messageRequests,
	...changeRequests,
	...searchRequests,
	...presenceRequests,
	...chatSessionRequests,
	...relationshipRequests,
	...roomRequests,
	...conversationSettingsRequests,
	...draftRequests,
	...roomOperatorRequests,
	...identityRequests,
	...privateChatRequests,
	...uploadRequests,
	...administrationRequests,
};

/** Requests after whose reply the connection carries bytes instead of frames. */
export const OPENS_STREAM: ReadonlySet<string> = new Set([
	'openRelay',
	'openTransfer',
] satisfies RequestType[]);

/** All announcements. A client ignores announcements and fields that it does not know. */
export const announcements = {
	...serverInfoAnnouncements,
	...signInAnnouncements,
	...inviteCodeAnnouncements,
	...messageAnnouncements,
	...changeAnnouncements,
	...presenceAnnouncements,
	...chatSessionAnnouncements,
	...relationshipAnnouncements,
	...roomAnnouncements,
	...conversationSettingsAnnouncements,
	...draftAnnouncements,
	...roomOperatorAnnouncements,
	...privateChatAnnouncements,
	...administrationAnnouncements,
};

export type RequestType = keyof typeof requests;
type Fields<T extends RequestType> = Bare<
	z.infer<z.ZodObject<(typeof requests)[T]['fields'], z.core.$strict>>
>;
export type RequestOf<T extends RequestType> = {type: T} & Fields<T>;
export type Request = {[T in RequestType]: RequestOf<T>}[RequestType];
export type ReplyOf<T extends RequestType> = z.infer<(typeof requests)[T]['reply']>;

export type AnnouncementType = keyof typeof announcements;
export type AnnouncementOf<T extends AnnouncementType> = {type: T} & Bare<z.infer<(typeof announcements)[T]>>;
export type Announcement = {[T in AnnouncementType]: AnnouncementOf<T>}[AnnouncementType];
